import type { Border } from './borders.ts';
import { DAY } from './zone.ts';

/** Counts people added after or before a day (yyyy-mm-dd), as Kit's filters take them; null leaves that side open. */
export interface CountQuestion {
  addedAfter: string | null;
  addedBefore: string | null;
}

/** How many active subscribers Kit counted; null: could not be read. */
export interface CountAnswer {
  question: CountQuestion;
  count: number | null;
}

/** So many people are on the earlier side of a day, in days since 1970-01-01. */
export interface Cut {
  day: number;
  people: number;
}

/** Inclusive bounds, both integers >= 0. */
export interface Range {
  from: number;
  to: number;
}

/**
 * The question about that day, in days since 1970-01-01. It asks for people added after it: were Kit to ignore that,
 * everybody would seem to have emails to come, which makes people careful. Asked the other way round, everybody
 * would seem to have had everything.
 */
export function questionAbout(day: number): CountQuestion {
  return { addedAfter: new Date(day * DAY).toISOString().slice(0, 10), addedBefore: null };
}

/** What the answers say, by day, of a list of `active` people. Those that are unread, or open on neither or both sides, say nothing. */
export function cutsOf(answers: CountAnswer[], active: number): Cut[] {
  const cuts: Cut[] = [];
  for (const { question, count } of answers) {
    const { addedAfter, addedBefore } = question;
    if (count === null || !Number.isSafeInteger(count) || count < 0) continue;
    if ((addedAfter === null) === (addedBefore === null)) continue;
    const day = Date.parse(`${addedAfter ?? addedBefore}T00:00:00Z`) / DAY;
    if (Number.isNaN(day)) continue;
    cuts.push({ day, people: addedAfter === null ? count : active - count });
  }
  return cuts.sort((a, b) => a.day - b.day);
}

/** Whether no list could have all these counts. */
export function disagree(cuts: Cut[], active: number): boolean {
  return cuts.some(({ people }, index) => people > active || people < (cuts[index - 1]?.people ?? 0));
}

/** How many people have had the email of that border, by the cuts on both sides of it. */
export function peopleBefore({ had, open }: Border, cuts: Cut[], active: number): Range {
  const people = (some: Cut[]) => some.map((cut) => Math.min(active, Math.max(0, cut.people)));
  const atLeast = Math.max(0, ...people(cuts.filter(({ day }) => day <= had)));
  const atMost = Math.min(active, ...people(cuts.filter(({ day }) => day >= open)));
  const least = had === Infinity ? active : atLeast;
  const most = open === -Infinity ? 0 : atMost;
  // They cross when counts disagree; then either may be right.
  return { from: Math.min(least, most), to: Math.max(least, most) };
}
