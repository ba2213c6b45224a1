import { setTimeout } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import puppeteer, { type Browser, type Page as PuppeteerPage } from 'puppeteer-core';
import { findChromium, findFirefox } from './browsers.ts';

export interface LaunchOptions {
  /** The folder of the built extension. */
  extension: string;
  proxyPort: number;
  headless: boolean;
  /** A throw-away profile when left out. In a folder, what the extension stored outlasts the browser. */
  userDataDir?: string;
  /** Folders of other extensions, loaded next to ours. */
  neighbours?: readonly string[];
  /** Firefox: downloads go into this folder. */
  downloads?: string;
  locale?: string;
  /** Firefox: lets the driver reach the browser's own windows, as tests of the toolbar and of prompts must. */
  systemAccess?: boolean;
}

const WINDOW = { width: 1280, height: 860 };

/** A Chromium that has the extension and sees the demo where Kit is. */
export async function launchChromium(options: LaunchOptions): Promise<BrowserContext> {
  const { extension, proxyPort, headless, neighbours = [], locale = 'en-US' } = options;
  const extensions = [extension, ...neighbours].join(',');
  // Without a folder, Playwright and Puppeteer make a profile and remove it at the end.
  return chromium.launchPersistentContext(options.userDataDir ?? '', {
    executablePath: findChromium({ loadsExtensions: true }),
    headless,
    locale,
    viewport: null,
    ignoreHTTPSErrors: true,
    proxy: { server: `http://127.0.0.1:${proxyPort}` },
    args: [
      ...chromiumFlags(),
      // Playwright's option does not reach extension pages and service workers, the flag does.
      '--ignore-certificate-errors',
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      `--lang=${locale}`,
    ],
  });
}

const OPTIONS = '/options.html';

/**
 * The page that a first install opens, in whichever tab is empty: wait for it before another tab is opened.
 * Later, any options page that is open.
 */
export const optionsPage = (context: BrowserContext) => extensionPage(context, OPTIONS);

/** The page of an extension that is open at this path, or opens. */
export async function extensionPage(context: BrowserContext, path: string): Promise<Page> {
  const arrived = async (page: Page) => {
    await page.waitForURL((url) => url.pathname === path, { waitUntil: 'domcontentloaded' });
    return page;
  };
  const opened = context.waitForEvent('page', (page) =>
    arrived(page).then(
      () => true,
      () => false,
    ),
  );
  return Promise.any([...context.pages().map(arrived), opened]);
}

/** The same in a browser that Puppeteer drives. */
export const puppeteerOptionsPage = (browser: Browser) => puppeteerExtensionPage(browser, OPTIONS);

/** In Firefox, Puppeteer is not told of such an address, so the pages are asked. */
export async function puppeteerExtensionPage(browser: Browser, path: string): Promise<PuppeteerPage> {
  for (let tries = 0; tries < 150; tries++) {
    for (const page of await browser.pages()) {
      const shown = await page.evaluate('location.pathname').catch(() => null);
      if (shown === path) return page;
    }
    await setTimeout(100);
  }
  throw new Error(`${path} did not open`);
}

/** The same with Chrome or Edge themselves, which take an extension over the DevTools protocol only. */
export async function launchBranded(options: LaunchOptions, executablePath: string): Promise<Browser> {
  const { extension, proxyPort, headless } = options;
  return puppeteer.launch({
    executablePath,
    headless,
    pipe: true,
    acceptInsecureCerts: true,
    enableExtensions: [extension],
    defaultViewport: null,
    args: [...chromiumFlags(), '--ignore-certificate-errors', `--proxy-server=http://127.0.0.1:${proxyPort}`],
    ...profileOf(options),
  });
}

/** A Firefox that has the extension and sees the demo where Kit is. */
export async function launchFirefox(options: LaunchOptions): Promise<Browser> {
  const { extension, proxyPort, headless, neighbours = [], locale = 'en-US' } = options;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless,
    acceptInsecureCerts: true,
    defaultViewport: null,
    args: [
      '--width',
      `${WINDOW.width}`,
      '--height',
      `${WINDOW.height}`,
      ...(options.systemAccess ? ['--remote-allow-system-access'] : []),
    ],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxyPort,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxyPort,
      'network.proxy.allow_hijacking_localhost': false,
      ...(options.downloads !== undefined && {
        'browser.download.folderList': 2,
        'browser.download.dir': options.downloads,
      }),
      'intl.accept_languages': locale,
      'intl.locale.requested': locale,
      // An unsigned extension is removed whenever the browser closes.
      'extensions.webextensions.keepStorageOnUninstall': options.userDataDir !== undefined,
      'extensions.webextensions.keepUuidOnUninstall': options.userDataDir !== undefined,
    },
    ...profileOf(options),
  });
  for (const each of [extension, ...neighbours]) await browser.installExtension(each);
  return browser;
}

function chromiumFlags(): string[] {
  return [
    '--test-type',
    `--window-size=${WINDOW.width},${WINDOW.height}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-search-engine-choice-screen',
    '--disable-component-update',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

function profileOf({ userDataDir }: LaunchOptions): { userDataDir?: string } {
  return userDataDir === undefined ? {} : { userDataDir };
}
