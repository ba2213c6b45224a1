import type { Frame, Page } from 'puppeteer-core';
import { tellMissed } from '../../demo/bidi.ts';
import type { ExtensionTab, KitTab, Realm, SeenText, View } from './driver.ts';
import { expect } from './expect.ts';
import { LIMITS, lookUntil } from './limits.ts';
import { addFrame, button, HEARD, labelled, listen, textWhen, USABLE, usableWhen } from './page-scripts.ts';

function realm(frame: Frame): Realm {
  return {
    evaluate: (script) => frame.evaluate(script) as Promise<never>,
    async addFrame(address, kind) {
      const before = frame.childFrames().length;
      await frame.evaluate(addFrame(address, kind));
      // The driver hears of it later than the page does.
      await expect.poll(() => frame.childFrames().length).toBe(before + 1);
      const [added] = frame.childFrames().slice(before);
      if (!added) throw new Error('The frame is gone');
      return realm(added);
    },
  };
}

export function extensionTab(page: Page): ExtensionTab {
  return {
    ...view(() => page.mainFrame(), page),
    ...realm(page.mainFrame()),
    async reload() {
      // Puppeteer would wait for an event that Firefox does not send for such a page.
      await page.evaluate('globalThis.old = true, location.reload()');
      const fresh = () =>
        page.evaluate(`globalThis.old !== true && document.readyState !== 'loading'`).catch(() => false);
      await expect.poll(fresh).toBe(true);
    },
  };
}

const LAUNCHER = `[...document.querySelectorAll('[data-safe-delete-for-kit]')].map((host) => host.shadowRoot)`;
const LAUNCHER_BUTTON = `${LAUNCHER}[0].querySelector('button')`;

/** Firefox tells of a frame sooner than this if it tells of it at all, in ms. */
const TOLD_BY = 1_000;

export function kitTab(page: Page): KitTab {
  // The driver is not told the address of an extension's frame; a test that adds another opens the panel first.
  const panel = () => page.mainFrame().childFrames()[0];
  const launchers = async () => (await page.evaluate(`${LAUNCHER}.length`)) as number;
  const middle = async () => {
    await expect.poll(launchers).toBe(1);
    return (await page.evaluate(`(() => {
      const box = ${LAUNCHER_BUTTON}.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    })()`)) as [number, number];
  };
  // The launcher wants a trusted click. What moves in the meantime makes it miss.
  const pressLauncher = async () => {
    do {
      const place = await middle();
      await page.evaluate(listen(LAUNCHER_BUTTON, 'click'));
      await page.mouse.click(...place);
    } while (!(await page.evaluate(HEARD)));
  };
  const options = { timeout: LIMITS.event };
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href, options)),
    back: async () => void (await page.goBack(options)),
    forward: async () => void (await page.goForward(options)),
    ...realm(page.mainFrame()),
    launchers,
    async hover() {
      await page.mouse.move(...(await middle()));
    },
    pressLauncher,
    async openPanel() {
      await pressLauncher();
      const since = Date.now();
      const opened = async () => {
        if (!panel() && Date.now() - since > TOLD_BY) await tellMissed(page.browser());
        return panel()
          ?.evaluate(`document.querySelector('button')?.textContent`)
          .catch(() => null);
      };
      await expect.poll(opened).toBe('Close');
      const inside = panel();
      if (!inside) throw new Error('The panel is gone');
      return { ...view(panel, page), evaluate: realm(inside).evaluate };
    },
    resize: (width, height) => page.setViewport({ width, height }),
    panelOpen: async () => panel() !== undefined,
    close: () => page.close(),
  };
}

/** Accessible-name selectors time out on extension pages here, so names are looked up in the DOM. */
export function view(frame: () => Frame | undefined, page: Page): View {
  const run = async <T>(script: string) => {
    // A tab in the background is not drawn, and Preact waits for that.
    if (await page.evaluate('document.hidden')) await page.bringToFront();
    const now = frame();
    if (!now) throw new Error('The page is gone');
    return now.evaluate(script) as Promise<T>;
  };
  const usable = async (element: string) => {
    const found = await lookUntil(LIMITS.event, (ms) => run<boolean>(usableWhen(element, ms)), Boolean);
    if (!found) throw new Error(`There is nothing to press or to fill: ${element}`);
  };
  /** Uses it in the very look that finds it: what was found before may have been drawn anew since. */
  const use = async (element: string, act: string) => {
    const used = `((one) => (${USABLE})(one) && (${act}, true))(${element})`;
    do await usable(element);
    while (!(await run<boolean>(used)));
  };
  const enabled = (name: string) =>
    run<boolean | null>(`((one) => one ? (${USABLE})(one) : null)(${button(name)})`);
  return {
    text: () => run<string>(`document.querySelector('#app').innerText`),
    waitForText: (words, shown, ms) =>
      lookUntil(
        ms,
        (look) => run<SeenText>(textWhen(words, shown, look)),
        ({ met }) => met,
      ),
    click: (name) => use(button(name), 'one.click()'),
    doubleClick: (name) => use(button(name), '(one.click(), one.click())'),
    async type(label, text) {
      const box = labelled(label);
      const words = text.replace('\n', '');
      // A step that has just come moves the focus to its heading, perhaps after this moved it to the box.
      const typed = async () => {
        await use(box, '(one.focus(), one.select())');
        await page.keyboard.type(words);
        return run<string>(`${box}?.value`);
      };
      await expect.poll(typed).toBe(words);
      if (!text.endsWith('\n')) return;
      do {
        await use(box, `(one.focus(), ${listen('one', 'keydown')})`);
        await page.keyboard.press('Enter');
      } while (!(await run<boolean>(HEARD)));
    },
    tick: (label) => use(labelled(label), 'one.click()'),
    enabled,
    has: (label) => run<boolean>(`!!${labelled(label)}`),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
