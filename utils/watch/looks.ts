import { DAY, HOUR, MINUTE } from '../review/zone.ts';
import type { Seen, Watch } from './watch.ts';

/** So many looks a day are made for all watches of an account together. */
export const MOST_LOOKS_A_DAY = 24;
/** How long a sequence goes without a look at most, in ms: somebody may pause it, delete it, or add people. */
export const LONGEST_UNSEEN = 3 * DAY;
/** Between two looks at one sequence, in ms. */
const LEAST_BETWEEN = HOUR;
/** Kit's lists lag behind by some minutes. In ms. */
const LISTS_LAG = 10 * MINUTE;

/**
 * When a sequence is looked at next, in ms since 1970. Nobody can be known to be through before the schedule says so of
 * everybody, so that no look between could end the watch. Where the schedule says nothing, once a day.
 *
 * @param at when the last look was made.
 */
export function nextLookAt(at: number, { isActive, waiting, until }: Seen): number {
  if (!isActive || !until || !waiting || waiting.to === 0 || until.to + LISTS_LAG <= at) return at + DAY;
  return Math.min(at + LONGEST_UNSEEN, Math.max(at + LEAST_BETWEEN, until.to + LISTS_LAG));
}

type Looking = Pick<Watch, 'id' | 'order' | 'review' | 'looks' | 'state'>;

/**
 * Null where this watch may look now, else from when on, in ms since 1970. Each writes down that it looks before it does, and
 * reads what the others wrote after that: so whoever came first goes first, and none is forgotten.
 *
 * @param all the watches that may have looked within the last day, this one or not.
 */
export function roomForLook(own: Looking, all: Looking[], now: number): number | null {
  const looks = [own, ...all.filter(({ id }) => id !== own.id)]
    .filter(({ review }) => review.account.id === own.review.account.id)
    .flatMap(({ id, order, state, looks }) =>
      looks.map((at, nth) => ({
        // A time from the future comes from a clock that was set back since.
        at: Math.min(at, now),
        // Of those at the same moment, those that are over were made before those under way.
        rank: nth === looks.length - 1 && state.step === 'looking' ? order : 0,
        id,
      })),
    )
    .filter(({ at }) => at > now - DAY)
    .sort((one, other) => one.at - other.at || one.rank - other.rank);
  const over = looks.findLastIndex(({ id }) => id === own.id) - MOST_LOOKS_A_DAY;
  const before = looks[over];
  return over < 0 || !before ? null : before.at + DAY;
}
