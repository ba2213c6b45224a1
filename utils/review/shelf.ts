import type { KeptSequences, SequencesShelf } from './others.ts';
import type { Look } from './review.ts';

/** How many reviews are kept; the oldest goes first. */
const ROOM = 20;

interface Area {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

/**
 * The reviews that a destructive request may name. In session storage: the background may be stopped while a
 * person reads a review, and what a page sends back is no proof of what it was shown.
 */
export function createReviewShelf(session: Area) {
  const read = async () => ((await session.get('reviews')).reviews ?? []) as Look[];
  let last = Promise.resolve();
  return {
    async find(id: string): Promise<Look | null> {
      return (await read()).find((review) => review.id === id) ?? null;
    },
    /** One after the other, or two at once would lose one. */
    keep(review: Look): Promise<void> {
      last = last.then(async () => session.set({ reviews: [...(await read()), review].slice(-ROOM) }));
      return last;
    },
  };
}

/** The lists of the accounts' sequences, also in session storage: they serve for minutes. */
export function createSequencesShelf(session: Area): SequencesShelf {
  const keyOf = (accountId: number) => `sequences/${accountId}`;
  return {
    async read(accountId) {
      const key = keyOf(accountId);
      return ((await session.get(key))[key] ?? null) as KeptSequences | null;
    },
    write: (accountId, kept) => session.set({ [keyOf(accountId)]: kept }),
  };
}
