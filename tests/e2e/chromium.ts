import { resolve } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { launchChromium, optionsPage } from '../../demo/launch.ts';
import { type BrowserSession, type KitTab, POPUP_TEXT, type View } from './session.ts';

export async function openChromium(proxyPort: number): Promise<BrowserSession> {
  const context = await launchChromium({
    extension: resolve('.output/chrome-mv3'),
    proxyPort,
    headless: true,
  });
  await optionsPage(context);
  return {
    async options() {
      const page = await optionsPage(context);
      await page.bringToFront();
      return view(page, page);
    },
    async kit(path) {
      const page = await context.newPage();
      const tab = kitTab(page);
      await tab.goto(path);
      return tab;
    },
    async pressToolbarButton() {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      await worker.evaluate('chrome.action.openPopup()');
    },
    popupText: async () => (await optionsPage(context)).evaluate(POPUP_TEXT),
    async closeSignIn() {
      const [, window] = context.pages();
      await (window ?? (await context.waitForEvent('page'))).close();
    },
    close: () => context.close(),
  };
}

function kitTab(page: Page): KitTab {
  const launcher = page.getByRole('button', { name: 'Safe delete', exact: true });
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href)),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    evaluate: (script) => page.evaluate(script),
    launchers: () => launcher.count(),
    async openPanel() {
      await launcher.click();
      const frame = page.frameLocator('iframe[title="Safe delete"]');
      await frame.getByRole('button', { name: 'Close' }).waitFor();
      return view(frame, page);
    },
    panelOpen: async () => (await page.locator('iframe[title="Safe delete"]').count()) > 0,
    close: () => page.close(),
  };
}

function view(root: Page | FrameLocator, page: Page): View {
  const button = (name: string) => root.getByRole('button', { name, exact: true });
  return {
    // A tab in the background is not drawn, and Playwright waits for it to be.
    async text() {
      await page.bringToFront();
      // biome-ignore lint/performance/useDomNodeTextContent: what can be seen is what counts
      return root.locator('#app').innerText();
    },
    async click(name) {
      await page.bringToFront();
      await button(name)
        .or(root.locator('summary').getByText(name, { exact: true }))
        .click();
    },
    async type(label, text) {
      const box = root.getByRole('textbox', { name: label, exact: true });
      await box.fill(text.replace('\n', ''));
      if (text.endsWith('\n')) await box.press('Enter');
    },
    enabled: async (name) => ((await button(name).count()) > 0 ? button(name).isEnabled() : null),
    has: async (label) => (await root.getByRole('textbox', { name: label, exact: true }).count()) > 0,
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
