import { backoff } from './backoff.ts';
import { WINDOW } from './window.ts';

/** A `Retry-After` longer than this, in ms, is not meant for a limit that rolls over 60 s. */
export const LONGEST_PAUSE = 300_000;

/** In ms since 1970. `refusals`: how many pauses there were in a row, without a window's time between them. */
export interface Pause {
  from: number;
  until: number;
  refusals: number;
}

export const NO_PAUSE: Pause = { from: 0, until: 0, refusals: 0 };

/** The pause that follows a 429. */
export function pauseAfter(pause: Pause, retryAfter: number | null, now: number): Pause {
  const asked = retryAfter === null ? null : Math.min(retryAfter, LONGEST_PAUSE);
  // Requests that were under way together are refused together: that is one refusal.
  if (pausedFor(pause, now) > 0) {
    return { ...pause, from: now, until: Math.max(pause.until, now + (asked ?? 0)) };
  }
  const refusals = now - pause.until < WINDOW ? pause.refusals + 1 : 1;
  return { from: now, until: now + (asked ?? backoff(refusals)), refusals };
}

/** The ms that are left of it. A clock that was set back to before its start ends it. */
export function pausedFor({ from, until }: Pause, now: number): number {
  return now < from ? 0 : Math.max(0, until - now);
}
