import { APP_ORIGINS } from '../hosts.ts';

/** Who a message comes from: the content script on Kit's page, or one of our own pages by its file name. */
export type SenderKind = 'content' | 'panel' | 'popup' | 'options' | 'manager' | 'saver';

/** The fields of `runtime.MessageSender` that the browser stamps and no script can choose. */
export interface Stamp {
  id?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: unknown;
}

const PAGES: Record<string, SenderKind> = {
  '/panel.html': 'panel',
  '/popup.html': 'popup',
  '/options.html': 'options',
  '/manager.html': 'manager',
  '/save.html': 'saver',
};

/**
 * Null for everybody who has no business here: another extension, a frame of a foreign site, a page of ours that
 * is not listed. `self` is our own id and the origin of our own pages.
 */
export function kindOfSender(sender: Stamp, self: { id: string; origin: string }): SenderKind | null {
  const url = sender.url ? URL.parse(sender.url) : null;
  if (sender.id !== self.id || !url) return null;
  if (originOf(url) === self.origin) return PAGES[url.pathname] ?? null;
  const onKit = APP_ORIGINS.some((origin) => origin === url.origin);
  return onKit && sender.tab !== undefined && sender.frameId === 0 ? 'content' : null;
}

/** `URL.origin` is "null" for extension schemes in some engines. */
const originOf = (url: URL) => `${url.protocol}//${url.host}`;
