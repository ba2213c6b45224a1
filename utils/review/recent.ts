import { MOST_PER_PAGE } from '../kit/calls/call.ts';
import type { Kit } from '../kit/client.ts';
import type { Subscriber } from '../kit/shapes.ts';
import { questionAbout } from './cuts.ts';

/** The active people who were added after a day. */
export interface Recent {
  /** How many Kit counts. */
  total: number;
  /** Null where they are too many to be read. */
  people: Subscriber[] | null;
  /** How many of those that Kit counts were not among those that it listed, or could not be read. */
  unread: number;
}

/** How many people are read at most, of a list of so many pages. */
export const mostRead = (pages: number): number => pages * MOST_PER_PAGE;

/**
 * One request, and one more for each further thousand, up to `pages`. Null where Kit did not answer.
 *
 * @param since in days since 1970-01-01; -Infinity: everybody.
 */
export async function readRecent(
  kit: Pick<Kit, 'activeSubscribers'>,
  id: number,
  since: number,
  pages: number,
): Promise<Recent | null> {
  const filter = Number.isFinite(since) ? questionAbout(since) : undefined;
  const first = await kit.activeSubscribers(id, null, filter);
  if (!first.ok) return null;
  const { items } = first.value;
  const total = first.value.total ?? items.length;
  if (total > mostRead(pages)) return { total, people: null, unread: 0 };
  const people = [...items];
  let { next } = first.value;
  for (let read = 1; next !== null && read < pages; read += 1) {
    const page = await kit.activeSubscribers(id, next, filter);
    if (!page.ok) break;
    people.push(...page.value.items);
    next = page.value.next;
  }
  const each = [...new Map(people.map((person) => [person.id, person])).values()];
  return { total: Math.max(total, each.length), people: each, unread: Math.max(0, total - each.length) };
}

/** When somebody was added, in ms since 1970; null where Kit did not say. */
export function addedAt({ added_at }: Subscriber): number | null {
  const at = Date.parse(added_at ?? '');
  return Number.isNaN(at) ? null : at;
}
