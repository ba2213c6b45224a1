/** The first wait after a refusal, and the longest, in ms. */
const BASE = 500;
const CAP = 8_000;

/** The ms to wait at most after the `nth` refusal in a row, counted from 1, when Kit does not say how long. */
export function backoff(nth: number): number {
  return Math.min(CAP, BASE * 2 ** (nth - 1));
}

/** The ms that a `Retry-After` header asks for, in seconds or as an HTTP date; null without one that makes sense. */
export function retryAfterOf(header: string | null, now: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse takes far more than HTTP dates, which all end so: '-1', for one.
  const date = /\bGMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
