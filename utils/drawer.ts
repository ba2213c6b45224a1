/** The name of the key that opens the panel, in the manifest. */
export const OPEN_PANEL = 'open-panel';

/** What the popup and the key ask the content script of a tab; answered with whether the tab shows a sequence. */
export const OPEN_DRAWER = 'open drawer';

/** What the panel posts to the page around it. (The `tabs` API knows no tab for a frame in Firefox.) */
export const CLOSE_DRAWER = 'close drawer';

/** What the panel is about: read from and written to its address. Whose page is around it, an address cannot prove. */
export interface PanelTarget {
  sequenceId: number;
}

/** `panel.html#/sequences/80`. The hash stays in the browser, and no navigation is needed to change it. */
export function panelPath({ sequenceId }: PanelTarget): `/panel.html#${string}` {
  return `/panel.html#/sequences/${sequenceId}`;
}

export function parsePanelHash(hash: string): PanelTarget | null {
  const [, id] = /^#\/sequences\/(\d{1,15})$/.exec(hash) ?? [];
  return id && Number(id) > 0 ? { sequenceId: Number(id) } : null;
}

/**
 * What the content script posts to the frame that it made, and to no other origin than ours: a secret, by which the panel
 * in it shows the background whose it is.
 */
export const handOver = (secret: string): string => `drawer ${secret}`;

/** The secret in what was posted; null in everything else. A page can post what looks like one. */
export function handedOver(data: unknown): string | null {
  return typeof data === 'string' ? (/^drawer ([\da-f-]{36})$/.exec(data)?.[1] ?? null) : null;
}

/** What the background asks the content script of a tab; answered with a `Vouch`, or null where it has no such frame. */
export interface VouchRequest {
  vouchFor: string;
}

/** What the content script says of the frame with a secret. */
export interface Vouch {
  /** The account that the page around it shows, when it tells. */
  pageAccountId: number | null;
  /** Whether a person sees the panel, whole and with nothing over it. */
  inSight: boolean;
}
