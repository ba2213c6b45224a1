import * as v from 'valibot';
import { ok } from '../../result.ts';
import type { KitResult } from '../problems.ts';
import { reader } from '../reply.ts';
import { type Subscriber, SubscriberCountReply, SubscriberReply, SubscribersReply } from '../shapes.ts';
import { type ApiContext, type Page, pageOf, pageQuery, text } from './call.ts';

/** When people were added to a sequence, as Kit's filters take it; null for no limit. */
export interface AddedFilter {
  addedAfter: string | null;
  addedBefore: string | null;
}

export interface SubscriberCalls {
  /** People in the sequence with this status; Kit's lists lag behind by seconds to minutes. */
  countSubscribers(id: number, status: 'active' | 'all', added?: AddedFilter): Promise<KitResult<number>>;
  /** Those who are in the sequence, in every state, 1,000 at a time; `after` null for the first page. */
  subscribers(id: number, after: string | null, added?: AddedFilter): Promise<KitResult<Page<Subscriber>>>;
  /** Kit refuses this for a paused sequence. They start at its first email. */
  addSubscriber(sequenceId: number, subscriberId: number): Promise<KitResult<'added' | 'already'>>;
}

export function subscriberCalls({ client, send }: ApiContext): SubscriberCalls {
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
        reader(SubscriberCountReply, ({ pagination }) => pagination.total_count),
      ),
    subscribers: (sequence_id, after, added) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/subscribers', {
            ...text,
            headers,
            params: {
              path: { sequence_id },
              query: { status: 'all', ...pageQuery(after), ...addedQuery(added) },
            },
          }),
        reader(SubscribersReply, ({ subscribers, pagination }) => pageOf(subscribers, pagination)),
      ),
    addSubscriber: (sequence_id, id) =>
      // Once: whether adding somebody again starts them anew is not known.
      send(
        'once',
        (headers) =>
          client.POST('/v4/sequences/{sequence_id}/subscribers/{id}', {
            ...text,
            headers,
            params: { path: { sequence_id, id } },
            body: {},
          }),
        (body, status) => {
          const { success, output } = v.safeParse(SubscriberReply, body);
          if (!success || output.subscriber.id !== id) return null;
          if (status === 201) return ok('added');
          return status === 200 ? ok('already') : null;
        },
      ),
  };
}

function addedQuery(added: AddedFilter | undefined) {
  return {
    ...(added?.addedAfter && { added_after: added.addedAfter }),
    ...(added?.addedBefore && { added_before: added.addedBefore }),
  };
}
