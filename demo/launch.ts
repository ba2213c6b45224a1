import { type BrowserContext, chromium } from '@playwright/test';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChromium, findFirefox } from './browsers.ts';

export interface LaunchOptions {
  /** The folder of the built extension. Left out, it can be installed later. */
  extension?: string;
  proxyPort: number;
  headless: boolean;
  /** A throw-away profile when left out. */
  userDataDir?: string;
  /** Firefox: what the extension stored outlasts it, so that it is there again when the profile is used again. */
  keepStorage?: boolean;
  /** Folders of other extensions, loaded next to ours. */
  neighbours?: readonly string[];
  /** Firefox: downloads go into this folder. */
  downloads?: string;
  locale?: string;
  /** Firefox: "Never remember history", where every window is private, and what hosts the background too. */
  neverRemembers?: boolean;
  /** Firefox: lets the driver reach the browser's own windows, as tests of the toolbar and of prompts must. */
  systemAccess?: boolean;
}

/** How long a browser may take to start, in ms: a busy computer needs many times what an idle one does. */
const START = 120_000;

const WINDOW = { width: 1280, height: 860 };

/** A Chromium that has the extension and sees the demo where Kit is. */
export async function launchChromium(options: LaunchOptions): Promise<BrowserContext> {
  const { proxyPort, headless, locale = 'en-US' } = options;
  const extensions = extensionsOf(options).join(',');
  const loaded = extensions
    ? [`--disable-extensions-except=${extensions}`, `--load-extension=${extensions}`]
    : ['--enable-unsafe-extension-debugging'];
  // Without a folder, Playwright and Puppeteer make a profile and remove it at the end.
  return chromium.launchPersistentContext(options.userDataDir ?? '', {
    executablePath: findChromium({ loadsExtensions: true }),
    headless,
    timeout: START,
    locale,
    viewport: null,
    ignoreHTTPSErrors: true,
    proxy: { server: `http://127.0.0.1:${proxyPort}` },
    // Playwright's own, for who loads none at the start.
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...chromiumFlags(),
      // Playwright's option does not reach extension pages and service workers, the flag does.
      '--ignore-certificate-errors',
      ...loaded,
      `--lang=${locale}`,
    ],
  });
}

/** The same with Chrome or Edge themselves, which take an extension over the DevTools protocol only. */
export async function launchBranded(options: LaunchOptions, executablePath: string): Promise<Browser> {
  const { proxyPort, headless } = options;
  return puppeteer.launch({
    executablePath,
    headless,
    timeout: START,
    pipe: true,
    acceptInsecureCerts: true,
    enableExtensions: extensionsOf(options),
    defaultViewport: null,
    args: [...chromiumFlags(), '--ignore-certificate-errors', `--proxy-server=http://127.0.0.1:${proxyPort}`],
    ...profileOf(options),
  });
}

/** A Firefox that has the extension and sees the demo where Kit is. */
export async function launchFirefox(options: LaunchOptions): Promise<Browser> {
  const { proxyPort, headless, locale = 'en-US' } = options;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless,
    timeout: START,
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
      'browser.privatebrowsing.autostart': options.neverRemembers ?? false,
      // An unsigned extension is removed whenever the browser closes.
      'extensions.webextensions.keepStorageOnUninstall': options.keepStorage ?? false,
      'extensions.webextensions.keepUuidOnUninstall': options.keepStorage ?? false,
    },
    ...profileOf(options),
  });
  try {
    for (const each of extensionsOf(options)) await browser.installExtension(each);
    return browser;
  } catch (error) {
    browser.process()?.kill('SIGKILL');
    throw error;
  }
}

function extensionsOf({ extension, neighbours = [] }: LaunchOptions): string[] {
  return [...(extension === undefined ? [] : [extension]), ...neighbours];
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
