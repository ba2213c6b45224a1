import type { Client } from 'openapi-fetch';
import type { paths } from '../schema.d.ts';
import type { createSender } from '../send.ts';

/** What every call needs: the typed client of the contract, and the sender that keeps Kit's rules. */
export interface ApiContext {
  client: Client<paths>;
  send: ReturnType<typeof createSender>;
  /** For calls that cannot ask for less: their reply may be as large as one item is. */
  large: { fetch(request: Request): Promise<Response> };
}

/** Text, so that a body that is no JSON can be told from a connection that broke. */
export const text = { parseAs: 'text' } as const;

/** The most that Kit gives at once. */
export const MOST_PER_PAGE = 1000;

export const pageQuery = (after: string | null, perPage = MOST_PER_PAGE) => ({
  per_page: perPage,
  ...(after !== null && { after }),
});

/** How many to ask for where so many at once were too large to be read. */
export const fewerThan = (perPage: number) => Math.ceil(perPage / 4);
