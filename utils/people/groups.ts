import type { BackupReader } from '../backup/backup.ts';
import type { Subscriber } from '../kit/shapes.ts';
import type { Core } from '../restore/plan.ts';
import { type BackupReadProblem, parsePart } from '../restore/read.ts';
import { ok, type Result } from '../result.ts';
import { emailsOut, scheduleOf } from '../review/schedule.ts';
import { scheduledOf, timingOf } from '../review/timing.ts';

/**
 * Whom a person may add to a restored sequence. `start`: those to whom surely no email had gone out. `midway`: those
 * who perhaps had an email to come, which `start` is a part of: everybody who may miss something.
 */
export type Group = 'start' | 'midway';

export interface Groups {
  /** In the backup, in every state. */
  people: number;
  /** In the backup too, but not to be read, so in no group. */
  unusable: number;
  /** Only these are ever added. */
  active: number;
  start: number;
  midway: number;
  /** Kit said enough of the schedule to tell; else nobody is known to be at the start, and everybody may be midway. */
  known: boolean;
}

/** From when on somebody must have been added to be in a group, in ms since 1970; Infinity for nobody. */
export interface Standing {
  start: number;
  midway: number;
  /** Somebody may be midway of whom it is not known when they were added. */
  anybody: boolean;
  known: boolean;
  repeat: boolean;
}

/**
 * Each bound errs to the safe side. Nobody in `start` had an email, even if each was sent as early as it can be and counted
 * when the backup was complete. Nobody who misses an email is left out of `midway`, even if each was sent as late as it
 * can be and counted when the backup began. A paused sequence sends later than its schedule, and in one that people can
 * repeat `added_at` may be the day of their first round: then everybody who is not in `start` may be midway.
 *
 * @param from what the backup holds was true at some time between this and `until`; both in ms since 1970.
 */
export function standingOf({ sequence, emails }: Core, from: number, until: number): Standing {
  const timing = timingOf(sequence);
  const scheduled = scheduledOf(emails);
  const repeat = timing?.repeat ?? true;
  if (!timing || !scheduled)
    return { start: Infinity, midway: -Infinity, anybody: true, known: false, repeat };
  const schedule = scheduleOf(timing, scheduled);
  const all = schedule.emails.length;
  // Nobody is midway where nothing is sent.
  if (all === 0) return { start: Infinity, midway: Infinity, anybody: false, known: true, repeat };
  // Who was added later never has more: two moments tell it of everybody.
  const start = firstMoment(until, (added) => emailsOut(schedule, added, until, 'earliest') === 0);
  const waiting = () => firstMoment(from, (added) => emailsOut(schedule, added, from, 'latest') < all);
  const midway = timing.active && !repeat ? Math.min(start, waiting()) : -Infinity;
  return { start, midway, anybody: true, known: true, repeat };
}

export function groupsOf({ state, added_at }: Subscriber, standing: Standing): Group[] {
  if (state !== 'active') return [];
  const added = Date.parse(added_at ?? '');
  if (Number.isNaN(added)) return standing.anybody ? ['midway'] : [];
  if (added >= standing.start) return ['start', 'midway'];
  return added >= standing.midway ? ['midway'] : [];
}

/** The first moment up to `last` of which it is true, or the one after that. Once true, it stays true. */
function firstMoment(last: number, isTrue: (moment: number) => boolean): number {
  let from = 0;
  let to = last + 1;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isTrue(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Where the next person to be looked at is. */
export interface PartPosition {
  /** The name of a part; null before the first. */
  part: string | null;
  index: number;
}

export const BEGINNING: PartPosition = { part: null, index: 0 };

type PeoplePart = { name: string; people: Subscriber[]; unusable: number };

/** The parts of a backup that hold people, from one on; one in memory at a time. */
async function* peopleParts(
  reader: BackupReader,
  from: string | null,
): AsyncGenerator<Result<PeoplePart, BackupReadProblem>> {
  for await (const part of reader.parts()) {
    if (!part.name.startsWith('people/') || (from !== null && part.name < from)) continue;
    const read = await parsePart(part, part.name as `people/${string}`);
    if (!read.ok) {
      yield read;
      return;
    }
    yield ok({ name: part.name, people: read.value.contents, unusable: read.value.unusable });
  }
}

/** The people of a backup from a place on, each with the place after them. Who cannot be read is left out. */
export async function* peopleFrom(
  reader: BackupReader,
  { part: at, index }: PartPosition,
): AsyncGenerator<Result<{ person: Subscriber; next: PartPosition }, BackupReadProblem>> {
  for await (const part of peopleParts(reader, at)) {
    if (!part.ok) {
      yield part;
      return;
    }
    const { name, people } = part.value;
    const first = name === at ? index : 0;
    for (const [offset, person] of people.slice(first).entries()) {
      yield ok({ person, next: { part: name, index: first + offset + 1 } });
    }
  }
}

export async function countGroups(
  reader: BackupReader,
  standing: Standing,
): Promise<Result<Groups, BackupReadProblem>> {
  const groups: Groups = { people: 0, unusable: 0, active: 0, start: 0, midway: 0, known: standing.known };
  for await (const part of peopleParts(reader, null)) {
    if (!part.ok) return part;
    groups.unusable += part.value.unusable;
    for (const person of part.value.people) {
      groups.people += 1;
      if (person.state === 'active') groups.active += 1;
      for (const group of groupsOf(person, standing)) groups[group] += 1;
    }
  }
  return ok(groups);
}
