import type { Review } from './review.ts';

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
  const read = async () => ((await session.get('reviews')).reviews ?? []) as Review[];
  let last = Promise.resolve();
  return {
    async find(id: string): Promise<Review | null> {
      return (await read()).find((review) => review.id === id) ?? null;
    },
    /** One after the other, or two at once would lose one. */
    keep(review: Review): Promise<void> {
      last = last.then(async () => session.set({ reviews: [...(await read()), review].slice(-ROOM) }));
      return last;
    },
  };
}
