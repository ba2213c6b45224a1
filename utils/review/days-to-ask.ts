import type { Border } from './borders.ts';

/** How old a list is supposed to be, in days, when choosing; choosing badly makes bounds wider, never wrong. */
const USUAL_AGE = 365;

/**
 * At most `most` days to ask Kit about, in order: those that are worth most, on a list that grew evenly. Each day asked
 * bounds every email's border from one side, so neighbouring borders share days where there are too few. The border
 * of the last email counts as much as all others together: it parts those midway from those who have had everything.
 */
export function daysToAsk(borders: Border[], today: number, most: number): number[] {
  const useful = [...new Set(borders.flatMap(({ had, open }) => [had, open]))].filter(Number.isFinite);
  const age = Math.max(USUAL_AGE, 2 * (today - Math.min(...useful)));
  const share = (day: number) => Math.min(1, Math.max(0, 1 - (today - day) / age));
  // What is known so far of each border: the share of people before it, at least and at most.
  const known = borders.map(({ had, open }, index) => ({
    had,
    open,
    from: had === Infinity ? 1 : 0,
    to: open === -Infinity ? 0 : 1,
    weight: index === borders.length - 1 ? borders.length : 1,
  }));
  const worth = (day: number) => {
    const people = share(day);
    let sum = 0;
    for (const { had, open, from, to, weight } of known) {
      if (day <= had && people > from) sum += weight * (people - from);
      if (day >= open && people < to) sum += weight * (to - people);
    }
    return sum;
  };
  const days: number[] = [];
  while (days.length < Math.min(most, borders.length)) {
    let best: number | null = null;
    let bestWorth = 0;
    for (const day of useful) {
      const dayWorth = worth(day);
      if (dayWorth > bestWorth) [best, bestWorth] = [day, dayWorth];
    }
    if (best === null) break;
    days.push(best);
    for (const border of known) {
      if (best <= border.had) border.from = Math.max(border.from, share(best));
      if (best >= border.open) border.to = Math.min(border.to, share(best));
    }
  }
  return days.sort((a, b) => a - b);
}
