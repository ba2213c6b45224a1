import type { Client } from 'openapi-fetch';
import type { paths } from '../schema.d.ts';
import type { createSender } from '../send.ts';

/** What every call needs: the typed client of the contract, and the sender that keeps Kit's rules. */
export interface ApiContext {
  client: Client<paths>;
  send: ReturnType<typeof createSender>;
}

/** Text, so that a body that is no JSON can be told from a connection that broke. */
export const text = { parseAs: 'text' } as const;

/** The most that Kit gives at once. */
export const MOST_PER_PAGE = 1000;

/** One page of a list. `next` is the cursor of the page after it, null on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Null where Kit says that there is more and not where: a page that nobody can ask for is not the end. */
export function pageOf<T>(
  items: T[],
  { has_next_page, end_cursor }: { has_next_page: boolean; end_cursor?: string | null | undefined },
): Page<T> | null {
  if (!has_next_page) return { items, next: null };
  return end_cursor ? { items, next: end_cursor } : null;
}

export const pageQuery = (after: string | null) => ({
  per_page: MOST_PER_PAGE,
  ...(after !== null && { after }),
});
