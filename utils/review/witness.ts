import type { ScheduledEmail } from './schedule.ts';
import { DAY } from './zone.ts';

/** Kit keeps statistics for so long, in ms: of an older sequence they may lack what came first. */
const KEPT = 5 * 365 * DAY;
/** Statistics are taken to be no older than this, in ms. Kit does not say how late they are. */
export const STATISTICS_LAG = DAY;

/**
 * How often the last of these published emails was sent, in sending order: at most so many people have had everything,
 * whatever was paused or changed meanwhile. It counts sends, so repeats and people who left make it larger. Null where
 * Kit's statistics do not tell, or may not tell all.
 *
 * @param madeAt when the sequence was made, in ms since 1970; null where Kit did not say.
 */
export function sendsOfLast(published: ScheduledEmail[], madeAt: number | null, now: number): number | null {
  const sends = published.map(({ recipients }) => recipients ?? null);
  const last = sends.at(-1) ?? null;
  if (last === null || madeAt === null || now - madeAt >= KEPT) return null;
  // 0 also stands for no data, unless there are data of other emails.
  return sends.some((count) => count !== null && count > 0) ? last : null;
}
