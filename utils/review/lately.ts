import { type CountAnswer, cutsOf, type Range } from './cuts.ts';

/** When people were added, as far as the counts tell that are asked for anyway. */
export interface Lately {
  /** Active people added in the last 7 and 30 days; null where no count narrows it down. */
  activeInWeek: Range | null;
  activeInMonth: Range | null;
  last: LastAdded | null;
}

/** Between which days, both included, the last person was added. In days since 1970-01-01; null: no such bound. */
export type LastAdded = ({ from: number; to: number | null } | { from: null; to: number }) & {
  /** It is known of active people only: others may have been added later. */
  activeOnly: boolean;
};

/** How many people Kit counted who were added after a day; of every state, or only active ones. */
export interface Count {
  day: number;
  people: number;
}

/**
 * @param active all active subscribers, null where they could not be counted
 * @param answers counts of active subscribers
 * @param everybody counts of people of every state
 * @param today in days since 1970-01-01
 */
export function latelyFrom(
  active: number | null,
  answers: CountAnswer[],
  everybody: Count[],
  today: number,
): Lately {
  const counts: Count[] =
    active === null
      ? []
      : cutsOf(answers, active).map(({ day, people }) => ({ day, people: active - people }));
  return {
    activeInWeek: addedAfter(today - 7, counts, active),
    activeInMonth: addedAfter(today - 30, counts, active),
    last: lastAdded(counts, everybody, today),
  };
}

/** A count after a later day is a lower bound for the people added after this day, one after an earlier day an upper bound. */
function addedAfter(day: number, counts: Count[], active: number | null): Range | null {
  if (active === null) return null;
  const people = (some: Count[]) => some.map((count) => Math.min(active, Math.max(0, count.people)));
  const from = Math.max(0, ...people(counts.filter((count) => count.day >= day)));
  const to = Math.min(active, ...people(counts.filter((count) => count.day <= day)));
  // They cross when counts disagree; then either may be right.
  const range = { from: Math.min(from, to), to: Math.max(from, to) };
  return range.from > 0 || range.to < active || active === 0 ? range : null;
}

/**
 * Kit gives one person along with each count, but in no promised order; whether anybody was added after a day needs
 * no order. Kit does not say in which zone its days are, nor whether the day itself counts, so each bound has a
 * day to spare.
 */
function lastAdded(active: Count[], everybody: Count[], today: number): LastAdded | null {
  const activeOnly = !everybody.some(isNobody) && active.some(isNobody);
  const counts = activeOnly ? active : [...active, ...everybody];
  const somebody = counts.filter(({ people }) => people > 0).map(({ day }) => day);
  const nobody = (activeOnly ? active : everybody).filter(isNobody).map(({ day }) => day);
  const from = somebody.length > 0 ? Math.min(today, Math.max(...somebody) - 1) : null;
  const to = nobody.length > 0 ? Math.min(...nobody) + 1 : null;
  // Where counts disagree, or the bound is no news, it is none.
  if (to !== null && to < today && (from === null || from <= to)) {
    return from === null ? { from, to, activeOnly } : { from, to, activeOnly };
  }
  return from === null ? null : { from, to: null, activeOnly: false };
}

const isNobody = ({ people }: Count) => people === 0;
