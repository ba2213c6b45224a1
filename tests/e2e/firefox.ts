import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { contextOf, openTabs } from '../../demo/bidi.ts';
import { firefoxExtensionPage, puppeteerOptionsPage, untilTab } from '../../demo/extension-pages.ts';
import { type LaunchOptions, launchFirefox } from '../../demo/launch.ts';
import { downloadIn } from './downloads.ts';
import type { BrowserSession, SharedBrowser, Start } from './driver.ts';
import { expect } from './expect.ts';
import { extensionTab, kitTab, view } from './firefox-views.ts';
import {
  allowInPrivate,
  clearSiteData,
  closeTab,
  killBackground,
  pressToolbarButton,
  putDownloadsInto,
  refuseDownloads,
} from './firefox-window.ts';
import { openTab, POPUP_TEXT, popupPress, SHOWN } from './page-scripts.ts';
import { closeBrowser, killProcess, type Running, startBrowser } from './start-browser.ts';

const EXTENSION = resolve('.output/firefox-mv3');

interface Private {
  /** Whether the extension may run in private windows; `always`: the browser remembers nothing, so that all are. */
  inPrivate?: 'allowed' | 'always';
}

interface Firefox extends Running {
  browser: Browser;
}

/** A browser of its own, which can be restarted. To Firefox, an unsigned extension is new every time. */
export async function openFirefox({
  proxyPort,
  folder,
  neighbours,
  inPrivate,
  extension = EXTENSION,
}: Start & Private): Promise<BrowserSession & { browser: Browser }> {
  const downloads = join(folder, 'downloaded');
  let profile = '';
  const launchAgain = () =>
    launch({
      extension,
      neighbours,
      proxyPort,
      downloads,
      userDataDir: profile,
      keepStorage: true,
      ...(inPrivate && { inPrivate }),
    });
  const launchAnew = async () => {
    profile = await mkdtemp(join(folder, 'profile-'));
    return launchAgain();
  };
  const ready = ({ browser }: Firefox) => puppeteerOptionsPage(browser);
  let firefox = await startBrowser(launchAnew, ready);
  return {
    ...sessionIn(
      () => firefox.browser,
      () => downloads,
    ),
    get browser() {
      return firefox.browser;
    },
    async restart() {
      await closeBrowser(firefox);
      firefox = await startBrowser(launchAgain, ready);
    },
    close: () => closeBrowser(firefox),
  };
}

/** A browser in which the extension is installed anew for each test. */
export async function shareFirefox(proxyPort: number): Promise<SharedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'safe-delete-shared-'));
  const firefox = await startBrowser(
    async () => launch({ proxyPort, userDataDir: await mkdtemp(join(folder, 'profile-')) }),
    ({ browser }) => browser.pages(),
  );
  const { browser } = firefox;
  let installed: string | undefined;

  async function end(): Promise<void> {
    if (installed === undefined) return;
    // The browser ends with its last tab.
    const blank = contextOf(await browser.newPage());
    // First, so that nothing hears of the tabs that close.
    await browser.uninstallExtension(installed);
    installed = undefined;
    for (const { context } of await openTabs(browser)) {
      if (context !== blank) await closeTab(browser, context);
    }
    await clearSiteData(browser);
  }

  return {
    async begin(downloads) {
      await putDownloadsInto(browser, downloads);
      installed = await browser.installExtension(EXTENSION);
      await puppeteerOptionsPage(browser);
      return {
        ...sessionIn(
          () => browser,
          () => downloads,
        ),
        restart: () => Promise.reject(new Error('A test that restarts the browser needs one of its own')),
        close: end,
      };
    },
    end,
    async close() {
      await closeBrowser(firefox);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function launch({
  inPrivate,
  extension,
  ...options
}: Omit<LaunchOptions, 'headless' | 'systemAccess' | 'neverRemembers'> & Private): Promise<Firefox> {
  const browser = await launchFirefox({
    ...options,
    ...(!inPrivate && extension !== undefined && { extension }),
    ...{ headless: true, systemAccess: true, neverRemembers: inPrivate === 'always' },
  });
  if (inPrivate && extension !== undefined) {
    // What it may do is settled when it is installed.
    await allowInPrivate(browser, await extensionId());
    await browser.installExtension(extension);
  }
  return { browser, close: () => browser.close(), kill: () => killProcess(browser.process()?.pid) };
}

async function extensionId(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(EXTENSION, 'manifest.json'), 'utf8'));
  return manifest.browser_specific_settings.gecko.id;
}

/** @param running gives the browser as it is after a restart, too. */
function sessionIn(
  running: () => Browser,
  downloads: () => string,
): Omit<BrowserSession, 'restart' | 'close'> {
  return {
    async options() {
      const options = await puppeteerOptionsPage(running());
      await options.bringToFront();
      return view(() => options.mainFrame(), options);
    },
    async kit(path) {
      const tab = kitTab(await running().newPage());
      await tab.goto(path);
      return tab;
    },
    async newWindow(path) {
      const tab = kitTab(await running().newPage({ type: 'window' }));
      await tab.goto(path);
      return tab;
    },
    async manager(hash) {
      if (hash !== undefined) {
        await (await puppeteerOptionsPage(running())).evaluate(openTab(`/manager.html${hash}`));
      }
      return extensionTab(await firefoxExtensionPage(running(), '/manager.html'));
    },
    downloaded: (ending) => downloadIn(downloads(), ending),
    refuseDownloads: () => refuseDownloads(running()),
    extensionPage: async (path) => extensionTab(await firefoxExtensionPage(running(), path)),
    killBackground: async () => killBackground(running(), await extensionId()),
    reinstall: async () => void (await running().installExtension(EXTENSION)),
    pressToolbarButton: () => pressToolbarButton(running()),
    popupText: async () =>
      (await (await puppeteerOptionsPage(running())).evaluate(POPUP_TEXT)) as string | null,
    async pressInPopup(name) {
      const options = await puppeteerOptionsPage(running());
      await expect.poll(() => options.evaluate(popupPress(name))).toBe(true);
    },
    async shown() {
      const open = (await openTabs(running())).map(({ context }) => context);
      const pages = (await running().pages()).filter((page) => open.includes(contextOf(page)));
      const frames = pages.flatMap((page) => page.frames());
      return Promise.all(frames.map((frame) => frame.evaluate(SHOWN).then(String, String)));
    },
    async closeSignIn() {
      const browser = running();
      const options = contextOf(await puppeteerOptionsPage(browser));
      const other = await untilTab(browser, async ({ context }) => (context === options ? null : context));
      if (!other) throw new Error('No window was opened');
      await closeTab(browser, other);
    },
  };
}
