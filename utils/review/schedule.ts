import { inOrder } from '../kit/order.ts';
import { firstFrom, sendDaysOf } from './weekdays.ts';
import { type Bound, DAY, HOUR, MINUTE, type Zone, zoneNamed } from './zone.ts';

/** What is read of a sequence, as Kit gave it; null where Kit gave nothing that can be used. */
export interface ScheduleOfSequence {
  active: boolean;
  hold: boolean;
  repeat: boolean;
  /** Lower-case English weekday names. */
  send_days: string[] | null;
  /** 0 to 23, in `time_zone`. */
  send_hour: number | null;
  /** IANA name. */
  time_zone: string | null;
}

/** What is read of an email of a sequence, as Kit gave it. */
export interface ScheduledEmail {
  id: number;
  subject: string;
  published: boolean;
  /** Zero-based. */
  position: number | null;
  delay_value: number;
  /** `days` or `hours`. */
  delay_unit: string;
  send_days: string[] | null;
}

export interface Schedule {
  /** The published emails, in the order in which they go out. */
  emails: ScheduledEmail[];
  /** How each of them follows the one before it, or a person's being added. */
  steps: Step[];
  zone: Zone;
}

/** Where somebody is: when their last email went out, or when they were added. */
interface Place {
  /** Ms since 1970. */
  at: number;
  /** Days since 1970-01-01, in the sequence's zone. */
  day: number;
  /** Whether that was at the sequence's hour. */
  onSchedule: boolean;
}

type Step = (from: Place, bound: Bound) => Place;

/** Kit looks every 15 minutes for emails whose hours are over. */
const CHECKED_EVERY = 15 * MINUTE;
/** What is due goes to many people at once; this is how long we suppose that to take. */
const SENDING_TAKES = 30 * MINUTE;

const NEVER: Place = { at: Infinity, day: Infinity, onSchedule: true };

/** Published emails in the order of their positions; those without one come last, as new emails do. */
export function inSendingOrder(emails: ScheduledEmail[]): ScheduledEmail[] {
  return inOrder(emails.filter(({ published }) => published));
}

/**
 * When emails go out, by the rules of Kit's texts. Days are counted from the day of the email before, and an email
 * goes out at the sequence's hour on an allowed weekday. Hours are counted from the email before, at any time. The
 * first email may have 0 days: it goes out at once. Drafts take no part.
 */
export function scheduleOf(sequence: ScheduleOfSequence, emails: ScheduledEmail[]): Schedule {
  const zone = zoneNamed(sequence.time_zone);
  const published = inSendingOrder(emails);
  const steps = published.map((email, index) => stepTo(email, index === 0, sequence, zone));
  return { emails: published, steps, zone };
}

/**
 * How many emails have gone out by `now` to somebody added at `addedAt`, both in ms since 1970: at most, if each goes
 * out as early as it can; at least, if each goes out as late as it can. Who was added later never has more.
 */
export function emailsOut(schedule: Schedule, addedAt: number, now: number, bound: Bound): number {
  let place: Place = { at: addedAt, day: schedule.zone.dayOf(addedAt, bound), onSchedule: false };
  for (const [index, step] of schedule.steps.entries()) {
    place = step(place, bound);
    if (place.at > now) return index;
  }
  return schedule.steps.length;
}

/** Whether the delay is one that we know how to count. */
export function hasKnownDelay({ delay_value, delay_unit }: ScheduledEmail): boolean {
  return Number.isSafeInteger(delay_value) && delay_value >= 0 && /^(days|hours)$/.test(delay_unit);
}

/** The hours at which emails may go out: one, or all of them when Kit's is not an hour. */
export function hoursOf({ send_hour }: ScheduleOfSequence): Record<Bound, number> {
  const known = send_hour !== null && Number.isInteger(send_hour) && send_hour >= 0 && send_hour <= 23;
  return known ? { earliest: send_hour, latest: send_hour } : { earliest: 0, latest: 23 };
}

function stepTo(email: ScheduledEmail, first: boolean, sequence: ScheduleOfSequence, zone: Zone): Step {
  if (!hasKnownDelay(email)) return (from, bound) => (bound === 'earliest' ? from : NEVER);
  if (email.delay_unit === 'hours') return afterHours(email.delay_value, zone);
  if (first && email.delay_value === 0) return (from) => from;
  return afterDays(email, sequence, zone);
}

function afterHours(hours: number, zone: Zone): Step {
  return (from, bound) => {
    const waits = bound === 'earliest' ? 0 : CHECKED_EVERY + SENDING_TAKES;
    const at = from.at + hours * HOUR + waits;
    return { at, day: zone.dayOf(at, bound), onSchedule: false };
  };
}

function afterDays(email: ScheduledEmail, sequence: ScheduleOfSequence, zone: Zone): Step {
  const week = sendDaysOf(sequence.send_days, email.send_days);
  const hour = hoursOf(sequence);
  const days = email.delay_value;
  return (from, bound) => {
    if (bound === 'earliest') {
      const day = firstFrom(from.day + days, week.possible);
      return { at: Math.max(from.at, zone.momentOf(day, hour.earliest, bound)), day, onSchedule: true };
    }
    // Before the hour comes on the day that the delay leads to, full days may not be over yet.
    // Kit may or may not wait for them, but from one email on schedule to the next.
    const over = (later: number) =>
      zone.momentOf(from.day + later, hour.earliest, 'earliest') >= from.at + later * DAY;
    const exact = from.onSchedule && days > 0;
    const day = firstFrom(from.day + days + (exact || (over(0) && over(days)) ? 0 : 1), week.sure);
    return { at: zone.momentOf(day, hour.latest, bound) + SENDING_TAKES, day, onSchedule: true };
  };
}
