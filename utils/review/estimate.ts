import { type Border, bordersOf } from './borders.ts';
import { type Cause, causesOfCounts, inCauseOrder } from './causes.ts';
import { type Caveat, caveatsOf } from './caveats.ts';
import {
  type CountAnswer,
  type CountQuestion,
  cutsOf,
  disagree,
  peopleBefore,
  questionAbout,
  type Range,
} from './cuts.ts';
import { daysToAsk } from './days-to-ask.ts';
import { isLastFarOff, SOON } from './far-off.ts';
import { type Place, placer } from './placing.ts';
import {
  type Schedule,
  type ScheduledEmail,
  type ScheduleOfSequence,
  scheduleOf,
  wholeAt,
} from './schedule.ts';
import { STATISTICS_LAG, sendsOfLast } from './witness.ts';
import { DAY } from './zone.ts';

export type { Cause } from './causes.ts';
export type { Caveat } from './caveats.ts';
export type { CountAnswer, CountQuestion, Range } from './cuts.ts';
export type { ScheduledEmail, ScheduleOfSequence } from './schedule.ts';

/** The active subscribers whose next email this is. */
interface WaitingFor {
  emailId: number;
  people: Range;
}

/** Those who wait only for a last email that is far off, and how soon it may go out to the first of them. */
interface FarOff {
  emailId: number;
  people: Range;
  /** Ms since 1970. */
  from: number;
}

export interface Estimate {
  /** The published emails in sending order. */
  waiting: WaitingFor[];
  /** People with at least one email to come. */
  midway: Range;
  /** People who have had every published email. */
  finished: Range;
  /** Emails that would never be sent if the sequence were deleted now. */
  unsent: Range;
  /** Null: there is nobody of whom that is known. They are among those midway. */
  farOff: FarOff | null;
  /** Why some of these are ranges: in a fixed order, each at most once. Empty where all are numbers. */
  causes: Cause[];
  /** In a fixed order, each at most once. */
  caveats: Caveat[];
}

/** What people are reckoned by. */
export interface Basis {
  sequence: ScheduleOfSequence;
  emails: ScheduledEmail[];
  /** How many active people there are. */
  active: number;
  /** When the sequence was made, and last changed, in ms since 1970; null or missing where Kit did not say. */
  madeAt?: number | null;
  changedAt?: number | null;
  /** When all that was read, in ms since 1970. */
  now: number;
}

/**
 * What to ask Kit, about active subscribers, for `estimate`: at most `most` questions and never more than there are
 * published emails; none when nothing needs asking. The same for the same input. `now` is in ms since 1970.
 */
export function questionsFor(
  sequence: ScheduleOfSequence,
  emails: ScheduledEmail[],
  now: number,
  most: number,
): CountQuestion[] {
  if (!Number.isFinite(now)) return [];
  const borders = sureBorders(sequence, scheduleOf(sequence, emails), now);
  return daysToAsk(borders, Math.floor(now / DAY), most).map(questionAbout);
}

/** The same, about nobody but those who may have had the last email. */
export function questionsAboutLast({ sequence, emails, now }: Basis, most: number): CountQuestion[] {
  const last = sureBorders(sequence, scheduleOf(sequence, emails), now).at(-1);
  const days = last ? [last.open, last.had].filter(Number.isFinite) : [];
  return days.slice(0, Math.max(0, most)).map(questionAbout);
}

/**
 * From which days on people have to be looked at, in days since 1970-01-01: whoever was added earlier has had everything,
 * or everything but a last email that is far off. -Infinity: everybody has to be; Infinity: nobody. They hold a day
 * longer than they must, since statistics are that late.
 */
export function daysToLookAt({ sequence, emails, now }: Basis): { all: number; near: number } {
  const schedule = scheduleOf(sequence, emails);
  const had = sureBorders(sequence, schedule, now - STATISTICS_LAG).map((border) => border.had);
  const all = had.at(-1) ?? Infinity;
  const near = isLastFarOff(schedule.emails) ? (had.at(-2) ?? all) : all;
  return { all, near };
}

/**
 * How many of the active subscribers wait for which email, from the answers to `questionsFor`. Answers that are
 * missing or unread make the bounds wider. The questions may be older than `now`. Null when nothing can be said.
 */
export function estimate(basis: Basis, answers: CountAnswer[]): Estimate | null {
  if (!isSound(basis)) return null;
  const { sequence, emails, active, now } = basis;
  const schedule = scheduleOf(sequence, emails);
  const borders = sureBorders(sequence, schedule, now);
  const cuts = cutsOf(answers, active);
  const had = borders.map((border) => peopleBefore(border, cuts, active));
  const finished = had.at(-1) ?? { from: active, to: active };
  const yetToCome = had.map(({ from, to }) => ({ from: active - to, to: active - from }));
  const waiting = schedule.emails.map(({ id }, index) => {
    const previous = had[index - 1] ?? { from: active, to: active };
    const own = had[index] ?? previous;
    const people = {
      from: Math.max(0, previous.from - own.to),
      to: Math.max(0, previous.to - own.from),
    };
    return { emailId: id, people };
  });
  const lagging = sureBorders(sequence, schedule, now - STATISTICS_LAG).at(-1);
  const midway = { from: active - finished.to, to: active - finished.from };
  const numbers: Numbers = {
    waiting,
    midway,
    midwayBefore: lagging ? active - peopleBefore(lagging, cuts, active).from : 0,
    unsent: {
      from: yetToCome.reduce((sum, { from }) => sum + from, 0),
      to: yetToCome.reduce((sum, { to }) => sum + to, 0),
    },
    farOff: restFarOff(basis, schedule, waiting.at(-1)?.people ?? NOBODY),
    causes: causesOfCounts(sequence, schedule, borders),
    countsUnread: answers.some(({ count }) => count === null),
    countsDisagree: disagree(cuts, active),
  };
  return finish(basis, schedule, numbers);
}

/**
 * The same from people who were looked at one by one: `added` is when each was added, in ms since 1970, null where Kit did
 * not say. Everybody else, `daysToLookAt` says, has had everything, or `near`: everything but the last email. `answers`
 * are then those to `questionsAboutLast`. `unread` people were in the list and could not be read.
 */
export function estimateFrom(
  basis: Basis,
  looked: { added: (number | null)[]; unread: number; lookedAt: 'all' | 'near' },
  answers: CountAnswer[] = [],
): Estimate | null {
  if (!isSound(basis)) return null;
  const { sequence, emails, now } = basis;
  const read = looked.added.length + looked.unread;
  // The list may have grown since they were counted.
  const active = Math.max(basis.active, read);
  const { schedule, place } = placer(sequence, emails);
  const all = schedule.emails.length;
  const unread = Array.from({ length: looked.unread }, () => null);
  const places = [...looked.added, ...unread].map((added) => place(added, now));
  const cuts = cutsOf(answers, active);
  const rest = active - read;
  const restWaiting =
    looked.lookedAt === 'all' ? NOBODY : restMidway(basis, schedule, cuts, active, places, rest);
  const waiting = schedule.emails.map(({ id }, index) => {
    const some = {
      from: places.filter(({ had }) => had.from === index && had.to === index).length,
      to: places.filter(({ had }) => had.from <= index && had.to >= index).length,
    };
    return { emailId: id, people: index === all - 1 ? plus(some, restWaiting) : some };
  });
  const midwayOf = (some: Place[]) => ({
    from: some.filter(({ had }) => had.to < all).length,
    to: some.filter(({ had }) => had.from < all).length,
  });
  const lastIsFarOff = isLastFarOff(schedule.emails);
  const parked = places.filter(
    ({ had, due }) =>
      lastIsFarOff && had.from === all - 1 && had.to === all - 1 && due && due.from > now + SOON,
  );
  const restParked = restFarOff(basis, schedule, restWaiting);
  const from = Math.min(...parked.map(({ due }) => due?.from ?? Infinity), restParked?.from ?? Infinity);
  const parkedPeople = plus({ from: parked.length, to: parked.length }, restParked?.people ?? NOBODY);
  const last = schedule.emails.at(-1);
  const numbers: Numbers = {
    waiting,
    midway: plus(midwayOf(places), restWaiting),
    midwayBefore:
      midwayOf([...looked.added, ...unread].map((added) => place(added, now - STATISTICS_LAG))).to +
      restWaiting.to,
    unsent: plus(
      {
        from: places.reduce((sum, { had }) => sum + all - had.to, 0),
        to: places.reduce((sum, { had }) => sum + all - had.from, 0),
      },
      restWaiting,
    ),
    farOff: last && parkedPeople.to > 0 ? { emailId: last.id, people: parkedPeople, from } : null,
    causes: inCauseOrder([
      ...places.flatMap(({ causes }) => causes),
      ...(restWaiting.from < restWaiting.to ? (['by day'] as const) : []),
    ]),
    countsUnread: answers.some(({ count }) => count === null),
    countsDisagree: disagree(cuts, active),
  };
  return finish({ ...basis, active }, schedule, numbers);
}

const NOBODY: Range = { from: 0, to: 0 };
const plus = (one: Range, other: Range): Range => ({ from: one.from + other.from, to: one.to + other.to });

const isSound = ({ active, now }: Basis) =>
  Number.isSafeInteger(active) && active >= 0 && Number.isFinite(now);

/** What either way of reckoning found. */
interface Numbers extends Pick<Estimate, 'waiting' | 'midway' | 'unsent' | 'farOff' | 'causes'> {
  /** How many people may have been midway when Kit's statistics were made. */
  midwayBefore: number;
  countsUnread: boolean;
  countsDisagree: boolean;
}

/** Hears the second witness, how often the last email was sent, and puts everything together. */
function finish(basis: Basis, schedule: Schedule, found: Numbers): Estimate {
  const { sequence, active, madeAt = null, changedAt = null, now } = basis;
  const all = schedule.emails.length;
  const sends = sendsOfLast(schedule.emails, madeAt, now);
  // At least so many never got the last email.
  const never = sends === null ? 0 : Math.max(0, active - sends);
  let { waiting, midway, unsent } = found;
  const causes = [...found.causes];
  let sendsDisagree = false;
  if (!sequence.active) {
    // Only of a pause that statistics know of yet: a sequence is changed when it is paused. They are right whatever the
    // delays were before, and the schedule is not.
    if (sends !== null && changedAt !== null && now - changedAt >= STATISTICS_LAG) {
      const from = Math.min(midway.to, never);
      midway = { from, to: midway.to };
      unsent = { from, to: unsent.to };
      waiting = waiting.map(({ emailId, people }) => ({ emailId, people: { from: 0, to: people.to } }));
    }
  } else if (never > found.midwayBefore) {
    // They may be anywhere: who is right is not known, so the more careful of both bounds is taken.
    sendsDisagree = true;
    const more = never - midway.to;
    midway = { from: midway.from, to: never };
    unsent = { from: unsent.from, to: unsent.to + more * all };
    waiting = waiting.map(({ emailId, people }) => ({
      emailId,
      people: { from: people.from, to: Math.min(active, people.to + more) },
    }));
    causes.push('sends disagree');
  }
  const { countsUnread, countsDisagree } = found;
  const finished = { from: active - midway.to, to: active - midway.from };
  const ranges = [midway, unsent, ...waiting.map(({ people }) => people)];
  return {
    waiting,
    midway,
    finished,
    unsent,
    farOff: found.farOff,
    causes: ranges.some(({ from, to }) => from < to) ? inCauseOrder(causes) : [],
    caveats: caveatsOf({ sequence, schedule, countsUnread, countsDisagree, sendsDisagree }),
  };
}

/** Of those who were not looked at, and have had everything but a last email that is far off: who waits for that. */
function restMidway(
  { sequence, now }: Basis,
  schedule: Schedule,
  cuts: ReturnType<typeof cutsOf>,
  active: number,
  places: Place[],
  rest: number,
): Range {
  const border = sureBorders(sequence, schedule, now).at(-1);
  if (!border) return NOBODY;
  const finished = peopleBefore(border, cuts, active);
  const all = schedule.emails.length;
  const least = places.filter(({ had }) => had.from === all).length;
  const most = places.filter(({ had }) => had.to === all).length;
  const clip = (people: number) => Math.min(rest, Math.max(0, people));
  return { from: rest - clip(finished.to - least), to: rest - clip(finished.from - most) };
}

/** Where nobody was looked at: nobody was added before the sequence was made, so nobody gets the last email before then. */
function restFarOff(
  { madeAt = null, sequence, now }: Basis,
  schedule: Schedule,
  people: Range,
): FarOff | null {
  const last = schedule.emails.at(-1);
  if (!last || !isLastFarOff(schedule.emails) || madeAt === null || people.to === 0) return null;
  if (!sequence.active || sequence.repeat) return null;
  const from = wholeAt(schedule, madeAt, 'earliest');
  return from > now + SOON ? { emailId: last.id, people, from } : null;
}

/** Borders that allow for what is not known of people's pasts. */
function sureBorders({ active, repeat }: ScheduleOfSequence, schedule: Schedule, now: number): Border[] {
  return bordersOf(schedule, now).map(({ had, open }) => {
    // Anybody may have been added just before the pause, or even during it.
    if (!active) return { had: -Infinity, open };
    // The day that Kit keeps may be that of the first time. An email that goes out at once has gone out again.
    if (repeat && had !== Infinity) return { had: -Infinity, open };
    return { had, open };
  });
}
