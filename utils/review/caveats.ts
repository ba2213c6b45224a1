import type { Schedule, ScheduleOfSequence } from './schedule.ts';

/** What an estimate rests on, whatever its numbers are. The first two go with every sequence that has a published email. */
export type Caveat =
  /** The bounds hold for the settings and emails as they are now, and had the sequence never been paused before. */
  | 'schedule may have changed'
  /** Automations move people in and out; who completed is not counted among the active. */
  | 'automations may have moved people'
  /** Who has had everything stays in for emails yet to be added. */
  | 'hold'
  /** Positions are missing or taken twice: the order of the emails is a guess. */
  | 'order unknown'
  | 'some counts unread'
  /** Counts contradict each other: the list changed in between, or Kit did not filter as it was asked. */
  | 'counts disagree'
  /** Kit sent the last email to fewer people than the schedule takes to be through with it. */
  | 'sends disagree';

/** What an estimate was made from. */
interface Grounds {
  sequence: ScheduleOfSequence;
  schedule: Schedule;
  countsUnread?: boolean;
  countsDisagree?: boolean;
  sendsDisagree?: boolean;
}

/** In a fixed order. */
export function caveatsOf({ sequence, schedule, ...found }: Grounds): Caveat[] {
  const { emails } = schedule;
  const some = emails.length > 0;
  const positions = new Set(emails.map(({ position }) => position));
  const says: [Caveat, boolean | undefined][] = [
    ['schedule may have changed', some],
    ['automations may have moved people', some],
    ['hold', sequence.hold],
    ['order unknown', emails.length > 1 && (positions.has(null) || positions.size < emails.length)],
    ['some counts unread', found.countsUnread],
    ['counts disagree', found.countsDisagree],
    ['sends disagree', found.sendsDisagree],
  ];
  return says.filter(([, is]) => is).map(([caveat]) => caveat);
}
