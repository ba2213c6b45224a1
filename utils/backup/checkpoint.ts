import type { AddedFilter } from '../kit/calls/subscribers.ts';

/** One chain of pages through some of the people: through everybody where `added` has no limits. */
export interface Chain {
  /** As Kit is asked. Neighbours overlap a little, so that nobody falls between them; people are told apart by their ids. */
  added: AddedFilter;
  /** How many people are in it, as Kit counted them. */
  people: number;
  /** The cursor to go on from: null before the first page. */
  after: string | null;
  done: boolean;
}

/** How far an unfinished backup has come. Written with each page, so that a crash costs at most the pages under way. */
export interface Checkpoint {
  /** Null until the people were counted and divided. */
  chains: Chain[] | null;
  /** Parts of people written so far. */
  pages: number;
}
