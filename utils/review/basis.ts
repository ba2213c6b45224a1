import type { Basis } from './estimate.ts';
import type { Look } from './review.ts';
import { timingOf } from './timing.ts';

/** What people are reckoned by. Null where Kit did not say enough for that. `now` is in ms since 1970. */
export function basisOf(
  {
    sequence,
    activeSubscribers: active,
    schedule: emails,
  }: Pick<Look, 'sequence' | 'activeSubscribers' | 'schedule'>,
  now: number,
): Basis | null {
  const timing = timingOf(sequence);
  if (!timing || !emails || !active.known) return null;
  const { created_at, updated_at } = sequence;
  const basis = { sequence: timing, emails, active: active.value, now };
  return { ...basis, madeAt: momentOf(created_at), changedAt: momentOf(updated_at) };
}

function momentOf(time: unknown): number | null {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
