/** What the popup asks the content script of a tab; answered with whether the tab shows a sequence. */
export const OPEN_DRAWER = 'open drawer';

/** What the panel posts to the page around it. (The `tabs` API knows no tab for a frame in Firefox.) */
export const CLOSE_DRAWER = 'close drawer';

/** What the panel is about: read from and written to its address. */
export interface PanelTarget {
  sequenceId: number;
  /** The account that the page around the panel shows, when it tells. */
  pageAccountId: number | null;
}

/** `panel.html#/sequences/80?account=29`. The hash stays in the browser, and no navigation is needed to change it. */
export function panelPath({ sequenceId, pageAccountId }: PanelTarget): `/panel.html#${string}` {
  return `/panel.html#/sequences/${sequenceId}${pageAccountId ? `?account=${pageAccountId}` : ''}`;
}

export function parsePanelHash(hash: string): PanelTarget | null {
  const [, id, account] = /^#\/sequences\/(\d{1,15})(?:\?account=([1-9]\d{0,14}))?$/.exec(hash) ?? [];
  return id && Number(id) > 0
    ? { sequenceId: Number(id), pageAccountId: account ? Number(account) : null }
    : null;
}
