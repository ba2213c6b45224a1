import { APP_ORIGINS } from '../hosts.ts';

/** What a page of Kit's web app is about, told from its address alone. */
export type KitPage = { kind: 'sequence'; id: number };

const SEQUENCE_PATH = /^\/sequences\/(\d{1,15})(?:\/|$)/;

/**
 * Recognises a sequence's page and everything below it (subscribers, reports, settings).
 * `/sequences`, `/sequences/new` and pages of other hosts give null.
 */
export function recognise(address: string): KitPage | null {
  const url = URL.parse(address);
  if (!url || !APP_ORIGINS.some((origin) => origin === url.origin)) return null;
  const id = SEQUENCE_PATH.exec(url.pathname)?.[1];
  return id && Number(id) > 0 ? { kind: 'sequence', id: Number(id) } : null;
}
