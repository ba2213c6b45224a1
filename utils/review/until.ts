import type { Range } from './cuts.ts';
import type { Basis } from './estimate.ts';
import { scheduleOf, wholeAt } from './schedule.ts';

/** Kit gives times to the second, in ms: a person was added at some time within it. */
const SECOND = 1000;

/**
 * When nobody waits for an email any more if nobody else comes in, at the earliest and at the latest, in ms since 1970:
 * when the last email has gone out to whoever was added last. Null where nobody can say: the sequence is paused, or lets
 * people begin again, or Kit did not say enough.
 *
 * @param looked everybody who may be waiting, by when each was added, null where Kit did not say; `unread` people more.
 * Null where they are too many to be read: the last of them may have been added just now.
 */
export function untilNobodyWaits(
  { sequence, emails, now }: Basis,
  looked: { added: (number | null)[]; unread: number } | null,
): Range | null {
  if (!sequence.active || sequence.repeat || !Number.isFinite(now)) return null;
  const schedule = scheduleOf(sequence, emails);
  const known = (looked?.added ?? []).filter((at) => at !== null);
  const isWhole = looked?.unread === 0 && known.length > 0 && known.length === looked.added.length;
  const last = known.length > 0 ? Math.floor(Math.max(...known) / SECOND) * SECOND : null;
  const whole = wholeAt(schedule, isWhole && last !== null ? last + SECOND - 1 : now, 'latest');
  if (!Number.isFinite(whole)) return null;
  const to = Math.max(now, whole);
  const from = last === null ? now : Math.max(now, wholeAt(schedule, last, 'earliest'));
  return { from: Math.min(from, to), to };
}
