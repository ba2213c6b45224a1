import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { CLOSE_DRAWER, OPEN_DRAWER } from '../../utils/drawer.ts';
import { EVERYTHING } from './forgeries.ts';
import { expect, type KitTab, openPanel, type Realm, test, type View, writes } from './session.ts';

const DRAWER = `document.querySelector('[data-safe-delete-for-kit]').shadowRoot`;
const PANEL = `${DRAWER}.querySelector('iframe')`;
const RUNTIME = `typeof (globalThis.browser ?? globalThis.chrome)?.runtime`;

/** Posts everything to a window, then waits until the page has heard the last of it. */
async function post(from: Realm, target: string, page: Realm): Promise<void> {
  await page.evaluate(`void (globalThis.heard = new Promise((resolve) => {
    addEventListener('message', ({ data }) => data === 'that was all' && resolve());
  }))`);
  await from.evaluate(`for (const one of ${JSON.stringify(EVERYTHING)}) ${target}.postMessage(one, '*')`);
  await from.evaluate(`top.postMessage('that was all', '*')`);
  await page.evaluate('heard');
}

/** The panel is as it was, and works; until then nobody else asked Kit for anything. */
async function expectUntouched(demo: Demo, tab: KitTab, panel: View): Promise<void> {
  expect(await tab.panelOpen()).toBe(true);
  expect(await panel.text()).toContain('1,284 active subscribers');
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  expect(writes(demo)).toMatchObject([{ method: 'PUT', body: { active: false } }]);
  // The forged messages name other sequences, the account, and the sign-in.
  const paths = demo.requests.map(({ path }) => path);
  expect(paths.filter((path) => !/^\/v4\/(account$|sequences\?|sequences\/80\b)/.test(path))).toEqual([]);
  expect(paths.filter((path) => path === '/v4/account')).toHaveLength(1);
}

test('the page cannot reach the background', async ({ connected }) => {
  const { tab } = await openPanel(connected, SEED.welcome);
  expect(await tab.evaluate(RUNTIME)).toBe('undefined');
});

test('nothing that the page posts closes the drawer or reaches Kit', async ({ connected, demo }) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await post(tab, 'window', tab);
  await post(tab, `${PANEL}.contentWindow`, tab);
  await expectUntouched(demo, tab, panel);
});

test('an event that the page makes up, in the panel’s name, does not close the drawer', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await tab.evaluate(`(() => {
    const data = ${JSON.stringify(CLOSE_DRAWER)};
    try {
      dispatchEvent(new MessageEvent('message', { data, source: ${PANEL}.contentWindow }));
    } catch {
      // Firefox takes no window of another process for a source.
      dispatchEvent(new MessageEvent('message', { data }));
    }
  })()`);
  await expectUntouched(demo, tab, panel);
});

test('nothing that the page posts makes the content script read a page of Kit', async ({
  connected,
  demo,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  let loads = 0;
  const run = () => {
    loads += 1;
  };
  demo.faults.push({ path: /^\/(automations|rules)/, times: 100, effect: { kind: 'hook', run } });
  await post(tab, 'window', tab);
  // Whatever the posts had started would be on its way before this.
  await tab.evaluate(`fetch('/sequences').then(({ status }) => status)`);
  expect(loads).toBe(0);
});

test('the page can neither post nor click the drawer open', async ({ connected }) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await post(tab, 'window', tab);
  await tab.evaluate(`${DRAWER}.querySelector('button').click()`);
  await tab.evaluate(
    `dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(OPEN_DRAWER)}, source: window }))`,
  );
  expect(await tab.panelOpen()).toBe(false);
  await tab.openPanel();
});

test('nothing that a foreign frame posts closes the drawer or reaches Kit', async ({ connected, demo }) => {
  demo.web.ownFrames = true;
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  const frame = await tab.addFrame(`/sequences/${SEED.paused}`, 'foreign');
  expect(await frame.evaluate('origin')).toBe('null');
  expect(await frame.evaluate(RUNTIME)).toBe('undefined');
  await post(frame, 'parent', tab);
  await expectUntouched(demo, tab, panel);
});

test('only pages of Kit’s app can show the panel in a frame', async ({ connected, demo }) => {
  // Whatever else is on the web; the demo's proxy knows no other host.
  const elsewhere = 'https://api.kit.com/elsewhere';
  demo.faults.push({
    path: /^\/elsewhere$/,
    effect: { kind: 'status', status: 200, body: '<p>Elsewhere', contentType: 'text/html' },
  });
  const { tab } = await openPanel(connected, SEED.welcome);
  const address = await tab.evaluate<string>(`${PANEL}.src`);
  const shown = async (where: Realm) => {
    const frame = await where.addFrame(address, 'plain');
    return (await frame.evaluate<string>('location.href')) === address;
  };
  expect(await shown(tab)).toBe(true);
  for (const other of [elsewhere, 'data:text/html,<p>Elsewhere']) {
    expect(await shown(await connected.kit(other)), other).toBe(false);
  }
});
