import { browser } from 'wxt/browser';
import { APP_PATTERNS, isAppAddress } from '../../utils/hosts.ts';
import { askPort } from '../../utils/messages/ask-port.ts';
import { CONNECTION_CHANGED } from '../../utils/protocol.ts';
import type { AskPage } from '../../utils/review/read-kit-pages.ts';

/** Tells our own pages, of which there may be none, that the way to Kit opened or closed. */
export async function tellPages(): Promise<void> {
  browser.runtime.sendMessage(CONNECTION_CHANGED).catch(() => undefined);
  if (!import.meta.env.FIREFOX) return;
  // To Firefox, the panel in the drawer is a part of Kit's tab.
  for (const { id } of await browser.tabs.query({ url: APP_PATTERNS })) {
    if (id !== undefined) browser.tabs.sendMessage(id, CONNECTION_CHANGED).catch(() => undefined);
  }
}

/** Asks the content script of the page around a panel; there is none where the panel has a tab of its own. */
export function pageAsker(
  tab: { id?: number | undefined; url?: string | undefined } | undefined,
): AskPage | null {
  const id = tab?.id;
  if (id === undefined || !isAppAddress(tab?.url)) return null;
  return async (name, ended) => askPort(browser.tabs.connect(id, { frameId: 0, name }), ended);
}
