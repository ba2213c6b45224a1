import { inOrder } from '../kit/order.ts';
import { areReadable, firstFrom, sendDaysOf } from './weekdays.ts';
import { type Bound, DAY, HOUR, MINUTE, type Zone, zoneNamed } from './zone.ts';

/** What leaves open when an email goes out. */
export type Doubt =
  /** An hour that the clock skips or shows twice. */
  | 'clock change'
  /** Kit's texts say once that an email's own weekdays narrow the sequence's, and once that they replace them. */
  | 'own send days'
  /** Whether a delay of days is counted in days of the calendar, or is over at the time of day at which it began. */
  | 'turn of day'
  /** What is due goes out within some minutes, not at once. */
  | 'batch'
  | 'time zone unknown'
  | 'send hour unknown'
  | 'send days unknown'
  | 'delays unknown';

export const DOUBTS: readonly Doubt[] = [
  'clock change',
  'own send days',
  'turn of day',
  'batch',
  'time zone unknown',
  'send hour unknown',
  'send days unknown',
  'delays unknown',
];

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
  /** How often it was sent, as Kit's statistics say; null, or missing, where they do not. */
  recipients?: number | null;
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
 *
 * @param open what is left open; where it is not, the latest is as early as the earliest.
 */
export function scheduleOf(
  sequence: ScheduleOfSequence,
  emails: ScheduledEmail[],
  open: ReadonlySet<Doubt> = new Set(DOUBTS),
): Schedule {
  const zone = surerZone(zoneNamed(sequence.time_zone), open);
  const published = inSendingOrder(emails);
  const steps = published.map((email, index) => remembered(stepTo(email, index === 0, sequence, zone, open)));
  return { emails: published, steps, zone };
}

/** How far somebody is. */
export interface Progress {
  /** How many emails have gone out. */
  had: number;
  /** When the next one does, in ms since 1970; Infinity where there is none, or nobody can say. */
  nextAt: number;
}

/**
 * How far somebody added at `addedAt` is by `now`, both in ms since 1970: if each email goes out as early as it can, or
 * as late as it can. Who was added later never has more.
 */
export function progress(schedule: Schedule, addedAt: number, now: number, bound: Bound): Progress {
  let place: Place = { at: addedAt, day: schedule.zone.dayOf(addedAt, bound), onSchedule: false };
  for (const [index, step] of schedule.steps.entries()) {
    place = step(place, bound);
    if (place.at > now) return { had: index, nextAt: place.at };
  }
  return { had: schedule.steps.length, nextAt: Infinity };
}

/** When the last email goes out to somebody added at `addedAt`, in ms since 1970. */
export function wholeAt({ steps, zone }: Schedule, addedAt: number, bound: Bound): number {
  const start: Place = { at: addedAt, day: zone.dayOf(addedAt, bound), onSchedule: false };
  return steps.reduce((place, step) => step(place, bound), start).at;
}

/** How many emails have gone out by then. */
export function emailsOut(schedule: Schedule, addedAt: number, now: number, bound: Bound): number {
  return progress(schedule, addedAt, now, bound).had;
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

/** The zone with one choice where nothing is to be left open. */
function surerZone(zone: Zone, open: ReadonlySet<Doubt>): Zone {
  if (open.has(zone.known ? 'clock change' : 'time zone unknown')) return zone;
  return {
    known: zone.known,
    dayOf: (moment) => zone.dayOf(moment, 'earliest'),
    momentOf: (day, hour) => zone.momentOf(day, hour, 'earliest'),
  };
}

/** Most people of a list are sent the same email at the same moment. */
function remembered(step: Step): Step {
  const known = new Map<string, Place>();
  return (from, bound) => {
    if (!from.onSchedule) return step(from, bound);
    const key = `${bound} ${from.at} ${from.day}`;
    const place = known.get(key) ?? step(from, bound);
    known.set(key, place);
    return place;
  };
}

function stepTo(
  email: ScheduledEmail,
  first: boolean,
  sequence: ScheduleOfSequence,
  zone: Zone,
  open: ReadonlySet<Doubt>,
): Step {
  if (!hasKnownDelay(email)) {
    const late = open.has('delays unknown');
    return (from, bound) => (bound === 'latest' && late ? NEVER : from);
  }
  if (email.delay_unit === 'hours') return afterHours(email.delay_value, zone, open);
  if (first && email.delay_value === 0) return (from) => from;
  return afterDays(email, sequence, zone, open);
}

function afterHours(hours: number, zone: Zone, open: ReadonlySet<Doubt>): Step {
  const late = open.has('batch') ? CHECKED_EVERY + SENDING_TAKES : 0;
  return (from, bound) => {
    const at = from.at + hours * HOUR + (bound === 'earliest' ? 0 : late);
    return { at, day: zone.dayOf(at, bound), onSchedule: false };
  };
}

function afterDays(
  email: ScheduledEmail,
  sequence: ScheduleOfSequence,
  zone: Zone,
  open: ReadonlySet<Doubt>,
): Step {
  const week = sendDaysOf(sequence.send_days, email.send_days);
  const daysLeftOpen = daysAreKnown(sequence, email) ? 'own send days' : 'send days unknown';
  const lateWeek = open.has(daysLeftOpen) ? week.sure : week.possible;
  const hour = hoursOf(sequence);
  const lateHour = open.has('send hour unknown') ? hour.latest : hour.earliest;
  const sending = open.has('batch') ? SENDING_TAKES : 0;
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
    const exact = !open.has('turn of day') || (from.onSchedule && days > 0);
    const day = firstFrom(from.day + days + (exact || (over(0) && over(days)) ? 0 : 1), lateWeek);
    const at = Math.max(from.at, zone.momentOf(day, lateHour, bound));
    return { at: at + sending, day, onSchedule: true };
  };
}

/** Whether the weekdays of both can be told. */
export function daysAreKnown(sequence: ScheduleOfSequence, { send_days }: ScheduledEmail): boolean {
  return areReadable(sequence.send_days) && (send_days === null || areReadable(send_days));
}
