import type { CountQuestion, ScheduledEmail, ScheduleOfSequence } from '../estimate.ts';
import { wallClock } from './wall-clock-simulator.ts';

/**
 * A Kit that adds people, sends emails one by one and counts exactly, for tests of the estimate. It shares no code
 * with it. Moments are in ms since 1970, days are counted from 1970-01-01.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'];

/** How this Kit reads what Kit's texts leave open. */
interface Reading {
  /** The day that a filter names counts too. */
  inclusive: boolean;
  /** The zone in which a filter's days begin. */
  filterZone: string;
  /** An email's own days narrow those of the sequence, or replace them. */
  ownDays: 'narrow' | 'replace';
  /** After an email at any time of day, a delay of days is over when that time has come again, not at midnight. */
  fullDays: boolean;
  /** The hour that a clock skips or repeats: the first or the second moment. */
  clockChange: 'first' | 'second';
  /** The day that is kept of somebody who goes through it again. */
  addedAgain: 'first' | 'last';
}

/** What a sequence has been through that Kit tells nobody. */
export interface Past {
  /** When it was paused, and resumed. */
  pauses: { from: number; to: number }[];
  /** Until then, these were the delays of the published emails. */
  edit: { at: number; delays: Pick<ScheduledEmail, 'delay_value' | 'delay_unit'>[] } | null;
}

export interface SimulatedWorld {
  /** The real settings; `time_zone`, `send_hour` and `send_days` are there. */
  sequence: ScheduleOfSequence & { time_zone: string; send_hour: number; send_days: string[] };
  /** In sending order; units are real. */
  emails: ScheduledEmail[];
  reading: Reading;
  now: number;
  /** Null: never. */
  pausedAt: number | null;
  /** What was otherwise before. */
  past?: Past;
  people: number;
  /** Age of the list in days, and how it grew. */
  age: number;
  growth: 'even' | 'faster and faster' | 'imports';
  /** Share of people who come in through an automation: they leave when they complete. 0 to 1. */
  automated: number;
  seed: number;
}

export interface Truth {
  active: number;
  /** Active people whose next email it is, in sending order. */
  waiting: number[];
  midway: number;
  finished: number;
  unsent: number;
  /** How often each published email was sent, in sending order. */
  sends: number[];
  /** When the active people were added whom a filter lets through, to the second. */
  list(question: CountQuestion | null): number[];
  count(question: CountQuestion): number;
}

interface Person {
  addedAt: number;
  emailsHad: number;
}

export function simulate(world: SimulatedWorld): Truth {
  const random = randomNumbers(world.seed);
  const people: Person[] = [];
  const published = world.emails.filter(({ published }) => published);
  const sends = published.map(() => 0);
  for (const addedAt of additions(world, random)) {
    const automated = random() < world.automated;
    const person = { addedAt, emailsHad: 0 };
    let passBegan = addedAt;
    for (;;) {
      const { emailsHad, lastAt } = goThrough(world, published, passBegan, random);
      person.emailsHad = emailsHad;
      for (let at = 0; at < emailsHad; at++) sends[at] = (sends[at] ?? 0) + 1;
      const again = lastAt + random() * 30 * DAY;
      const mayRepeat = world.sequence.repeat && emailsHad === published.length && random() < 0.3;
      if (!mayRepeat || again > (world.pausedAt ?? world.now)) break;
      passBegan = again;
      if (world.reading.addedAgain === 'last') person.addedAt = again;
    }
    const completed = automated && !world.sequence.hold && person.emailsHad === published.length;
    if (!completed) people.push(person);
  }
  const waiting = published.map((_, index) => people.filter(({ emailsHad }) => emailsHad === index).length);
  const midway = waiting.reduce((sum, count) => sum + count, 0);
  const days = people.map(({ addedAt }) => wallClock(world.reading.filterZone).dayOf(addedAt));
  return {
    active: people.length,
    waiting,
    midway,
    finished: people.length - midway,
    unsent: people.reduce((sum, { emailsHad }) => sum + published.length - emailsHad, 0),
    sends,
    list: (question) =>
      people
        .filter((_, index) => question === null || passes(question, days[index] ?? 0))
        .map(({ addedAt }) => Math.floor(addedAt / 1000) * 1000),
    count: (question) => days.filter((day) => passes(question, day)).length,
  };

  function passes({ addedAfter, addedBefore }: CountQuestion, day: number): boolean {
    const dayNamed = (text: string) => Date.parse(text) / DAY;
    const edge = world.reading.inclusive ? 0 : 1;
    return (
      (addedAfter === null || day >= dayNamed(addedAfter) + edge) &&
      (addedBefore === null || day <= dayNamed(addedBefore) - edge)
    );
  }
}

/** One way through the emails, as far as it goes until now or the pause. */
function goThrough(world: SimulatedWorld, published: ScheduledEmail[], began: number, random: () => number) {
  const clock = wallClock(world.sequence.time_zone);
  const end = Math.min(world.now, world.pausedAt ?? Infinity);
  let last = { at: began, day: clock.dayOf(began), onSchedule: false };
  let emailsHad = 0;
  for (const [index, email] of published.entries()) {
    const before = { ...email, ...world.past?.edit?.delays[index] };
    const edited = world.past?.edit?.at ?? -Infinity;
    const queue = Math.floor(random() * 25) * MINUTE;
    let next = sending(world, before, emailsHad === 0, last, queue);
    if (next === null || next.at >= edited) {
      next = sending(world, email, emailsHad === 0, last, queue);
      if (next !== null && next.at < edited) next = { ...next, at: edited, day: clock.dayOf(edited) };
    }
    if (next === null) break;
    last = next;
    // What is due in a pause goes out when that ends.
    for (const { from, to } of world.past?.pauses ?? []) {
      if (last.at >= from && last.at < to) last = { at: to, day: clock.dayOf(to), onSchedule: false };
    }
    if (last.at > end) break;
    emailsHad += 1;
  }
  return { emailsHad, lastAt: last.at };
}

/** When the email goes out after the one before; null when never. */
function sending(
  world: SimulatedWorld,
  email: ScheduledEmail,
  first: boolean,
  last: { at: number; day: number; onSchedule: boolean },
  queue: number,
) {
  const clock = wallClock(world.sequence.time_zone);
  if (email.delay_unit === 'hours') {
    let tick = Math.floor(last.at / (15 * MINUTE)) * 15 * MINUTE;
    while (tick < last.at + email.delay_value * HOUR) tick += 15 * MINUTE;
    return { at: tick + queue, day: clock.dayOf(tick + queue), onSchedule: false };
  }
  if (first && email.delay_value === 0) return last;
  const sent = nextOnSchedule(world, email, last);
  return sent && { at: sent.at + queue, day: sent.day, onSchedule: true };
}

/** Day by day until it may go out; null when there is no such day. */
function nextOnSchedule(
  { sequence, reading }: SimulatedWorld,
  email: ScheduledEmail,
  last: { at: number; day: number; onSchedule: boolean },
): { at: number; day: number } | null {
  const clock = wallClock(sequence.time_zone);
  const own = email.send_days ?? WEEK;
  const days =
    own.length === 7
      ? sequence.send_days
      : reading.ownDays === 'replace'
        ? own
        : own.filter((day) => sequence.send_days.includes(day));
  const notBefore = reading.fullDays && !last.onSchedule ? last.at + email.delay_value * DAY : last.at;
  for (let day = last.day + email.delay_value; day < last.day + email.delay_value + 9; day++) {
    if (!days.includes(WEEK[day % 7] ?? '')) continue;
    const at = clock.momentOf(day, sequence.send_hour, reading.clockChange);
    if (at >= notBefore) return { at, day };
  }
  return null;
}

function additions({ people, age, growth, now, seed }: SimulatedWorld, random: () => number): number[] {
  const imports = 1 + (seed % 4);
  const moments: number[] = [];
  for (let index = 0; index < people; index++) {
    const share =
      growth === 'even'
        ? random()
        : growth === 'imports'
          ? (Math.floor(random() * imports) + random() / 1000) / imports
          : 1 - random() ** 2;
    moments.push(Math.floor(now - share * age * DAY));
  }
  return moments;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
