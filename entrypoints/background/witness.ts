import { type Browser, browser } from 'wxt/browser';
import type { VouchRequest } from '../../utils/drawer.ts';
import type { Witness } from '../../utils/messages/frame.ts';
import type { SenderKind } from '../../utils/messages/sender.ts';

/** Who can tell of the frame that a message or port comes from: the content script of the page around it. */
export function witnessOf(
  { frameId, tab }: Browser.runtime.MessageSender,
  kind: SenderKind | null,
): Witness | null {
  if (frameId === 0) return null;
  // These are in no tab, and no other page can frame them. In Chromium they have no number either, and nor has a panel in
  // a page of Kit that another extension shows beside the tabs: nobody tells of that one.
  if (tab === undefined && (kind === 'popup' || kind === 'saver')) return null;
  return async (secret) => {
    const request: VouchRequest = { vouchFor: secret };
    return tab?.id === undefined ? null : browser.tabs.sendMessage(tab.id, request, { frameId: 0 });
  };
}
