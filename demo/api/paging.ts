import type { Pagination } from '../kit/types.ts';
import type { Call } from '../server/contract.ts';

/** Something that can be listed from any place in it, in the order of the list. */
export interface Source<T> {
  after(key: number[] | undefined): Iterable<T>;
  /** The items before `key`, nearest first. */
  before(key: number[]): Iterable<T>;
  key(item: T): number[];
  total(): number;
}

export interface Page<T> {
  items: T[];
  pagination: Pagination;
}

export class BadCursor extends Error {}

export function pageOf<T>(source: Source<T>, query: Call['query']): Page<T> {
  const perPage = Math.max(1, Number(query.per_page ?? 500));
  const before = decode(query.before);
  const after = decode(query.after);
  const found = before
    ? [...take(source.before(before), perPage)].reverse()
    : [...take(source.after(after), perPage)];
  const [first, last] = [found.at(0), found.at(-1)];
  const any = (items: Iterable<T>) => [...take(items, 1)].length > 0;
  return {
    items: found,
    pagination: {
      has_previous_page: first !== undefined && any(source.before(source.key(first))),
      has_next_page: last !== undefined && any(source.after(source.key(last))),
      // What Kit sends on an empty page is not known; the contract wants a string.
      start_cursor: first === undefined ? '' : encode(source.key(first)),
      end_cursor: last === undefined ? '' : encode(source.key(last)),
      per_page: perPage,
      ...(query.include_total_count === true ? { total_count: source.total() } : {}),
    },
  };
}

/** A list that is small enough to be sorted whole, by keys in rising order. */
export function sorted<T>(items: T[], key: (item: T) => number[]): Source<T> {
  const list = items.toSorted((a, b) => compare(key(a), key(b)));
  return {
    key,
    after: (from) => list.filter((item) => from === undefined || compare(key(item), from) > 0),
    before: (from) => list.filter((item) => compare(key(item), from) < 0).reverse(),
    total: () => list.length,
  };
}

export function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left <= 0) return;
    yield item;
    left -= 1;
  }
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function encode(key: number[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64');
}

function decode(cursor: Call['query'][string] | undefined): number[] | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(String(cursor), 'base64').toString());
    if (Array.isArray(key) && key.every(Number.isInteger)) return key;
  } catch {
    // Not one of ours.
  }
  throw new BadCursor('The cursor is invalid');
}
