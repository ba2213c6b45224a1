import type { Fault } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { deletes, expect, openPanel, pressDelete, test } from './session.ts';

const DELETE = { method: 'DELETE', path: /sequences\/82/ };

const CASES: { name: string; fault: Fault['effect']; words: string[]; deleted: boolean }[] = [
  {
    name: '404, though it is there',
    fault: { kind: 'status', status: 404 },
    words: ['Kit still has the sequence', 'Check again'],
    deleted: false,
  },
  {
    name: '429',
    fault: { kind: 'status', status: 429 },
    words: ['Kit isn’t accepting more requests', 'Nothing was changed in Kit.', 'Try again'],
    deleted: false,
  },
  {
    name: '500 without effect',
    fault: { kind: 'status', status: 500 },
    words: ['Kit had a problem on its side. (500)', 'Kit still has the sequence', 'Check again'],
    deleted: false,
  },
  {
    name: '500 after the effect',
    fault: { kind: 'status after effect', status: 500 },
    words: ['Kit deleted'],
    deleted: true,
  },
  {
    name: 'a connection dropped before the effect',
    fault: { kind: 'drop before effect' },
    words: ['We couldn’t reach Kit', 'Kit still has the sequence', 'Check again'],
    deleted: false,
  },
  {
    name: 'a connection dropped after the effect',
    fault: { kind: 'drop after effect' },
    words: ['Kit deleted the sequence.'],
    deleted: true,
  },
];

for (const { name, fault, words, deleted } of CASES) {
  test(`delete and ${name}`, async ({ connected, demo }) => {
    const { panel } = await openPanel(connected, SEED.empty);
    demo.faults.push({ ...DELETE, effect: fault });
    await pressDelete(panel, null);
    await expect(panel).toShow(words[0] ?? '');
    for (const each of words) expect(await panel.text()).toContain(each);
    expect(demo.faults).toEqual([]);
    expect(deletes(demo)).toHaveLength(1);
    expect(demo.kit.sequence(SEED.empty).deleted).toBe(deleted);
  });
}

test('401 leads to reconnecting, and to a new review', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  demo.faults.push({ ...DELETE, path: /sequences\/80/, effect: { kind: 'status', status: 401 } });
  await pressDelete(panel, 'Welcome series');
  await expect(panel).toShow('Kit didn’t accept your API key.');
  expect(await panel.text()).toContain('Nothing was changed in Kit.');
  await panel.click('Reconnect');
  const options = await connected.options();
  await options.click('Disconnect');
  await options.type('API key', `${SEED.apiKey}\n`);
  await expect.poll(() => panel.enabled('Delete sequence')).toBe(true);
  expect(await panel.enabled('Delete now')).toBe(null);
});

test('while Kit cannot be looked at, the outcome is open, and the next look decides', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.empty);
  demo.faults.push(
    { ...DELETE, effect: { kind: 'drop after effect' } },
    // The check passes; every look afterwards does not.
    { method: 'GET', path: /sequences\/82$/, skip: 1, times: 99, effect: { kind: 'drop before effect' } },
  );
  await pressDelete(panel, null);
  await expect(panel).toShow('We couldn’t check yet whether Kit did it.');
  expect(await panel.text()).toContain('Safe Delete keeps checking');
  demo.faults.length = 0;
  await panel.click('Check again');
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('a review whose numbers cannot be read says so and wants the name', async ({ connected, demo }) => {
  // As often as a read is tried.
  demo.faults.push({ path: /status=active/, times: 3, effect: { kind: 'status', status: 500 } });
  const { panel } = await openPanel(connected, SEED.empty);
  expect(await panel.text()).toContain('We couldn’t count its subscribers.');
  await panel.click('Delete sequence');
  expect(await panel.has('Type the sequence name to confirm')).toBe(true);
});
