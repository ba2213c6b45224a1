import { emailsOut, type Schedule } from './schedule.ts';
import { type Bound, DAY, FURTHEST_EAST, FURTHEST_WEST } from './zone.ts';

/**
 * Kit filters people by the day on which they were added, and does not say in which zone, nor whether that day itself
 * counts. So the people on the earlier side of a filter's day are those added before some moment between
 * `earliestEdge` and `latestEdge` of it. Days are counted from 1970-01-01, moments are in ms since 1970.
 */
const earliestEdge = (day: number) => day * DAY - FURTHEST_EAST;
const latestEdge = (day: number) => (day + 1) * DAY - FURTHEST_WEST;

/** Whoever was added from then on is on the later side of that day, in ms since 1970. */
export const addedBeforeAll = latestEdge;

/** Between whom has had an email and who has not, in days that a filter can be asked about. */
export interface Border {
  /** The last day such that everybody on its earlier side has had the email. -Infinity: nobody surely; Infinity: everybody. */
  had: number;
  /** The first day such that nobody on its later side has had it. -Infinity: nobody at all; Infinity: anybody may. */
  open: number;
}

/** One border for each email of the schedule, in order; neither `had` nor `open` ever rises. */
export function bordersOf(schedule: Schedule, now: number): Border[] {
  const last = Math.floor((now + FURTHEST_EAST) / DAY);
  const out = (edge: (day: number) => number, bound: Bound) => {
    const known = new Map<number, number>();
    return (day: number) => {
      const count = known.get(day) ?? emailsOut(schedule, edge(day), now, bound);
      known.set(day, count);
      return count;
    };
  };
  const atLeast = out(latestEdge, 'latest');
  const atMost = out(earliestEdge, 'earliest');
  // Nobody was added after now.
  const everybodyHas = emailsOut(schedule, now, now, 'latest');
  return schedule.emails.map((_, index) => {
    const had = firstThat(last, (day) => atLeast(day) <= index) - 1;
    const open = firstThat(last, (day) => atMost(day) <= index);
    return {
      had: index < everybodyHas ? Infinity : had < 0 ? -Infinity : had,
      open: open > last ? Infinity : open === 0 ? -Infinity : open,
    };
  });
}

/** The first day from 0 to `last` of which it is true, `last + 1` when of none. Once true, it stays true. */
function firstThat(last: number, isTrue: (day: number) => boolean): number {
  let from = 0;
  let to = last + 1;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isTrue(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
