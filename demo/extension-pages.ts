import type { BrowserContext, Page } from '@playwright/test';
import type { Browser, Page as PuppeteerPage } from 'puppeteer-core';
import { type BrowsingContext, bidi, contextOf, openTabs, tellMissed } from './bidi.ts';

const OPTIONS = '/options.html';

/** How long a page may take to open, in ms. */
const PATIENCE = 120_000;

/**
 * The page that a first install opens, in whichever tab is empty: wait for it before another tab is opened.
 * Later, any options page that is open.
 */
export const optionsPage = (context: BrowserContext) => extensionPage(context, OPTIONS);

/** The page of an extension that is open at this path, or opens. */
export async function extensionPage(context: BrowserContext, path: string): Promise<Page> {
  const options = { waitUntil: 'domcontentloaded', timeout: PATIENCE } as const;
  const arrived = async (page: Page) => {
    await page.waitForURL((url) => url.pathname === path, options);
    return page;
  };
  const opened = context.waitForEvent('page', {
    timeout: PATIENCE,
    predicate: (page) =>
      arrived(page).then(
        () => true,
        () => false,
      ),
  });
  return Promise.any([...context.pages().map(arrived), opened]);
}

/** The options page in a browser that Puppeteer drives. */
export async function puppeteerOptionsPage(browser: Browser): Promise<PuppeteerPage> {
  if ((await browser.version()).startsWith('firefox')) return firefoxExtensionPage(browser, OPTIONS);
  const target = await browser.waitForTarget((one) => new URL(one.url()).pathname === OPTIONS, {
    timeout: PATIENCE,
  });
  const page = await target.page();
  if (!page) throw new Error(`${OPTIONS} is no page`);
  return page;
}

/** Puppeteer is not told of such an address in Firefox, so this listens to Firefox itself. */
export async function firefoxExtensionPage(browser: Browser, path: string): Promise<PuppeteerPage> {
  const found = await untilTab(browser, async (tab) => {
    if (new URL(tab.url).pathname !== path) return null;
    const page = (await browser.pages()).find((one) => contextOf(one) === tab.context);
    const shown = await page?.evaluate(LOADED);
    return page && shown === path ? page : null;
  });
  if (!found) throw new Error(`${path} did not open; open are ${await addresses(browser)}`);
  return found;
}

/** Firefox tells of a tab sooner than this if it tells of it at all, in ms. */
const LOOK_AGAIN = 1_000;

/** Any of these may make a tab the one that is looked for. A page has a new realm once its document is there. */
const EVENTS = [
  'browsingContext.contextCreated',
  'browsingContext.navigationCommitted',
  'browsingContext.load',
  'script.realmCreated',
];

/**
 * The first tab for which `take` gives something, as soon as it does; null when none does in time. A tab that goes
 * away while it is looked at does not count.
 */
export async function untilTab<T>(
  browser: Browser,
  take: (tab: BrowsingContext) => Promise<T | null>,
): Promise<T | null> {
  const { promise, resolve, reject } = Promise.withResolvers<T | null>();
  const over = setTimeout(resolve, PATIENCE, null);
  const takeOne = async () => {
    for (const tab of await openTabs(browser)) {
      const taken = await take(tab).catch(() => null);
      if (taken !== null) resolve(taken);
    }
  };
  const look = () => void takeOne().catch(reject);
  for (const event of EVENTS) bidi(browser).on(event, look);
  const again = setInterval(() => void tellMissed(browser).then(look, reject), LOOK_AGAIN);
  look();
  try {
    return await promise;
  } finally {
    clearTimeout(over);
    clearInterval(again);
    for (const event of EVENTS) bidi(browser).off(event, look);
  }
}

const LOADED = `new Promise((resolve) => {
  const tell = () => resolve(location.pathname);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', tell, { once: true });
  else tell();
})`;

async function addresses(browser: Browser): Promise<string> {
  return (await openTabs(browser)).map(({ url }) => url).join(', ');
}
