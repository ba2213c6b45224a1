import type { BrowserContext, Page } from '@playwright/test';
import { optionsPage } from '../../demo/extension-pages.ts';
import { openChromium } from './chromium.ts';
import { test as base } from './session.ts';

interface Chromium {
  context: BrowserContext;
  /** The options page that the first install opened. */
  page: Page;
}

export const WINDOW = { width: 1200, height: 760 };

/** Gives Playwright's own pages, for what only they can do. */
export const test = base.extend<{ chromium: Chromium }>({
  chromium: async ({ demo, folder }, use) => {
    const session = await openChromium({ proxyPort: demo.proxyPort, folder, neighbours: [] });
    const page = await optionsPage(session.context);
    await page.setViewportSize(WINDOW);
    await use({ context: session.context, page });
    await session.close();
  },
});
