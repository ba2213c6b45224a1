import { type Border, bordersOf } from './borders.ts';
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
import { type Schedule, type ScheduledEmail, type ScheduleOfSequence, scheduleOf } from './schedule.ts';
import { DAY } from './zone.ts';

export type { Caveat } from './caveats.ts';
export type { CountAnswer, CountQuestion, Range } from './cuts.ts';
export type { ScheduledEmail, ScheduleOfSequence } from './schedule.ts';

/** The active subscribers whose next email this is. */
export interface WaitingFor {
  emailId: number;
  people: Range;
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
  /** In a fixed order, each at most once. */
  caveats: Caveat[];
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

/**
 * How many of the `active` subscribers wait for which email, from the answers to `questionsFor`. Answers that are
 * missing or unread make the bounds wider. `now` is when they were read, in ms since 1970; the questions may be older.
 * Null when nothing can be said.
 */
export function estimate(
  sequence: ScheduleOfSequence,
  emails: ScheduledEmail[],
  active: number,
  answers: CountAnswer[],
  now: number,
): Estimate | null {
  if (!Number.isSafeInteger(active) || active < 0 || !Number.isFinite(now)) return null;
  const schedule = scheduleOf(sequence, emails);
  const borders = sureBorders(sequence, schedule, now);
  const cuts = cutsOf(answers, active);
  const had = borders.map((border) => peopleBefore(border, cuts, active));
  const finished = had.at(-1) ?? { from: active, to: active };
  const yetToCome = had.map(({ from, to }) => ({ from: active - to, to: active - from }));
  return {
    waiting: schedule.emails.map(({ id }, index) => {
      const previous = had[index - 1] ?? { from: active, to: active };
      const own = had[index] ?? previous;
      const people = {
        from: Math.max(0, previous.from - own.to),
        to: Math.max(0, previous.to - own.from),
      };
      return { emailId: id, people };
    }),
    midway: { from: active - finished.to, to: active - finished.from },
    finished,
    unsent: {
      from: yetToCome.reduce((sum, { from }) => sum + from, 0),
      to: yetToCome.reduce((sum, { to }) => sum + to, 0),
    },
    caveats: caveatsOf({
      sequence,
      schedule,
      borders,
      countsUnread: answers.some(({ count }) => count === null),
      countsDisagree: disagree(cuts, active),
    }),
  };
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
