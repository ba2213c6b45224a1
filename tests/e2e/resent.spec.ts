import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { addAll, addingSent, madeIn, readyToAdd } from './restoring.ts';
import { deletes, expect, openPanel, pressDelete, test } from './session.ts';

/**
 * Browsers send a request again by themselves when a connection that was used before is closed before a byte of the reply.
 * No page hears of it; the demo counts what arrives.
 */
const SEQUENCES = '/v4/sequences';
const CALLS = [
  { method: 'POST', path: SEQUENCES, body: { name: 'Made twice' }, replies: [201] },
  { method: 'PUT', path: `${SEQUENCES}/${SEED.welcome}`, body: { active: false }, replies: [200] },
  { method: 'DELETE', path: `${SEQUENCES}/${SEED.welcome}`, body: undefined, replies: [404] },
];

/** For a page of the extension: reads something, so that there is a connection, and then makes the call. Gives its status. */
const script = ({ method, path, body }: (typeof CALLS)[number]) => `(async () => {
  const headers = { 'X-Kit-Api-Key': '${SEED.apiKey}', 'Content-Type': 'application/json' };
  const api = 'https://api.kit.com';
  await (await fetch(api + '/v4/account', { headers })).text();
  const body = ${JSON.stringify(JSON.stringify(body))};
  return (await fetch(api + '${path}', { method: '${method}', headers, body, cache: 'no-store' })).status;
})()`;

const arrived = (demo: Demo, method: string) => demo.requests.filter((request) => request.method === method);

for (const call of CALLS) {
  test(`the browser sends a ${call.method} twice, and says nothing`, async ({ session, demo }) => {
    const page = await session.extensionPage('/options.html');
    demo.faults.push({ method: call.method, path: /sequences/, effect: { kind: 'resent' } });
    const status = await page.evaluate<number>(script(call));
    expect(demo.faults).toEqual([]);
    expect(arrived(demo, call.method)).toHaveLength(2);
    expect(call.replies).toContain(status);
    const made = demo.kit.accounts.flatMap(({ sequences }) => sequences);
    expect(made.filter(({ settings }) => settings.name === 'Made twice')).toHaveLength(
      call.method === 'POST' ? 2 : 0,
    );
  });
}

test('a delete that arrives twice deletes once, and asks for nothing more', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  demo.faults.push({ method: 'DELETE', path: /sequences\/82/, effect: { kind: 'resent' } });
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(demo.faults).toEqual([]);
  expect(deletes(demo)).toHaveLength(2);
  expect(demo.kit.sequence(SEED.empty).deleted).toBe(true);
});

for (const repeat of [true, false]) {
  test(`somebody who is added twice is added once, or said to be unknown where they may begin again: ${repeat}`, async ({
    connected,
    demo,
  }) => {
    demo.kit.change(SEED.welcome, { repeat });
    const manager = await readyToAdd(connected, demo, 6);
    demo.faults.push({ method: 'POST', path: /\/subscribers\/\d+$/, effect: { kind: 'resent' } });
    await addAll(manager, 6);
    await expect(manager).toShow('Done: 5 of 6 added');
    expect(await manager.text()).toContain(
      repeat ? 'Unknown, because Kit didn’t give a clear answer: 1.' : 'Already in it: 1.',
    );
    expect(demo.faults).toEqual([]);
    expect(addingSent(demo)).toHaveLength(7);
    expect(madeIn(demo)[0]?.people.count()).toBe(6);
  });
}

test('a reply that breaks off in its first line is not sent for again', async ({ session, demo }) => {
  const page = await session.extensionPage('/options.html');
  demo.faults.push({ method: 'DELETE', path: /sequences/, effect: { kind: 'drop after effect' } });
  const [, , remove] = CALLS;
  if (!remove) throw new Error('No call');
  await expect(page.evaluate(script(remove))).rejects.toThrow();
  expect(arrived(demo, 'DELETE')).toHaveLength(1);
});
