import type { Added } from '../../kit/calls/subscribers.ts';
import type { KitResult } from '../../kit/client.ts';
import type { Subscriber } from '../../kit/shapes.ts';
import { fail, ok } from '../../result.ts';
import type { PeopleKit } from './people.ts';
import type { SettingsKit } from './settings.ts';

const DAY = 86_400_000;

/** One way to read a bound that is asked for. */
export interface Reading {
  includes: boolean;
  /** By days: a moment stands for the whole day that it is in. */
  unit: 'moment' | 'day';
  /** Of the zone whose days are meant, in ms. */
  offset: number;
}

/** What Kit may mean by its filters. `refused`: it takes days only. */
export interface Filters {
  after: Reading;
  before: Reading;
  kind: 'honoured' | 'ignored' | 'refused' | 'ignored in lists';
}

export interface Person {
  id: number;
  addedAt: number | null;
  /** When Kit's lists and counts show them at the earliest, by the world's clock. */
  shownAt: number;
}

/** A Kit of which a test decides what it holds, means and shows. */
export interface World {
  now: number;
  people: Person[];
  filters: Filters;
  perPage: number;
  /** How long each request takes, in ms. */
  latency: number;
  /** Called before each request; may change the world, or fail the request. */
  meanwhile?(asked: string): KitResult<never> | undefined;
}

export function matches(addedAt: number | null, added: Added | undefined, { after, before, kind }: Filters) {
  if (kind === 'ignored') return true;
  if (!added || (added.addedAfter === null && added.addedBefore === null)) return true;
  if (addedAt === null) return false;
  const from =
    added.addedAfter === null || sign(addedAt, added.addedAfter, after) >= (after.includes ? 0 : 1);
  const until =
    added.addedBefore === null || sign(addedAt, added.addedBefore, before) <= (before.includes ? 0 : -1);
  return from && until;
}

/** Whether the time is before, at or after the bound, as it is read. */
function sign(time: number, bound: string, { unit, offset }: Reading): number {
  const isDay = bound.length === 10;
  const moment = Date.parse(bound) - (isDay ? offset : 0);
  const day = (at: number) => Math.floor((at + offset) / DAY);
  return Math.sign(unit === 'day' ? day(time) - day(moment) : time - moment);
}

export const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** How often it was asked for what, besides. */
export function kitOf(world: World): PeopleKit & SettingsKit & { asked: string[]; countedAt: number } {
  const asked: string[] = [];
  async function answer<T>(what: string, make: () => T | KitResult<T>): Promise<KitResult<T>> {
    asked.push(what);
    world.now += world.latency;
    const failed = world.meanwhile?.(what);
    if (failed) return failed;
    const made = make();
    return typeof made === 'object' && made !== null && 'ok' in made ? made : ok(made);
  }
  const isRefused = (added: Added | undefined) =>
    world.filters.kind === 'refused' &&
    [added?.addedAfter, added?.addedBefore].some((it) => it && it.length > 10);
  const invalid = fail({ kind: 'invalid' as const, messages: [] });
  const shown = (added: Added | undefined) =>
    world.people.filter(
      ({ addedAt, shownAt }) => shownAt <= world.now && matches(addedAt, added, world.filters),
    );
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
    emails: () => answer('emails', () => []),
    email: () => answer('email', (): KitResult<never> => fail({ kind: 'not found' })),
    sequences: () => answer('sequences', () => ({ items: [], next: null })),
    forms: () => answer('forms', () => ({ items: [], next: null })),
    tags: () => answer('tags', () => ({ items: [], next: null })),
    segments: () => answer('segments', () => ({ items: [], next: null })),
    countSubscribers: (_id: number, _status: 'active' | 'all', added?: Added) =>
      answer('count', (): KitResult<number> => {
        if (!added) kit.countedAt = world.now;
        return isRefused(added) ? invalid : ok(shown(added).length);
      }),
    subscribers: (_id: number, after: string | null, added?: Added) =>
      answer('page', (): KitResult<{ items: Subscriber[]; next: string | null }> => {
        if (isRefused(added)) return invalid;
        const everybody = world.filters.kind === 'ignored in lists';
        const place = ({ addedAt, id }: Person): [number, number] => [addedAt ?? -1, id];
        const [time = 0, id = 0] = after === null ? [Number.POSITIVE_INFINITY] : after.split('/').map(Number);
        const isPast = (person: Person) => {
          const [added, own] = place(person);
          return added < time || (added === time && own < id);
        };
        const rest = shown(everybody ? undefined : added)
          .filter(isPast)
          .sort((one, other) => place(other)[0] - place(one)[0] || other.id - one.id);
        const found = rest.slice(0, world.perPage);
        const last = found.at(-1);
        const items = found.map(({ id, addedAt }) => ({
          id,
          email_address: `p${id}@example.com`,
          added_at: addedAt === null ? null : iso(addedAt),
        }));
        return ok({ items, next: last && rest.length > found.length ? place(last).join('/') : null });
      }),
  };
  return kit;
}
