import type { Border } from './borders.ts';
import {
  type Doubt,
  daysAreKnown,
  hasKnownDelay,
  hoursOf,
  type Schedule,
  type ScheduleOfSequence,
} from './schedule.ts';

/** Why a number of people is a range and no number. */
export type Cause =
  | Doubt
  /** Nothing is sent, and everybody is where they were at the pause. When that was is unknown. */
  | 'paused'
  /** People may go through it again; who does is unknown. */
  | 'repeat'
  /** There are too many to look at each: Kit counts by days and does not say where a day begins. */
  | 'by day'
  /** Somebody was not in what Kit listed, or without a time of being added. */
  | 'some people unread'
  /** Fewer of the last email were sent than people are through with it by the schedule. */
  | 'sends disagree';

const ORDER: readonly Cause[] = [
  'paused',
  'repeat',
  'by day',
  'some people unread',
  'batch',
  'turn of day',
  'own send days',
  'clock change',
  'time zone unknown',
  'send hour unknown',
  'send days unknown',
  'delays unknown',
  'sends disagree',
];

/** Each once, in a fixed order. */
export function inCauseOrder(causes: Iterable<Cause>): Cause[] {
  const all = new Set(causes);
  return ORDER.filter((cause) => all.has(cause));
}

/** What may have made ranges where people are counted by the days on which they were added. */
export function causesOfCounts(
  sequence: ScheduleOfSequence,
  { emails, zone }: Schedule,
  borders: Border[],
): Cause[] {
  const some = emails.length > 0;
  // The schedule is of no matter to emails that wait for hours, nor to the one that goes out at once.
  const scheduled = emails.filter(
    ({ delay_unit, delay_value }, index) => delay_unit === 'days' && (index > 0 || delay_value > 0),
  );
  const hours = hoursOf(sequence);
  const says: [Cause, boolean][] = [
    ['paused', some && !sequence.active],
    ['repeat', some && sequence.repeat],
    ['by day', borders.some(({ had, open }) => Number.isFinite(had) || Number.isFinite(open))],
    ['time zone unknown', scheduled.length > 0 && !zone.known],
    ['send hour unknown', scheduled.length > 0 && hours.earliest !== hours.latest],
    ['send days unknown', scheduled.some((email) => !daysAreKnown(sequence, email))],
    ['delays unknown', !emails.every(hasKnownDelay)],
  ];
  return inCauseOrder(says.filter(([, is]) => is).map(([cause]) => cause));
}
