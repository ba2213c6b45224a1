import { SEED } from '../../demo/seed.ts';
import { connectByKey, deletes, expect, openPanel, pressDelete, test } from './session.ts';

/** For an extension page: fills session storage but for a few bytes, and gives what the browser said then. */
const FILL = `(async () => {
  const area = (globalThis.browser ?? chrome).storage.session;
  let refusal = '';
  for (let size = 2 ** 22, at = 0; size > 32; at += 1) {
    try {
      await area.set({ ['filler/' + at]: 'x'.repeat(size) });
    } catch ({ message }) {
      refusal = message;
      size >>= 1;
    }
  }
  return refusal;
})()`;

test('session storage that is full stands in the way of nothing', async ({ session, demo }) => {
  const options = await session.options();
  await options.click('Connect with Kit');
  await expect(options).toShow('Connected to Juniper Street Letters');
  const page = await session.extensionPage('/options.html');
  expect(await page.evaluate<string>(FILL)).toMatch(/quota/i);
  demo.oauth.expireAccessTokens();
  const { panel } = await openPanel(session, SEED.welcome);
  expect(await panel.text()).toContain('1,284 active subscribers');
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
});

test('databases that are deleted under the background are opened again', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  // A connection that stays open holds this up for good.
  const page = await connected.extensionPage('/options.html');
  const names = await page.evaluate<string[]>(`(async () => {
    for (const name of ['connection', 'backups']) {
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = reject;
        request.onblocked = reject;
      });
    }
    return (await indexedDB.databases()).map(({ name }) => name);
  })()`);
  expect(names).not.toContain('connection');
  await page.reload();
  await connectByKey(connected);
  const again = await openPanel(connected, SEED.welcome);
  await pressDelete(again.panel, 'Welcome series');
  await expect(again.panel).toShow('Kit deleted the sequence');
  expect(deletes(demo)).toHaveLength(1);
});
