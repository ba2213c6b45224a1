/**
 * Kit counts an account's requests in any 60 s, whatever they ask. A second more, since Kit counts them when they
 * arrive, and not all take equally long to get there.
 */
export const WINDOW = 61_000;

const LIMITS = { 'api key': 120, oauth: 600 };

/**
 * The part that bulk requests leave free. A sixth is 20 requests with an API key: three reviews, or one review and
 * a delete with all of its checks, in the middle of a bulk run. It costs the bulk run a sixth of its pace.
 */
const RESERVE = 1 / 6;

/** Whether a person waits for the answer. */
export type Priority = 'interactive' | 'bulk';

/** How long a person waits for a turn, in ms. Who would wait longer is told so at once. */
export const MAX_TURN_WAIT = 20_000;

/** How many requests may stand in the window for one more of this priority to go out below that number. */
export function roomFor(kind: keyof typeof LIMITS, priority: Priority): number {
  const limit = LIMITS[kind];
  return priority === 'interactive' ? limit : limit - Math.ceil(limit * RESERVE);
}

/**
 * The times, in order, that Kit still counts. A time from the future comes from a clock that was set back since: it
 * becomes now, so that it counts for one window and not until the clock has caught up.
 */
export function stillCounted(times: number[], now: number): number[] {
  return times
    .filter((time) => Number.isFinite(time) && time > now - WINDOW)
    .map((time) => Math.min(time, now))
    .sort((a, b) => a - b);
}

/**
 * The ms until a request may go out that has so many others `ahead` of it. At least, where those do not all fit into
 * one window.
 *
 * @param counted what `stillCounted` gives for `now`.
 */
export function waitFor(counted: number[], room: number, ahead: number, now: number): number {
  const over = counted.length + ahead - room;
  if (over < 0) return 0;
  const leaves = counted[over];
  return leaves === undefined ? WINDOW : leaves + WINDOW - now;
}
