import { createBoundedCache, type SessionArea } from '../storage/bounded-cache.ts';
import type { KeptSequences, SequencesCache } from './others.ts';
import type { Look } from './review.ts';

/** How many names of sequences that refer to it are kept with a review. */
const MOST_NAMES = 100;

/**
 * The reviews that a destructive request may name. In session storage: the background may be stopped while a
 * person reads a review, and what a page sends back is no proof of what it was shown.
 */
export function createReviewCache(session: SessionArea) {
  const cache = createBoundedCache<Look>(session, 'reviews', { entries: 20, bytes: 4_000_000 });
  return {
    /** Null where it was not kept, or is not any more. */
    find: (id: string): Promise<Look | null> => cache.read(id),
    /** The last one of a sequence; null where none is kept. */
    async latest(sequenceId: number): Promise<Look | null> {
      for (const id of (await cache.ids()).toReversed()) {
        const look = await cache.read(id);
        if (look?.sequence.id === sequenceId) return look;
      }
      return null;
    },
    keep: (look: Look): Promise<void> => cache.write(look.id, withFewNames(look)),
  };
}

/** The lists of the accounts' sequences: they serve for minutes. */
export function createSequencesCache(session: SessionArea): SequencesCache {
  const cache = createBoundedCache<KeptSequences>(session, 'sequences', { entries: 3, bytes: 1_500_000 });
  return {
    read: (accountId) => cache.read(String(accountId)),
    write: (accountId, kept) => cache.write(String(accountId), kept),
  };
}

/** With a review there are at most so many that it is known of which the rest is not. */
function withFewNames(look: Look): Look {
  const { excludedFrom } = look.references;
  if (excludedFrom.length <= MOST_NAMES) return look;
  return { ...look, references: { excludedFrom: excludedFrom.slice(0, MOST_NAMES), whole: false } };
}
