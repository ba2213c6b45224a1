import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { handOver } from '../../utils/drawer.ts';
import { MESSAGES } from './forgeries.ts';
import { deletes, expect, type KitTab, openPanel, pressDelete, type Realm, test, writes } from './session.ts';

const DRAWER = `document.querySelector('[data-safe-delete-for-kit]').shadowRoot.querySelector('dialog')`;
const FRAME = `${DRAWER}.querySelector('iframe')`;
const GUESSED = handOver('6f1c1b2e-6a52-4d0c-9a2f-0f6a3f0c7f11');
const NOT_OURS = 'This panel wasn’t opened by Safe Delete.';
const COVERED = 'Something covers this panel';
const OTHER_ACCOUNT = 'but the page shows another Kit account';

/** Puts something in front that lets clicks through, into a parent. */
const coverIn = (parent: string) => `(() => {
  const cover = document.createElement('div');
  cover.popover = 'manual';
  cover.style.cssText = 'inset:0; width:100vw; max-width:none; height:100vh; background:white; pointer-events:none';
  (${parent}).append(cover);
  cover.showPopover();
})()`;
/** A shadow root that no script finds again, in another one. */
const CLOSED_ROOT = `['open', 'closed'].reduce((parent, mode) => {
  const host = document.createElement('div');
  parent.append(host);
  return host.attachShadow({ mode });
}, document.body)`;

/** Has Kit's page show another account. */
const SHOW_ANOTHER = `document.querySelector('[data-component="Navigation"]')
  .setAttribute('data-props', JSON.stringify({ userInfo: { id: 2 } }))`;

/** Presses as a click that was led here by a decoy does, whatever the button looks like; nothing where there is none. */
const press = (name: string) =>
  `[...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(name)})?.click()`;

const shows = (frame: Pick<Realm, 'evaluate'>, words: string) =>
  expect
    .poll(() => frame.evaluate<string>(`document.querySelector('#app')?.innerText ?? ''`))
    .toContain(words);

/** The page frames the panel of another sequence by itself, unseen, over a decoy. */
async function frameUnseen(tab: KitTab, id: number): Promise<Realm> {
  const address = await tab.evaluate<string>(`${FRAME}.src.replace(/#.*/, '')`);
  const frame = await tab.addFrame(`${address}#/sequences/${id}`, 'plain');
  await tab.evaluate(`(() => {
    const frame = [...document.querySelectorAll('iframe')].at(-1);
    frame.style.cssText = 'position:fixed; inset:0; width:480px; height:100vh; opacity:0; z-index:9';
    frame.id = 'unseen';
  })()`);
  return frame;
}

const askedAbout = (demo: Demo, id: number) =>
  demo.requests.filter(({ path }) => path.includes(`/v4/sequences/${id}`));

test('a panel that the page frames itself asks for nothing and has nothing to press', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  const frame = await frameUnseen(tab, SEED.empty);
  await tab.evaluate(`document.querySelector('#unseen').contentWindow.postMessage('${GUESSED}', '*')`);
  await shows(frame, NOT_OURS);
  for (const name of ['Pause sequence', 'Delete sequence', 'Delete now']) await frame.evaluate(press(name));
  expect(askedAbout(demo, SEED.empty)).toEqual([]);
  expect(writes(demo)).toEqual([]);
  // The one in the drawer is as it was.
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  expect(writes(demo)).toMatchObject([{ method: 'PUT', body: { active: false } }]);
});

test('the background takes nothing from a frame that guesses a secret, or has none', async ({
  connected,
  demo,
}) => {
  const { tab } = await openPanel(connected, SEED.welcome);
  const frame = await frameUnseen(tab, SEED.empty);
  await shows(frame, 'Close');
  const before = demo.requests.length;
  for (const message of MESSAGES) {
    for (const secret of [{}, { secret: GUESSED.split(' ')[1] }]) {
      const sent = JSON.stringify({ ...message, ...secret });
      const answer = await frame.evaluate(`(globalThis.browser ?? chrome).runtime.sendMessage(${sent})`);
      // What may be stopped may be stopped from anywhere.
      const stops = message.name === 'sequence.cancel';
      expect(answer, sent).toEqual(
        stops ? { value: null } : { refused: expect.stringMatching(/sender|frame/) },
      );
    }
  }
  expect(demo.requests.slice(before).filter(({ path }) => path.startsWith('/v4/'))).toEqual([]);
});

for (const [how, address] of [
  ['another sequence of another account', `#/sequences/${SEED.second}?account=${SEED.secondAccount}`],
  ['another sequence', `?#/sequences/${SEED.empty}`],
] as const) {
  test(`a page that loads ${how} into the drawer gets nothing from it`, async ({ connected, demo }) => {
    const { tab, panel } = await openPanel(connected, SEED.welcome);
    await tab.evaluate(`${FRAME}.src = ${FRAME}.src.replace(/#.*/, '${address}')`);
    await tab.evaluate(`${DRAWER}.append(${FRAME})`);
    await expect(panel).toShow(NOT_OURS);
    for (const name of ['Pause sequence', 'Delete sequence']) expect(await panel.enabled(name)).toBe(null);
    for (const id of [SEED.second, SEED.empty]) expect(askedAbout(demo, id)).toEqual([]);
    expect(writes(demo)).toEqual([]);
  });
}

for (const [how, cover] of [
  ['transparent', `${DRAWER}.style.opacity = '0.01'`],
  ['small', `${FRAME}.style.cssText = 'width:90px; height:40px'`],
  ['transparent in its frame', `${FRAME}.style.filter = 'opacity(0)'`],
  ['covered by something in front that lets clicks through', coverIn('document.body')],
  ['covered out of a closed shadow root', coverIn(CLOSED_ROOT)],
  ['covered out of the launcher’s own shadow root', coverIn(`${DRAWER}.getRootNode()`)],
  ['covered out of the launcher’s corner', coverIn(`${DRAWER}.previousElementSibling`)],
  [
    'covered from within',
    `(() => {
      const cover = document.createElement('div');
      cover.style.cssText = 'position:absolute; inset:0; background:white; pointer-events:none';
      ${DRAWER}.append(cover);
    })()`,
  ],
] as const) {
  test(`a press in a drawer that the page makes ${how} does nothing, and says why`, async ({
    connected,
    demo,
  }) => {
    const { tab, panel } = await openPanel(connected, SEED.welcome);
    // It was in sight for long enough before.
    await expect.poll(() => panel.enabled('Pause sequence')).toBe(true);
    await tab.evaluate(cover);
    await panel.evaluate(press('Pause sequence'));
    await shows(panel, COVERED);
    await panel.evaluate(press('Pause sequence'));
    await panel.evaluate(press('Delete sequence'));
    await panel.evaluate(press('Delete now'));
    // A start would be at Kit before this.
    await tab.evaluate(`fetch('/sequences').then(({ status }) => status)`);
    expect(writes(demo)).toEqual([]);
    expect(demo.kit.sequence(SEED.welcome).settings.active).toBe(true);
  });
}

test('closing the drawer cancels, though the page has a panel of its own in the background', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.empty);
  const frame = await frameUnseen(tab, SEED.empty);
  await tab.evaluate(`document.querySelector('#unseen').contentWindow.postMessage('${GUESSED}', '*')`);
  await shows(frame, NOT_OURS);
  await pressDelete(panel, null);
  await expect(panel).toShow(/Deleting in/);
  await panel.evaluate(press('Close'));
  await expect.poll(() => tab.evaluate(`${DRAWER}.open`)).toBe(false);
  await tab.close();
  const { panel: after } = await openPanel(connected, SEED.empty);
  await expect(after).toShow('Canceled. Nothing has changed in Kit.');
  expect(deletes(demo)).toEqual([]);
});

test('the page’s account counts when a button is pressed, and again just before a delete', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await tab.evaluate(SHOW_ANOTHER);
  await panel.click('Pause sequence');
  await expect(panel).toShow(OTHER_ACCOUNT);
  await tab.close();
  const { tab: later, panel: deleting } = await openPanel(connected, SEED.empty);
  await pressDelete(deleting, null);
  await expect(deleting).toShow(/Deleting in/);
  await later.evaluate(SHOW_ANOTHER);
  await expect(deleting).toShow(OTHER_ACCOUNT);
  expect(writes(demo)).toEqual([]);
  expect(demo.kit.sequence(SEED.empty).deleted).toBe(false);
});
