import type { Browser, Frame, Page } from 'puppeteer-core';

/** A tab or a frame, as WebDriver BiDi names it. */
export interface BrowsingContext {
  context: string;
  url: string;
  children: BrowsingContext[] | null;
}

interface Connection {
  send(method: string, params: object): Promise<{ result: never }>;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  emit(event: string, told: object): void;
}

/** What Puppeteer keeps to itself: Firefox's WebDriver BiDi, whose events tell more than Puppeteer hands on. */
export function bidi(browser: Browser): Connection {
  return (browser as unknown as { connection: Connection }).connection;
}

/** The tabs that are open; Puppeteer still lists tabs that closed with their extension. */
export async function openTabs(browser: Browser): Promise<BrowsingContext[]> {
  const { result }: { result: { contexts: BrowsingContext[] } } = await bidi(browser).send(
    'browsingContext.getTree',
    {},
  );
  return result.contexts;
}

/** The name that BiDi has for a page's tab. */
export const contextOf = (page: Page): string => nameOf(page.mainFrame());

const nameOf = (frame: Frame) => (frame as unknown as { _id: string })._id;

/**
 * Tells Puppeteer of tabs and frames that it was not told of: Firefox says nothing of one that went into the process of
 * extensions before its turn came, as happens on a busy computer. Not for one that has just opened, which Firefox may
 * tell of yet.
 */
export async function tellMissed(browser: Browser): Promise<void> {
  const tabs = await openTabs(browser);
  const known = new Set((await browser.pages()).flatMap((page) => page.frames()).map(nameOf));
  const tell = (contexts: BrowsingContext[], parent: string | null) => {
    for (const one of contexts) {
      if (!known.has(one.context)) bidi(browser).emit('browsingContext.contextCreated', { ...one, parent });
      tell(one.children ?? [], one.context);
    }
  };
  tell(tabs, null);
}
