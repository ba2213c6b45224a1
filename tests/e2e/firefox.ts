import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { launchFirefox, puppeteerOptionsPage } from '../../demo/launch.ts';
import { pressToolbarButton } from './firefox-window.ts';
import { type BrowserSession, type KitTab, POPUP_TEXT, type View } from './session.ts';

export async function openFirefox(proxyPort: number): Promise<BrowserSession & { browser: Browser }> {
  const browser = await launchFirefox({
    extension: resolve('.output/firefox-mv3'),
    proxyPort,
    headless: true,
    systemAccess: true,
  });
  await puppeteerOptionsPage(browser);
  return {
    browser,
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

const LAUNCHER = `[...document.querySelectorAll('[data-safe-delete-for-kit]')].map((host) => host.shadowRoot)`;

function kitTab(page: Page): KitTab {
  // The driver is not told the address of an extension's frame; Kit's pages have no frames of their own.
  const panel = () => page.mainFrame().childFrames()[0];
  const launchers = async () => (await page.evaluate(`${LAUNCHER}.length`)) as number;
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href)),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    evaluate: (script) => page.evaluate(script) as Promise<never>,
    launchers,
    async openPanel() {
      await expect.poll(launchers).toBe(1);
      const [x, y] = (await page.evaluate(`(() => {
        const box = ${LAUNCHER}[0].querySelector('button').getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
      })()`)) as [number, number];
      // The launcher wants a trusted click.
      await page.mouse.click(x, y);
      await expect
        .poll(async () => panel()?.evaluate(`document.querySelector('button')?.textContent`))
        .toBe('Close');
      return view(panel, page);
    },
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
    async type(label, text) {
      await expect.poll(() => run(`!!${box(label)}`)).toBe(true);
      await run(`(${box(label)}.focus(), ${box(label)}.select())`);
      await page.keyboard.type(text);
    },
    enabled,
    has: (label) => run<boolean>(`!!${box(label)}`),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
