import type { AddedFilter } from '../../../kit/calls/subscribers.ts';
import type { KitResult } from '../../../kit/client.ts';
import type { Page } from '../../../kit/reply.ts';
import type { Subscriber } from '../../../kit/shapes.ts';
import { fail, ok } from '../../../result.ts';
import type { PeopleKit } from '../people.ts';
import type { SettingsKit } from '../settings.ts';

const DAY = 86_400_000;

/** One way to read a bound that is asked for. */
export interface BoundReading {
  includes: boolean;
  /** By days: a moment stands for the whole day that it is in. */
  unit: 'moment' | 'day';
  /** Of the zone whose days are meant, in ms. */
  offset: number;
}

/** What Kit may mean by its filters. `refused`: it takes days only. */
export interface Filters {
  after: BoundReading;
  before: BoundReading;
  kind: 'honoured' | 'ignored' | 'refused' | 'ignored in lists';
}

export interface WorldPerson {
  id: number;
  addedAt: number | null;
  /** When Kit's lists and counts show them at the earliest, by the world's clock. */
  shownAt: number;
}

/** A Kit of which a test decides what it holds, means and shows. */
export interface KitWorld {
  now: number;
  people: WorldPerson[];
  filters: Filters;
  perPage: number;
  /** How long each request takes, in ms. */
  latency: number;
  /** Called before each request; may change the world, or fail the request. */
  meanwhile?(asked: string): KitResult<never> | undefined;
  /** Awaited before each request. */
  pending?(): Promise<void>;
}

/** Whether somebody is among those who are asked for. */
export function matcher(added: AddedFilter | undefined, { after, before, kind }: Filters) {
  const from = added?.addedAfter ? sideOf(added.addedAfter, after) : null;
  const until = added?.addedBefore ? sideOf(added.addedBefore, before) : null;
  return (addedAt: number | null): boolean => {
    if (kind === 'ignored' || (!from && !until)) return true;
    if (addedAt === null) return false;
    return (
      (!from || from(addedAt) >= (after.includes ? 0 : 1)) &&
      (!until || until(addedAt) <= (before.includes ? 0 : -1))
    );
  };
}

/** Whether a time is before (negative), at or after (positive) the bound, as it is read. */
function sideOf(bound: string, { unit, offset }: BoundReading): (time: number) => number {
  const moment = Date.parse(bound) - (bound.length === 10 ? offset : 0);
  if (unit === 'moment') return (time) => time - moment;
  const day = (at: number) => Math.floor((at + offset) / DAY);
  return (time) => day(time) - day(moment);
}

const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** `asked`: what it was asked for, in order. `countedAt`: when it last counted everybody. */
export function kitOf(world: KitWorld): PeopleKit & SettingsKit & { asked: string[]; countedAt: number } {
  const asked: string[] = [];
  async function answer<T>(what: string, make: () => T | KitResult<T>): Promise<KitResult<T>> {
    asked.push(what);
    await world.pending?.();
    world.now += world.latency;
    const failed = world.meanwhile?.(what);
    if (failed) return failed;
    const made = make();
    return typeof made === 'object' && made !== null && 'ok' in made ? made : ok(made);
  }
  const isRefused = (added: AddedFilter | undefined) =>
    world.filters.kind === 'refused' &&
    [added?.addedAfter, added?.addedBefore].some((it) => it && it.length > 10);
  const invalid = fail({ kind: 'invalid' as const, messages: [] });
  let newestFirst: WorldPerson[] = [];
  const shown = (added: AddedFilter | undefined) => {
    const isAmong = matcher(added, world.filters);
    if (newestFirst.length !== world.people.length) {
      newestFirst = world.people.toSorted(
        (one, other) => (other.addedAt ?? -1) - (one.addedAt ?? -1) || other.id - one.id,
      );
    }
    return newestFirst.filter(({ addedAt, shownAt }) => shownAt <= world.now && isAmong(addedAt));
  };
  const kit = {
    asked,
    countedAt: 0,
    sequence: () =>
      answer('sequence', () => ({
        id: 80,
        name: 'Welcome',
        active: true,
        updated_at: '2026-11-02T09:00:00Z',
        created_at: iso(
          world.people.reduce((least, { addedAt }) => Math.min(least, addedAt ?? least), world.now),
        ),
      })),
    listEmails: () => answer('emails', () => ({ items: [], unreadable: [] })),
    email: () => answer('email', (): KitResult<never> => fail({ kind: 'not found' })),
    sequences: () => answer('sequences', () => ({ items: [], next: null, unreadable: [] })),
    forms: () => answer('forms', () => ({ items: [], next: null, unreadable: [] })),
    tags: () => answer('tags', () => ({ items: [], next: null, unreadable: [] })),
    segments: () => answer('segments', () => ({ items: [], next: null, unreadable: [] })),
    countSubscribers: (_id: number, _status: 'active' | 'all', added?: AddedFilter) =>
      answer('count', (): KitResult<number> => {
        if (!added) kit.countedAt = world.now;
        return isRefused(added) ? invalid : ok(shown(added).length);
      }),
    subscribers: (_id: number, after: string | null, added?: AddedFilter) =>
      answer('page', (): KitResult<Page<Subscriber>> => {
        if (isRefused(added)) return invalid;
        const everybody = world.filters.kind === 'ignored in lists';
        const place = ({ addedAt, id }: WorldPerson): [number, number] => [addedAt ?? -1, id];
        const [time = 0, id = 0] = after === null ? [Number.POSITIVE_INFINITY] : after.split('/').map(Number);
        const isPast = (person: WorldPerson) => {
          const [added, own] = place(person);
          return added < time || (added === time && own < id);
        };
        const rest = shown(everybody ? undefined : added).filter(isPast);
        const found = rest.slice(0, world.perPage);
        const last = found.at(-1);
        const items = found.map(({ id, addedAt }) => ({
          id,
          email_address: `p${id}@example.com`,
          added_at: addedAt === null ? null : iso(addedAt),
        }));
        return ok({
          items,
          unreadable: [],
          next: last && rest.length > found.length ? place(last).join('/') : null,
        });
      }),
  };
  return kit;
}

/** Kit as it says it is, with so many people who were added evenly over two years. */
export function worldOf(people: number, change: Partial<KitWorld> = {}): KitWorld {
  const now = Date.UTC(2026, 10, 20, 9);
  return {
    now,
    people: Array.from({ length: people }, (_, at) => ({
      id: 1_000_000 + at,
      addedAt: now - 700 * DAY + Math.floor((at / people) * 690 * DAY),
      shownAt: 0,
    })),
    filters: exact,
    perPage: 1000,
    latency: 100,
    ...change,
  };
}

const moment: BoundReading = { includes: false, unit: 'moment', offset: 0 };
/** What the names of the filters say. */
export const exact: Filters = { after: moment, before: moment, kind: 'honoured' };
