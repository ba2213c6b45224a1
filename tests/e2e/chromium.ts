import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { extensionPage, optionsPage } from '../../demo/extension-pages.ts';
import { type LaunchOptions, launchChromium } from '../../demo/launch.ts';
import { API_ORIGIN, APP_ORIGINS } from '../../utils/hosts.ts';
import { extensionTab, kitTab, view } from './chromium-views.ts';
import { downloadIn } from './downloads.ts';
import type { BrowserSession, SharedBrowser, Start } from './driver.ts';
import { expect } from './expect.ts';
import { LIMITS } from './limits.ts';
import { openTab, POPUP_TEXT, popupPress, SHOWN } from './page-scripts.ts';
import { closeBrowser, killProcess, type Running, startBrowser } from './start-browser.ts';

const EXTENSION = resolve('.output/chrome-mv3');
/** Where pages can leave something. */
const ORIGINS = [...APP_ORIGINS, API_ORIGIN];

interface Chromium extends Running {
  context: BrowserContext;
}

export async function openChromium({
  proxyPort,
  folder,
  neighbours,
  extension = EXTENSION,
}: Start): Promise<BrowserSession & { context: BrowserContext }> {
  const downloads = join(folder, 'downloaded');
  let profile = '';
  const launchAgain = () =>
    launch({ extension, neighbours, proxyPort, userDataDir: profile }, () => downloads);
  const launchAnew = async () => {
    profile = await mkdtemp(join(folder, 'profile-'));
    return launchAgain();
  };
  let chromium = await startBrowser(launchAnew, ({ context }) => optionsPage(context));
  const options = (await optionsPage(chromium.context)).url();
  return {
    ...sessionIn(
      () => chromium.context,
      () => downloads,
    ),
    get context() {
      return chromium.context;
    },
    async restart() {
      await closeBrowser(chromium);
      chromium = await startBrowser(launchAgain, async ({ context }) => {
        // Whether the browser takes this for an install, which opens the page too, is its own affair.
        await context
          .pages()[0]
          ?.goto(options)
          .catch(() => undefined);
        await optionsPage(context);
      });
    },
    close: () => closeBrowser(chromium),
  };
}

/** A browser in which the extension is installed anew for each test. */
export async function shareChromium(proxyPort: number): Promise<SharedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'safe-delete-shared-'));
  let downloads = folder;
  const chromium = await startBrowser(
    async () => launch({ proxyPort, userDataDir: await mkdtemp(join(folder, 'profile-')) }, () => downloads),
    ({ context }) => context.newCDPSession(context.pages()[0] ?? raise('No tab')),
  );
  const { context } = chromium;
  const debug = (await context.browser()?.newBrowserCDPSession()) ?? raise('The browser cannot be told');
  let installed: string | undefined;

  async function end(): Promise<void> {
    if (installed === undefined) return;
    // The browser ends with its last tab.
    const blank = await context.newPage();
    // First, so that nothing hears of the tabs that close.
    await debug.send('Extensions.uninstall', { id: installed });
    const extension = `chrome-extension://${installed}`;
    installed = undefined;
    for (const page of context.pages()) if (page !== blank) await page.close();
    const tab = await context.newCDPSession(blank);
    await tab.send('Network.clearBrowserCache');
    await tab.send('Network.clearBrowserCookies');
    for (const origin of [...ORIGINS, extension]) {
      await tab.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    }
    await tab.detach();
  }

  return {
    async begin(folder) {
      downloads = folder;
      installed = (await debug.send('Extensions.loadUnpacked', { path: EXTENSION })).id;
      await optionsPage(context);
      return {
        ...sessionIn(
          () => context,
          () => downloads,
        ),
        restart: () => Promise.reject(new Error('A test that restarts the browser needs one of its own')),
        close: end,
      };
    },
    end,
    async close() {
      await closeBrowser(chromium);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function raise(why: string): never {
  throw new Error(why);
}

async function launch(options: Omit<LaunchOptions, 'headless'>, downloads: () => string): Promise<Chromium> {
  const context = await launchChromium({ ...options, headless: true });
  context.setDefaultTimeout(LIMITS.event);
  // Playwright keeps them under names of its own.
  context.on('page', (page) =>
    page.on('download', (download) =>
      download.saveAs(join(downloads(), download.suggestedFilename())).catch(console.warn),
    ),
  );
  // Without an answer it cannot be killed from here; Playwright kills what is left when the worker ends.
  const id = await processOf(context).catch(() => undefined);
  return { context, close: () => context.close(), kill: () => killProcess(id) };
}

async function processOf(context: BrowserContext): Promise<number | undefined> {
  const debug = await context.browser()?.newBrowserCDPSession();
  const { processInfo } = (await debug?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  return processInfo.find(({ type }) => type === 'browser')?.id;
}

/** @param running gives the browser as it is after a restart, too. */
function sessionIn(
  running: () => BrowserContext,
  downloads: () => string,
): Omit<BrowserSession, 'restart' | 'close'> {
  async function debugTab() {
    const context = running();
    return context.newCDPSession(context.pages()[0] ?? (await context.newPage()));
  }
  return {
    async options() {
      const page = await optionsPage(running());
      await page.bringToFront();
      return view(page, page);
    },
    async kit(path) {
      const tab = kitTab(await running().newPage());
      await tab.goto(path);
      return tab;
    },
    async newWindow(path) {
      const debug = await debugTab();
      const [page] = await Promise.all([
        running().waitForEvent('page'),
        debug.send('Target.createTarget', { url: 'about:blank', newWindow: true }),
      ]);
      const tab = kitTab(page);
      await tab.goto(path);
      return tab;
    },
    async manager(hash) {
      if (hash !== undefined) {
        await (await optionsPage(running())).evaluate(openTab(`/manager.html${hash}`));
      }
      return extensionTab(await extensionPage(running(), '/manager.html'));
    },
    downloaded: (ending) => downloadIn(downloads(), ending),
    async refuseDownloads() {
      const debug = await running().browser()?.newBrowserCDPSession();
      if (!debug) throw new Error('The browser cannot be told');
      await debug.send('Browser.setDownloadBehavior', { behavior: 'deny' });
    },
    extensionPage: async (path) => extensionTab(await extensionPage(running(), path)),
    async killBackground() {
      const debug = await debugTab();
      await debug.send('ServiceWorker.enable');
      // Answers when they have stopped.
      await debug.send('ServiceWorker.stopAllWorkers');
      await debug.detach();
    },
    async reinstall() {
      const options = await optionsPage(running());
      const closed = options.waitForEvent('close');
      await options.evaluate('void setTimeout(() => chrome.runtime.reload())');
      await closed;
    },
    async pressToolbarButton() {
      await (await optionsPage(running())).evaluate('chrome.action.openPopup()');
    },
    popupText: async () => (await optionsPage(running())).evaluate(POPUP_TEXT),
    async pressInPopup(name) {
      const options = await optionsPage(running());
      await expect.poll(() => options.evaluate(popupPress(name))).toBe(true);
    },
    async shown() {
      const frames = running()
        .pages()
        .flatMap((page) => page.frames());
      return Promise.all(frames.map((frame) => frame.evaluate(SHOWN).then(String, String)));
    },
    async closeSignIn() {
      const options = await optionsPage(running());
      const other = () =>
        running()
          .pages()
          .find((page) => page !== options);
      await (other() ?? (await running().waitForEvent('page'))).close();
    },
  };
}
