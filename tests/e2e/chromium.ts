import { join, resolve } from 'node:path';
import type { Frame, FrameLocator, Page } from '@playwright/test';
import { extensionPage, launchChromium, optionsPage } from '../../demo/launch.ts';
import { downloadIn } from './downloads.ts';
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

export async function openChromium({ proxyPort, profile, neighbours }: Start): Promise<BrowserSession> {
  const downloads = join(profile, 'downloaded');
  const launch = async () => {
    const context = await launchChromium({
      extension: resolve('.output/chrome-mv3'),
      proxyPort,
      headless: true,
      userDataDir: profile,
      neighbours,
    });
    // Playwright keeps them under names of its own.
    context.on('page', (page) =>
      page.on('download', (download) => download.saveAs(join(downloads, download.suggestedFilename()))),
    );
    return context;
  };
  let context = await launch();
  const optionsAddress = (await optionsPage(context)).url();
  async function attach() {
    return context.newCDPSession(context.pages()[0] ?? (await context.newPage()));
  }

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
    async newWindow(path) {
      const debug = await attach();
      const [page] = await Promise.all([
        context.waitForEvent('page'),
        debug.send('Target.createTarget', { url: 'about:blank', newWindow: true }),
      ]);
      const tab = kitTab(page);
      await tab.goto(path);
      return tab;
    },
    async manager(hash) {
      if (hash !== undefined) {
        await (await optionsPage(context)).evaluate(openTab(`/manager.html${hash}`));
      }
      const page = await extensionPage(context, '/manager.html');
      return { ...view(page, page), ...realm(page.mainFrame()) };
    },
    downloaded: (ending) => downloadIn(downloads, ending),
    extensionPage: async (path) => realm((await extensionPage(context, path)).mainFrame()),
    async killBackground() {
      const debug = await attach();
      await debug.send('ServiceWorker.enable');
      // Answers when they have stopped.
      await debug.send('ServiceWorker.stopAllWorkers');
      await debug.detach();
    },
    async restart() {
      await context.close();
      context = await launch();
      // Whether the browser takes this for an install, which opens the page too, is its own affair.
      await context
        .pages()[0]
        ?.goto(optionsAddress)
        .catch(() => undefined);
      await optionsPage(context);
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

function realm(frame: Frame): Realm {
  return {
    evaluate: (script) => frame.evaluate(script),
    async addFrame(address, kind) {
      await frame.evaluate(addFrame(address, kind));
      const added = frame.childFrames().at(-1);
      if (!added) throw new Error('The frame is gone');
      return realm(added);
    },
  };
}

function kitTab(page: Page): KitTab {
  const launcher = page.getByRole('button', { name: 'Safe delete', exact: true });
  return {
    goto: async (path) => void (await page.goto(new URL(path, 'https://app.kit.com').href)),
    back: async () => void (await page.goBack()),
    forward: async () => void (await page.goForward()),
    ...realm(page.mainFrame()),
    launchers: () => launcher.count(),
    hover: () => launcher.hover(),
    async openPanel() {
      await launcher.click();
      const frame = page.frameLocator('iframe[title="Safe delete"]');
      await frame.getByRole('button', { name: 'Close' }).waitFor();
      const inside = page
        .mainFrame()
        .childFrames()
        .find((one) => one.url().includes('/panel.html'));
      if (!inside) throw new Error('The panel is gone');
      return { ...view(frame, page), evaluate: realm(inside).evaluate };
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
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
    async doubleClick(name) {
      await page.bringToFront();
      await button(name).dblclick();
    },
    async type(label, text) {
      const box = root.getByRole('textbox', { name: label, exact: true });
      await box.fill(text.replace('\n', ''));
      if (text.endsWith('\n')) await box.press('Enter');
    },
    tick: (label) => root.getByRole('checkbox', { name: label, exact: true }).click(),
    enabled: async (name) => ((await button(name).count()) > 0 ? button(name).isEnabled() : null),
    has: async (label) => (await root.getByRole('textbox', { name: label, exact: true }).count()) > 0,
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
}
