import { useRef } from 'preact/hooks';
import { type Change, changesSince } from '../../utils/review/compare.ts';
import type { Review } from '../../utils/review/review.ts';

/**
 * What changed between the review on the screen and the one that a person was shown before it.
 *
 * @param review null while none is on the screen.
 * @param before what a job that ended was based on, for a panel that showed nothing else yet.
 * @param expected something was just changed on purpose, so there is nothing to tell of it.
 */
export function useChanges(review: Review | null, before: Review | null, expected: boolean): Change[] {
  const last = useRef<{ review: Review; changes: Change[] } | null>(null);
  if (expected) last.current = null;
  else if (before && !last.current) last.current = { review: before, changes: [] };
  if (!review) return [];
  if (last.current?.review.id !== review.id) {
    last.current = { review, changes: last.current ? changesSince(last.current.review, review) : [] };
  }
  return last.current.changes;
}
