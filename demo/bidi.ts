import type { Browser, Page } from 'puppeteer-core';

/** A tab or a frame, as WebDriver BiDi names it. */
export interface BrowsingContext {
  context: string;
  url: string;
}

interface Connection {
  send(method: string, params: object): Promise<{ result: never }>;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

/** What Puppeteer keeps to itself: Firefox's WebDriver BiDi, whose events tell more than Puppeteer hands on. */
export function bidi(browser: Browser): Connection {
  return (browser as unknown as { connection: Connection }).connection;
}

/** The tabs that are open; Puppeteer still lists tabs that closed with their extension. */
export async function openTabs(browser: Browser): Promise<BrowsingContext[]> {
  const { result }: { result: { contexts: BrowsingContext[] } } = await bidi(browser).send(
    'browsingContext.getTree',
    { maxDepth: 0 },
  );
  return result.contexts;
}

/** The name that BiDi has for a page's tab. */
export const contextOf = (page: Page): string => (page.mainFrame() as unknown as { _id: string })._id;
