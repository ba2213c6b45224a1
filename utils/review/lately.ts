import { addedBeforeAll } from './borders.ts';
import { DAY } from './zone.ts';

/** How many active people were added lately: each an exact number, or null. */
export interface Lately {
  day: number | null;
  week: number | null;
  month: number | null;
  /** When the last of them was added, in ms since 1970. */
  last: number | null;
}

const DAYS = { day: 1, week: 7, month: 30 };

/** From which day on people have to be looked at for all of these, in days since 1970-01-01. */
export const dayForLately = (now: number): number => Math.floor(now / DAY) - DAYS.month - 2;

/**
 * @param added when people were added, in ms since 1970; null where Kit did not say.
 * @param since all who were added after this day are among them, in days since 1970-01-01; -Infinity: everybody is.
 * @param whole nobody was left out.
 */
export function latelyFrom(added: (number | null)[], since: number, whole: boolean, now: number): Lately {
  const known = added.filter((at) => at !== null);
  const exact = whole && known.length === added.length;
  const within = (days: number) =>
    exact && addedBeforeAll(since) <= now - days * DAY
      ? known.filter((at) => at > now - days * DAY).length
      : null;
  return {
    day: within(DAYS.day),
    week: within(DAYS.week),
    month: within(DAYS.month),
    last: exact && known.length > 0 ? Math.max(...known) : null,
  };
}
