import { SEED } from '../../demo/seed.ts';
import { expect, openPanelIn, test } from './session.ts';

const HOST = `document.querySelector('[data-safe-delete-for-kit]')`;
const ROOT = `${HOST}.shadowRoot`;
const BUTTON = `${ROOT}.querySelector('div > button')`;
const DRAWER = `${ROOT}.querySelector('dialog')`;

/** Takes away from the page's own world what a content script might be thought to use. */
const TAKE_AWAY = `
  const refuse = () => { throw new Error('Taken away by the page'); };
  globalThis.MutationObserver = class { constructor() { refuse(); } };
  globalThis.requestAnimationFrame = refuse;
  globalThis.setTimeout = refuse;
  Element.prototype.attachShadow = refuse;
  Element.prototype.append = Node.prototype.appendChild = refuse;
  HTMLDialogElement.prototype.showModal = refuse;
  crypto.randomUUID = () => 'the same for everybody';
  for (const name of ['filter', 'forEach', 'some', 'every', 'find', 'push', 'join']) {
    const own = Array.prototype[name];
    // What the driver does here by itself goes on.
    Array.prototype[name] = function (...of) {
      if (this?.[0]?.nodeType) refuse();
      return own.apply(this, of);
    };
  }`;

test('a page that takes the browser’s own functions away, is zoomed, runs from right to left, and unsets every style', async ({
  connected,
  demo,
}) => {
  demo.web.firstScript = TAKE_AWAY;
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  const refused = await tab.evaluate(`(() => {
    try {
      document.createElement('p').attachShadow({ mode: 'open' });
    } catch (error) {
      return error.message;
    }
  })()`);
  expect(refused).toBe('Taken away by the page');
  const box = (of: string) =>
    tab.evaluate<{ left: number; right: number; width: number; height: number }>(
      `(({ left, right, width, height }) => ({ left, right, width, height }))(${of}.getBoundingClientRect())`,
    );
  const drawn = async () => [await box(BUTTON), await box(`${ROOT}.querySelector('[role=status]')`)];
  const plain = await drawn();
  await tab.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { all: unset !important } html:root:root { zoom: 2 !important; background: #111 !important }');
    document.adoptedStyleSheets = [sheet];
    document.documentElement.dir = 'rtl';
  })()`);
  await expect.poll(drawn).toEqual(plain);
  const panel = await openPanelIn(tab);
  expect(await panel.text()).toContain('1,284 active subscribers');
  const view = await tab.evaluate<{ width: number; height: number }>(
    `({ width: innerWidth, height: innerHeight })`,
  );
  expect(await box(DRAWER)).toMatchObject({ right: view.width, width: 480, height: view.height });
  // All of it is in sight.
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
});

test('a page that throws the launcher out whenever it comes has its way, with ever less to do', async ({
  connected,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await tab.evaluate(`(() => {
    globalThis.thrown = [];
    const throwOut = () => {
      if (${HOST}) {
        thrown.push(performance.now());
        ${HOST}.remove();
      }
      globalThis.next = requestAnimationFrame(throwOut);
    };
    throwOut();
  })()`);
  await expect.poll(() => tab.evaluate<number>('thrown.length')).toBeGreaterThan(4);
  const times = await tab.evaluate<number[]>('thrown');
  const pauses = times.slice(1, 5).map((time, at) => time - (times[at] ?? 0));
  for (const [at, pause] of pauses.entries()) expect(pause).toBeGreaterThan(95 * 2 ** at);
  // Let be, it comes back, and works.
  await tab.evaluate('cancelAnimationFrame(next)');
  const panel = await openPanelIn(tab);
  expect(await panel.text()).toContain('1,284 active subscribers');
});

test('a page that covers the launcher in every frame, and one that has a dialog open: the toolbar’s button opens the panel', async ({
  connected,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  const onTop = () =>
    tab.evaluate<boolean>(`(() => {
      const { left, top } = ${BUTTON}.getBoundingClientRect();
      return document.elementFromPoint(left + 20, top + 10) === ${HOST};
    })()`);
  const isOpen = () => tab.evaluate<boolean>(`${DRAWER}.open`);
  const close = async () => {
    await tab.evaluate(`${DRAWER}.close()`);
    await expect.poll(() => tab.panelOpen()).toBe(false);
  };
  expect(await onTop()).toBe(true);
  await tab.evaluate(`(() => {
    const cover = document.createElement('div');
    cover.style.cssText = 'position: fixed; inset: 0; z-index: 2147483647';
    (globalThis.coverIt = () => {
      document.documentElement.append(cover);
      globalThis.next = requestAnimationFrame(coverIt);
    })();
    globalThis.uncover = () => { cancelAnimationFrame(next); cover.remove(); };
  })()`);
  expect(await onTop()).toBe(false);
  await connected.pressToolbarButton();
  await connected.pressInPopup('Safe delete');
  await expect.poll(isOpen).toBe(true);
  await close();
  await tab.evaluate('uncover()');
  expect(await onTop()).toBe(true);
  await tab.evaluate(`(() => {
    globalThis.asks = document.createElement('dialog');
    asks.textContent = 'Does Kit ask something?';
    document.body.append(asks);
    asks.showModal();
  })()`);
  expect(await onTop()).toBe(false);
  await connected.pressToolbarButton();
  await connected.pressInPopup('Safe delete');
  await expect.poll(isOpen).toBe(true);
  await close();
  expect(await tab.evaluate('asks.open')).toBe(true);
  await tab.evaluate('asks.close()');
  expect(await (await openPanelIn(tab)).text()).toContain('1,284 active subscribers');
});

test('in two windows each has its own launcher and panel', async ({ connected, demo }) => {
  const first = await connected.kit(`/sequences/${SEED.welcome}`);
  const panel = await openPanelIn(first);
  const second = await connected.newWindow(`/sequences/${SEED.empty}`);
  await expect.poll(() => second.launchers()).toBe(1);
  expect(await second.panelOpen()).toBe(false);
  const other = await openPanelIn(second);
  expect(await other.text()).toContain(demo.kit.sequence(SEED.empty).settings.name);
  await second.close();
  expect(await first.panelOpen()).toBe(true);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
});
