import { type Browser, browser } from 'wxt/browser';
import { OPEN_DRAWER, panelPath } from './drawer.ts';
import { recognise } from './page/recognise.ts';

/** Opens the drawer in the tab; where no content script answers, as in a tab older than the extension, a tab for the panel. */
export async function openPanel(tab: Pick<Browser.tabs.Tab, 'id' | 'url'> | undefined): Promise<void> {
  const page = recognise(tab?.url ?? '');
  if (tab?.id === undefined || !page) return;
  const opened: unknown = await browser.tabs.sendMessage(tab.id, OPEN_DRAWER).catch(() => false);
  if (opened === true) return;
  await browser.tabs.create({ url: browser.runtime.getURL(panelPath({ sequenceId: page.id })) });
}
