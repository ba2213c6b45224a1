import * as v from 'valibot';
import type { BackupReader } from '../../backup/backup.ts';
import { Subscriber } from '../../kit/shapes.ts';
import { ok, type Result } from '../../result.ts';
import { emailsOut, type Schedule, scheduleOf } from '../../review/schedule.ts';
import { scheduledOf, timingOf } from '../../review/timing.ts';
import type { Core } from '../plan.ts';
import { parsePart, type Unread } from '../read.ts';

/**
 * Whom a person may add to a restored sequence. `start`: those to whom surely no email had gone out. `midway`: those
 * who perhaps had an email to come, which `start` is a part of: everybody who may miss something.
 */
export type Group = 'start' | 'midway';

export interface Groups {
  /** In the backup, in every state. */
  people: number;
  /** Only these are ever added. */
  active: number;
  start: number;
  midway: number;
  /** Kit said enough of the schedule to tell; else nobody is known to be at the start, and everybody may be midway. */
  known: boolean;
}

/** What is needed to tell where somebody was. Times are in ms since 1970. */
export interface Standing {
  /** Null where Kit did not say enough to reckon with. */
  schedule: Schedule | null;
  active: boolean;
  repeat: boolean;
  /** What the backup holds was true at some time between these two. */
  from: number;
  until: number;
}

export function standingOf({ sequence, emails }: Core, from: number, until: number): Standing {
  const timing = timingOf(sequence);
  const scheduled = scheduledOf(emails);
  const schedule = timing && scheduled ? scheduleOf(timing, scheduled) : null;
  return { schedule, active: sequence.active, repeat: timing?.repeat ?? true, from, until };
}

/**
 * The bounds are those that make `start` sure and `midway` whole: at most so many emails had gone out when the backup was
 * complete, were each sent as early as it can be; at least so many when it began, were each as late. A pause holds
 * emails back, so it moves only the second. So does a round that was begun again, of which Kit may keep the first day.
 */
export function groupsOf(person: Subscriber, standing: Standing): Group[] {
  const { schedule, active, repeat, from, until } = standing;
  if (person.state !== 'active') return [];
  if (schedule?.emails.length === 0) return [];
  const addedAt = Date.parse(person.added_at ?? '');
  if (!schedule || Number.isNaN(addedAt)) return ['midway'];
  const atMost = emailsOut(schedule, addedAt, until, 'earliest');
  const atLeast = active && !repeat ? emailsOut(schedule, addedAt, from, 'latest') : 0;
  if (atMost === 0) return ['start', 'midway'];
  return atLeast < schedule.emails.length ? ['midway'] : [];
}

/** Where the next person to be looked at is. */
export interface Place {
  /** The name of a part; null before the first. */
  part: string | null;
  index: number;
}

export const BEGINNING: Place = { part: null, index: 0 };

/** The people of a backup from a place on, each with the place after them; one part in memory at a time. */
export async function* peopleFrom(
  reader: BackupReader,
  { part: at, index }: Place,
): AsyncGenerator<Result<{ person: Subscriber; next: Place }, Unread>> {
  for await (const part of reader.parts()) {
    if (!part.name.startsWith('people/') || (at !== null && part.name < at)) continue;
    const people = await parsePart(part, v.array(Subscriber));
    if (!people.ok) {
      yield people;
      return;
    }
    const first = part.name === at ? index : 0;
    for (const [offset, person] of people.value.slice(first).entries()) {
      yield ok({ person, next: { part: part.name, index: first + offset + 1 } });
    }
  }
}

export async function countGroups(reader: BackupReader, standing: Standing): Promise<Result<Groups, Unread>> {
  const groups: Groups = { people: 0, active: 0, start: 0, midway: 0, known: standing.schedule !== null };
  for await (const one of peopleFrom(reader, BEGINNING)) {
    if (!one.ok) return one;
    groups.people += 1;
    if (one.value.person.state === 'active') groups.active += 1;
    for (const group of groupsOf(one.value.person, standing)) groups[group] += 1;
  }
  return ok(groups);
}
