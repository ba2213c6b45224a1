import type { Page } from '@playwright/test';
import { panelFrame } from './states.ts';

export type Theme = 'light' | 'dark';

/** A page of the extension in a tab of its own is as the computer is; the drawer is as Kit's page is. */
export async function dress(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  if (!page.url().startsWith('https://app.kit.com/')) return;
  const [paint, filter] = theme === 'dark' ? ['#0f0f12', 'invert(0.9) hue-rotate(180deg)'] : ['', ''];
  await page.evaluate(
    `(document.documentElement.style.background = '${paint}', document.body.style.filter = '${filter}')`,
  );
  // An open panel is as the page was when it was opened.
  await (await panelFrame(page))?.evaluate(`document.documentElement.style.colorScheme = '${theme}'`);
}
