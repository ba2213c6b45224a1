import type { Kit } from '../kit/client.ts';
import { type Other, otherOf, type References, referencesTo, UNREAD } from './references.ts';

/** How long the list of an account's sequences is taken for current, in ms. Kit's own lists lag as far behind. */
const FRESH = 5 * 60_000;

/** As many pages as this are read at most, of 1,000 sequences each, whatever Kit says comes after them. */
const MOST_PAGES = 20;

/** An account's sequences as far as they were read. */
export interface KeptSequences {
  at: number;
  sequences: Other[];
  /** Where to go on, null when that was all. */
  next: string | null;
  /** How many stood in the list and could not be read. */
  unreadable: number;
}

/** Keeps them, by account, while the browser is open. */
export interface SequencesCache {
  read(accountId: number): Promise<KeptSequences | null>;
  write(accountId: number, kept: KeptSequences): Promise<void>;
}

export const NO_CACHE: SequencesCache = { read: async () => null, write: async () => undefined };

type ListKit = Pick<Kit, 'sequences'>;

/** Asks Kit for the first page, and only if what is kept is no longer fresh. Null: it could not be read. */
export async function firstSequences(
  kit: ListKit,
  cache: SequencesCache,
  accountId: number,
  now: number,
): Promise<KeptSequences | null> {
  const kept = await cache.read(accountId).catch(() => null);
  // A time from the future comes from a clock that was set back since.
  if (kept && kept.at <= now && now - kept.at < FRESH) return kept;
  const page = await kit.sequences(null);
  if (!page.ok) return null;
  const { items, next, unreadable } = page.value;
  const read = { at: now, sequences: items.map(otherOf), next, unreadable: unreadable.length };
  await cache.write(accountId, read).catch(() => undefined);
  return read;
}

/** Goes on where the first page ended, one page after the other: only Kit knows where each begins. */
export async function allSequences(
  kit: ListKit,
  cache: SequencesCache,
  accountId: number,
): Promise<KeptSequences | null> {
  let kept = await cache.read(accountId).catch(() => null);
  for (let pages = 1; kept?.next && pages < MOST_PAGES; pages += 1) {
    const page = await kit.sequences(kept.next);
    if (!page.ok) break;
    const { items, next, unreadable } = page.value;
    kept = {
      at: kept.at,
      sequences: [...kept.sequences, ...items.map(otherOf)],
      next,
      unreadable: kept.unreadable + unreadable.length,
    };
    await cache.write(accountId, kept).catch(() => undefined);
  }
  return kept;
}

/** What refers to a sequence, as far as the account's sequences were read. */
export function referencesIn(kept: KeptSequences | null, sequenceId: number): References {
  if (!kept) return UNREAD;
  return referencesTo(sequenceId, kept.sequences, kept.next === null && kept.unreadable === 0);
}
