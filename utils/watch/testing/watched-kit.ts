import type { KitResult } from '../../kit/client.ts';
import type { ListedSequence, Sequence, SequenceEmail } from '../../kit/shapes.ts';
import { fail, ok } from '../../result.ts';
import { review } from '../../sequence/testing/fakes.ts';

/** What this Kit holds of a sequence. */
export interface Held {
  sequence: Sequence & ListedSequence;
  emails: SequenceEmail[];
  /** When each was added, in ms since 1970; all are active. */
  people: number[];
}

const gone = fail({ kind: 'not found' } as const);
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A Kit in memory in which people come in and get older, for whoever watches them. It notes what it was asked. */
export function watchedKit(now: () => number) {
  const held = new Map<number, Held>();
  const asked: { at: number; what: string }[] = [];
  const kit = {
    held,
    asked,
    /** Answers in place of everything, where it is set. */
    trouble: null as KitResult<never> | null,
    /** Emails go out at 9 in UTC, so many days one after the other. */
    add(id: number, days: number[], people: number[]): Held {
      const one: Held = {
        sequence: {
          ...review.sequence,
          ...{ id, name: `Sequence ${id}`, active: true, hold: false, repeat: false },
          ...{ send_days: WEEK, send_hour: 9, time_zone: 'UTC', exclude_subscriber_sources: [] },
          subscriber_count: people.length,
        },
        emails: days.map((delay_value, position) => ({
          ...{ id: 10 * id + position, published: true, subject: `Email ${position}`, content: null },
          ...{ position, delay_value, delay_unit: 'days', send_days: null },
        })),
        people,
      };
      held.set(id, one);
      return one;
    },
    api: {
      sequence: async (id: number) => answer('sequence', id, ({ sequence }) => ok({ ...sequence })),
      emails: async (id: number) => answer('emails', id, ({ emails }) => ok(emails)),
      countSubscribers: async (id: number, _: unknown, added?: { addedAfter: string | null }) =>
        answer('count', id, (one) => ok(since(one, added).length)),
      activeSubscribers: async (id: number, after: string | null, added?: { addedAfter: string | null }) =>
        answer('people', id, (one) => {
          const people = since(one, added).map((at, nth) => ({
            ...{ id: 1000 * id + nth, state: 'active', added_at: new Date(at).toISOString() },
          }));
          const from = Number(after ?? 0);
          const next = from + 1000 < people.length ? String(from + 1000) : null;
          return ok({ items: people.slice(from, from + 1000), next, unreadable: [], total: people.length });
        }),
      sequences: async () => {
        asked.push({ at: now(), what: 'list' });
        const items = [...held.values()].map(({ sequence }) => sequence);
        return kit.trouble ?? ok({ items, next: null, unreadable: [] });
      },
      setActive: async (id: number, active: boolean) =>
        answer('write', id, ({ sequence }) => {
          Object.assign(sequence, { active, updated_at: `changed at ${now()}` });
          return ok({ ...sequence });
        }),
    },
  };
  const since = ({ people }: Held, added: { addedAfter: string | null } | undefined) =>
    people
      .filter((at) => !added?.addedAfter || at >= Date.parse(added.addedAfter))
      .filter((at) => at <= now());
  function answer<T>(what: string, id: number, give: (one: Held) => KitResult<T>): KitResult<T> {
    asked.push({ at: now(), what });
    if (kit.trouble) return kit.trouble;
    const one = held.get(id);
    return one ? give(one) : gone;
  }
  return kit;
}

/** The most of these times that lie within so many ms. */
export function mostWithin(times: number[], ms: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  let [most, from] = [0, 0];
  for (const [nth, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - ms) from += 1;
    most = Math.max(most, nth - from + 1);
  }
  return most;
}
