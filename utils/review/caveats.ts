import type { Border } from './borders.ts';
import {
  hasKnownDelay,
  hoursOf,
  type Schedule,
  type ScheduledEmail,
  type ScheduleOfSequence,
} from './schedule.ts';
import { areReadable } from './weekdays.ts';

/** What the reader has to know about an estimate. The first two go with every sequence that has a published email. */
export type Caveat =
  /** The bounds hold for the settings and emails as they are now, and had the sequence never been paused before. */
  | 'schedule may have changed'
  /** Automations move people in and out; who completed is not counted among the active. */
  | 'automations may have moved people'
  /** Kit counts by days and does not say where a day begins, so people added around a border are on either side. */
  | 'by day'
  /** Nothing is sent, and everybody is where they were at the pause. When that was, and so who had what, is unknown. */
  | 'paused'
  /** People may go through it again; who does is unknown, so nobody is surely through with it. */
  | 'repeat'
  /** Who has had everything stays in for emails yet to be added. */
  | 'hold'
  | 'time zone unknown'
  | 'send hour unknown'
  | 'send days unknown'
  | 'delays unknown'
  /** Positions are missing or taken twice: the order of the emails is a guess. */
  | 'order unknown'
  | 'some counts unread'
  /** Counts contradict each other: the list changed in between, or Kit did not filter as it was asked. */
  | 'counts disagree';

/** What an estimate was made from. */
export interface Basis {
  sequence: ScheduleOfSequence;
  schedule: Schedule;
  borders: Border[];
  countsUnread: boolean;
  countsDisagree: boolean;
}

/** In a fixed order. */
export function caveatsOf({ sequence, schedule, borders, countsUnread, countsDisagree }: Basis): Caveat[] {
  const { emails } = schedule;
  const some = emails.length > 0;
  // The schedule is of no matter to emails that wait for hours, nor to the one that goes out at once.
  const scheduled = emails.filter(
    ({ delay_unit, delay_value }, index) => delay_unit === 'days' && (index > 0 || delay_value > 0),
  );
  const hours = hoursOf(sequence);
  const positions = new Set(emails.map(({ position }) => position));
  const says: [Caveat, boolean][] = [
    ['schedule may have changed', some],
    ['automations may have moved people', some],
    ['by day', borders.some(({ had, open }) => Number.isFinite(had) || Number.isFinite(open))],
    ['paused', some && !sequence.active],
    ['repeat', some && sequence.repeat],
    ['hold', sequence.hold],
    ['time zone unknown', scheduled.length > 0 && !schedule.zone.known],
    ['send hour unknown', scheduled.length > 0 && hours.earliest !== hours.latest],
    ['send days unknown', scheduled.some((email) => !daysAreKnown(sequence, email))],
    ['delays unknown', !emails.every(hasKnownDelay)],
    ['order unknown', emails.length > 1 && (positions.has(null) || positions.size < emails.length)],
    ['some counts unread', countsUnread],
    ['counts disagree', countsDisagree],
  ];
  return says.filter(([, is]) => is).map(([caveat]) => caveat);
}

function daysAreKnown(sequence: ScheduleOfSequence, { send_days }: ScheduledEmail): boolean {
  return areReadable(sequence.send_days) && (send_days === null || areReadable(send_days));
}
