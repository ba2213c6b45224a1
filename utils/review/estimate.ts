/** At least `from`, at most `to`. */
export interface Range {
  from: number;
  to: number;
}

/** When a sequence sends. */
export interface ScheduleOfSequence {
  active: boolean;
  hold: boolean;
  repeat: boolean;
  send_days: string[] | null;
  send_hour: number | null;
  time_zone: string | null;
}

export interface ScheduledEmail {
  id: number;
  subject: string;
  published: boolean;
  position: number | null;
  delay_value: number;
  delay_unit: string;
  send_days: string[] | null;
}

/** How many people were added in this time? As Kit's filters take it; null for no limit. */
export interface Question {
  addedAfter: string | null;
  addedBefore: string | null;
}

/** `count` null: it could not be read. */
export interface Answer {
  question: Question;
  count: number | null;
}

export interface WaitingFor {
  emailId: number;
  people: Range;
}

/** What makes the estimate less sure than its bounds say. */
export type Caveat =
  | 'schedule may have changed'
  | 'automations may have moved people'
  | 'by day'
  | 'paused'
  | 'repeat'
  | 'hold'
  | 'time zone unknown'
  | 'send hour unknown'
  | 'send days unknown'
  | 'delays unknown'
  | 'order unknown'
  | 'some counts unread'
  | 'counts disagree';

export interface Estimate {
  /** The published emails, in the order in which they are sent. */
  waiting: WaitingFor[];
  midway: Range;
  finished: Range;
  /** Emails that would never be sent. */
  unsent: Range;
  caveats: Caveat[];
}

const DAY = 24 * 60 * 60_000;

/** One question per published email but the first, which is sent at once. */
export function questionsFor(
  _sequence: ScheduleOfSequence,
  emails: ScheduledEmail[],
  now: number,
  most: number,
): Question[] {
  const published = emails.filter((email) => email.published).length;
  return Array.from({ length: Math.min(most, Math.max(0, published - 1)) }, (_, at) => ({
    addedAfter: new Date(now - (at + 1) * DAY).toISOString().slice(0, 10),
    addedBefore: null,
  }));
}

/** Null where nothing can be reckoned. */
export function estimate(
  _sequence: ScheduleOfSequence,
  _emails: ScheduledEmail[],
  _active: number,
  _answers: Answer[],
  _now: number,
): Estimate | null {
  return null;
}
