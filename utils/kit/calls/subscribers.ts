import { ok } from '../../result.ts';
import type { KitResult } from '../problems.ts';
import { oneIn, type Page, pageIn, totalIn } from '../reply.ts';
import { asSubscriber, type Subscriber } from '../shapes.ts';
import { type ApiContext, fewerThan, MOST_PER_PAGE, pageQuery, text } from './call.ts';

/** When people were added to a sequence, as Kit's filters take it; null for no limit. */
export interface AddedFilter {
  addedAfter: string | null;
  addedBefore: string | null;
}

export interface SubscriberCalls {
  /** People in the sequence with this status; Kit's lists lag behind by seconds to minutes. */
  countSubscribers(id: number, status: 'active' | 'all', added?: AddedFilter): Promise<KitResult<number>>;
  /**
   * Those who are in the sequence, in every state, 1,000 at a time, or as many as can be read at once; `after` null for
   * the first page.
   */
  subscribers(id: number, after: string | null, added?: AddedFilter): Promise<KitResult<Page<Subscriber>>>;
  /**
   * Those who are active, 1,000 at a time; `after` null for the first page, which also says how many there are in all.
   * "Reply too large" where they are too much to be read at once.
   */
  activeSubscribers(
    id: number,
    after: string | null,
    added?: AddedFilter,
  ): Promise<KitResult<Page<Subscriber> & { total: number | null }>>;
  /** Kit refuses this for a paused sequence. They start at its first email. */
  addSubscriber(sequenceId: number, subscriberId: number): Promise<KitResult<'added' | 'already'>>;
}

const pageOfSubscribers = pageIn('subscribers', asSubscriber);

export function subscriberCalls({ client, send, large }: ApiContext): SubscriberCalls {
  /** How many people of a sequence can be read at once, where the most are too many. */
  const readable = new Map<number, number>();
  const subscribers = (
    sequence_id: number,
    after: string | null,
    added: AddedFilter | undefined,
    perPage: number,
  ): Promise<KitResult<Page<Subscriber>>> =>
    send(
      'read',
      (headers) =>
        client.GET('/v4/sequences/{sequence_id}/subscribers', {
          ...text,
          ...(perPage === 1 && large),
          headers,
          params: {
            path: { sequence_id },
            query: { status: 'all', ...pageQuery(after, perPage), ...addedQuery(added) },
          },
        }),
      pageOfSubscribers,
    );
  return {
    countSubscribers: (sequence_id, status, added) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/subscribers', {
            ...text,
            headers,
            params: {
              path: { sequence_id },
              query: { status, per_page: 1, include_total_count: true, ...addedQuery(added) },
            },
          }),
        totalIn,
      ),
    activeSubscribers: (sequence_id, after, added) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/subscribers', {
            ...text,
            headers,
            params: {
              path: { sequence_id },
              query: {
                status: 'active',
                ...pageQuery(after),
                ...(after === null && { include_total_count: true }),
                ...addedQuery(added),
              },
            },
          }),
        (body, status) => {
          const page = pageOfSubscribers(body, status);
          const total = after === null ? totalIn(body, status) : ok(null);
          return page && total && ok({ ...page.value, total: total.value });
        },
      ),
    async subscribers(sequence_id, after, added) {
      for (;;) {
        const perPage = readable.get(sequence_id) ?? MOST_PER_PAGE;
        const page = await subscribers(sequence_id, after, added, perPage);
        if (page.ok || page.problem.kind !== 'reply too large' || perPage === 1) return page;
        readable.set(sequence_id, Math.min(readable.get(sequence_id) ?? perPage, fewerThan(perPage)));
      }
    },
    addSubscriber(sequence_id, id) {
      const subscriberIn = oneIn('subscriber', asSubscriber, (subscriber) => subscriber.id === id);
      // Once: whether adding somebody again starts them anew is not known.
      return send(
        'once',
        (headers) =>
          client.POST('/v4/sequences/{sequence_id}/subscribers/{id}', {
            ...text,
            headers,
            params: { path: { sequence_id, id } },
            body: {},
          }),
        (body, status) => {
          if (!subscriberIn(body, status)) return null;
          if (status === 201) return ok('added');
          return status === 200 ? ok('already') : null;
        },
      );
    },
  };
}

function addedQuery(added: AddedFilter | undefined) {
  return {
    ...(added?.addedAfter && { added_after: added.addedAfter }),
    ...(added?.addedBefore && { added_before: added.addedBefore }),
  };
}
