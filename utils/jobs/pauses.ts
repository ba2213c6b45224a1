import type { Rest } from './job.ts';

const MINUTE = 60_000;
/** How long a job is left alone that somebody is at work on, in ms. */
export const WATCH_PERIOD = MINUTE;
/** The minutes between tries of a job that waits for Kit, the last one again and again. */
const RETRIES = [1, 1, 2, 5, 10, 15];
/** So many looks in a row tell nothing before a look is given up: 19 minutes of pauses lie between them. */
export const LEAST_LOOKS = RETRIES.length;
/** In ms. */
export const LONGEST_REST = Math.max(...RETRIES) * MINUTE;

/**
 * When an open job is to be looked after next, in ms since 1970; null for a job that waits for a person. One that is
 * being worked on is looked after in a minute too: the background may be stopped until then.
 *
 * @param rests how often in a row it has rested, this time too.
 */
export function nextLook(rest: Rest, rests: number, now: number): number | null {
  if (rest === 'person') return null;
  const minutes = rest === 'retry' ? (RETRIES[Math.min(rests, RETRIES.length) - 1] ?? 1) : 1;
  return now + minutes * MINUTE;
}

/** How far ahead a job may say that it rests (`restsUntil`), in ms, where it does not say more (`restsAtMost`). */
export const LONGEST_PLANNED = 24 * 60 * MINUTE;
