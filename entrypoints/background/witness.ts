import { type Browser, browser } from 'wxt/browser';
import type { VouchRequest } from '../../utils/drawer.ts';
import type { Witness } from '../../utils/messages/frame.ts';

/** Who can tell of the frame that a message or port comes from: the content script of the page around it. */
export function witnessOf({ frameId, tab }: Browser.runtime.MessageSender): Witness | null {
  // The popup is in no tab. In Chromium it has no number either; whatever stands in a page has both.
  if (frameId === 0 || (frameId === undefined && tab === undefined)) return null;
  return async (secret) => {
    const request: VouchRequest = { vouchFor: secret };
    return tab?.id === undefined ? null : browser.tabs.sendMessage(tab.id, request, { frameId: 0 });
  };
}
