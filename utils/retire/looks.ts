import { DAY } from '../review/zone.ts';

const HOUR = 60 * 60_000;

/**
 * When a resting sequence is looked at next, in ms since 1970: at the beginning of the next day in UTC. All of an account
 * are then looked at with one request.
 */
export const nextLookAfter = (at: number): number => Math.floor(at / DAY) * DAY + DAY;

/** After a look that told nothing, within the day. */
export const retryAfter = (at: number): number => Math.min(at + 6 * HOUR, nextLookAfter(at));
