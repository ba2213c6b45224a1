/** When people were added, in ms since 1970: from (included) until (excluded); null for no limit. */
export interface Span {
  from: number | null;
  until: number | null;
}

/** One chain of pages through the people of a span. */
export interface Chain extends Span {
  /** The cursor to go on from: null before the first page. */
  after: string | null;
  done: boolean;
  /** People kept from it. */
  kept: number;
}

/** How far an unfinished backup has come. Written with each page, so that a crash costs at most the pages under way. */
export interface Progress {
  /** Null until the people were counted and divided. */
  chains: Chain[] | null;
  /** Parts of people written so far. */
  pages: number;
}
