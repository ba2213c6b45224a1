import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { launchFirefox, puppeteerExtensionPage, puppeteerOptionsPage } from '../../demo/launch.ts';
import { downloadIn } from './downloads.ts';
import { killBackground, pressToolbarButton } from './firefox-window.ts';
import {
  addFrame,
  type BrowserSession,
  type KitTab,
  openTab,
  POPUP_TEXT,
  type Realm,
  type Start,
  type View,
} from './session.ts';

export async function openFirefox(start: Start): Promise<BrowserSession & { browser: Browser }> {
  let { browser, host } = await launch(start);
  return {
    get browser() {
      return browser;
    },
    async options() {
      const options = await puppeteerOptionsPage(browser);
      await options.bringToFront();
      return view(() => options.mainFrame(), options);
    },
    async kit(path) {
      const page = await browser.newPage();
      const tab = kitTab(page);
      await tab.goto(path);
      return tab;
    },
    async newWindow(path) {
      const tab = kitTab(await browser.newPage({ type: 'window' }));
      await tab.goto(path);
      return tab;
    },
    async manager(hash) {
      if (hash !== undefined) {
        await (await puppeteerOptionsPage(browser)).evaluate(openTab(`/manager.html${hash}`));
      }
      const page = await puppeteerExtensionPage(browser, '/manager.html');
      return { ...view(() => page.mainFrame(), page), ...realm(page.mainFrame()) };
    },
    downloaded: (ending) => downloadIn(downloadsOf(start), ending),
    extensionPage: async (path) => realm((await puppeteerExtensionPage(browser, path)).mainFrame()),
    killBackground: () => killBackground(browser, host),
    async restart() {
      await browser.close();
      ({ browser, host } = await launch(start));
    },
    pressToolbarButton: () => pressToolbarButton(browser),
    popupText: async () =>
      (await (await puppeteerOptionsPage(browser)).evaluate(POPUP_TEXT)) as string | null,
    async closeSignIn() {
      await expect.poll(async () => (await browser.pages()).length).toBe(2);
      await (await browser.pages()).at(-1)?.close();
    },
    close: () => browser.close(),
  };
}

const downloadsOf = ({ profile }: Pick<Start, 'profile'>) => join(profile, 'downloaded');

/** Starts the browser, with the options page: to Firefox, an unsigned extension is new every time. */
async function launch({
  proxyPort,
  profile,
  neighbours,
}: Start): Promise<{ browser: Browser; host: string }> {
  const browser = await launchFirefox({
    extension: resolve('.output/firefox-mv3'),
    proxyPort,
    headless: true,
    systemAccess: true,
    userDataDir: profile,
    neighbours,
    downloads: downloadsOf({ profile }),
  });
  const options = await puppeteerOptionsPage(browser);
  return { browser, host: (await options.evaluate('location.host')) as string };
}

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

const LAUNCHER = `[...document.querySelectorAll('[data-safe-delete-for-kit]')].map((host) => host.shadowRoot)`;

function kitTab(page: Page): KitTab {
  // The driver is not told the address of an extension's frame; a test that adds another opens the panel first.
  const panel = () => page.mainFrame().childFrames()[0];
  const launchers = async () => (await page.evaluate(`${LAUNCHER}.length`)) as number;
  const middle = async () => {
    await expect.poll(launchers).toBe(1);
    return (await page.evaluate(`(() => {
      const box = ${LAUNCHER}[0].querySelector('button').getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    })()`)) as [number, number];
  };
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href)),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    ...realm(page.mainFrame()),
    launchers,
    async hover() {
      await page.mouse.move(...(await middle()));
    },
    async openPanel() {
      // The launcher wants a trusted click.
      await page.mouse.click(...(await middle()));
      await expect
        .poll(async () => panel()?.evaluate(`document.querySelector('button')?.textContent`))
        .toBe('Close');
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
function view(frame: () => Frame | undefined, page: Page): View {
  const run = async <T>(script: string) => {
    // A tab in the background is not drawn, and Preact waits for that.
    if (await page.evaluate('document.hidden')) await page.bringToFront();
    const now = frame();
    if (!now) throw new Error('The page is gone');
    return now.evaluate(script) as Promise<T>;
  };
  const button = (name: string) =>
    `[...document.querySelectorAll('button, summary')].find((one) => (one.ariaLabel ?? one.textContent.trim()) === ${JSON.stringify(name)})`;
  const box = (label: string) =>
    `[...document.querySelectorAll('label')].find((one) => one.textContent.trim() === ${JSON.stringify(label)})?.control`;
  const enabled = (name: string) => run<boolean | null>(`${button(name)} ? !${button(name)}.disabled : null`);
  return {
    text: () => run<string>(`document.querySelector('#app').innerText`),
    async click(name) {
      await expect.poll(() => enabled(name)).toBe(true);
      await run(`${button(name)}.click()`);
    },
    async doubleClick(name) {
      await expect.poll(() => enabled(name)).toBe(true);
      await run(`for (const one of [${button(name)}]) { one.click(); one.click(); }`);
    },
    async type(label, text) {
      await expect.poll(() => run(`!!${box(label)}`)).toBe(true);
      const words = text.replace('\n', '');
      // A step that has just come moves the focus to its heading, perhaps after this moved it to the box.
      const typed = async () => {
        await run(`(${box(label)}.focus(), ${box(label)}.select())`);
        await page.keyboard.type(words);
        return run<string>(`${box(label)}.value`);
      };
      await expect.poll(typed).toBe(words);
      if (text.endsWith('\n')) await page.keyboard.press('Enter');
    },
    async tick(label) {
      await expect.poll(() => run(`!!${box(label)}`)).toBe(true);
      await run(`${box(label)}.click()`);
    },
    enabled,
    has: (label) => run<boolean>(`!!${box(label)}`),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
