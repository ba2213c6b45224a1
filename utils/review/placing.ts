import { type Cause, inCauseOrder } from './causes.ts';
import type { Range } from './cuts.ts';
import {
  DOUBTS,
  type Doubt,
  emailsOut,
  progress,
  type Schedule,
  type ScheduledEmail,
  type ScheduleOfSequence,
  scheduleOf,
} from './schedule.ts';

/** One person's place: what they have had, what comes next, and why that is not certain where it is not. */
export interface Place {
  /** How many of the published emails they have had. */
  had: Range;
  /** When their next one goes out, in ms since 1970; null where nobody can say, or nothing is sent. */
  due: Range | null;
  /** Empty where the place is certain. */
  causes: Cause[];
}

/** Kit gives times to the second, in ms: a person was added at some time within it. */
const SECOND = 1000;

/** Finds places by when people were added, in ms since 1970, null where Kit did not say. */
export function placer(sequence: ScheduleOfSequence, emails: ScheduledEmail[]) {
  const surer = new Map<string, Schedule>();
  const schedule = scheduleOf(sequence, emails);
  const all = schedule.emails.length;

  function scheduleWith(open: readonly Doubt[]): Schedule {
    const key = open.join();
    const known = surer.get(key) ?? scheduleOf(sequence, emails, new Set(open));
    surer.set(key, known);
    return known;
  }

  /** What of it alone leaves the place open: without any one of these it would be certain. */
  function doubtsAbout(addedAt: number, now: number, most: number): Doubt[] {
    const hasLess = (open: readonly Doubt[]) =>
      emailsOut(scheduleWith(open), addedAt + SECOND - 1, now, 'latest') < most;
    let open: readonly Doubt[] = DOUBTS;
    for (const doubt of DOUBTS) {
      const others = open.filter((one) => one !== doubt);
      if (hasLess(others)) open = others;
    }
    // What is due in this very second is due now.
    return open.length > 0 ? [...open] : ['batch'];
  }

  function place(added: number | null, now: number): Place {
    if (added === null) return { had: { from: 0, to: all }, due: null, causes: ['some people unread'] };
    const addedAt = Math.floor(added / SECOND) * SECOND;
    const most = progress(schedule, addedAt, now, 'earliest');
    // Anybody may have been added just before the pause, or even during it.
    if (!sequence.active) return open(0, most.had, 'paused');
    if (sequence.repeat) {
      // The day that Kit keeps may be that of the first time. An email that goes out at once has gone out again.
      return open(emailsOut(schedule, now, now, 'latest'), most.had, 'repeat');
    }
    const least = progress(schedule, addedAt + SECOND - 1, now, 'latest');
    const certain = least.had >= most.had;
    const from = certain ? most.nextAt : now;
    return {
      had: { from: Math.min(least.had, most.had), to: most.had },
      due: Number.isFinite(least.nextAt) && Number.isFinite(from) ? { from, to: least.nextAt } : null,
      causes: certain ? [] : inCauseOrder(doubtsAbout(addedAt, now, most.had)),
    };
  }

  const open = (from: number, to: number, cause: Cause): Place => ({
    had: { from: Math.min(from, to), to },
    due: null,
    causes: from < to ? [cause] : [],
  });

  return { schedule, place };
}
