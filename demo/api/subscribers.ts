import type { Filter } from '../kit/people.ts';
import type { State, Subscriber } from '../kit/types.ts';
import { type Context, type Operations, Refusal, type Result, sequenceOf } from './operation.ts';
import { pageOf, type Source } from './paging.ts';

export const subscribers: Operations = {
  listSequenceSubscribers(context) {
    const people = context.kit.shownPeople(sequenceOf(context));
    const filter = filterOf(context.query);
    const newestFirst: Source<number> = {
      key: (place) => [place],
      after: (from) => people.newestFirst(filter, from?.[0]),
      before: (from) => people.oldestFirst(filter, from[0]),
      total: () => people.count(filter),
    };
    const { items, pagination } = pageOf(newestFirst, context.query);
    return { status: 200, body: { subscribers: items.map((place) => people.at(place)), pagination } };
  },

  addSubscriberToSequenceByEmail(context) {
    return add(context, { email: String(context.body.email_address) });
  },

  addSubscriberToSequence(context) {
    return add(context, { id: Number(context.path.id) });
  },
};

function add(context: Context, wanted: { id: number } | { email: string }): Result {
  const { kit, account } = context;
  const sequence = sequenceOf(context);
  const subscriber = kit.subscriber(account, wanted);
  if (!subscriber) throw new Refusal(404, 'Not Found');
  if (!sequence.settings.active) throw new Refusal(422, 'Sequence is inactive');
  const already = sequence.people.has(subscriber.id);
  if (!already) sequence.people = sequence.people.with(blockOf(subscriber));
  return { status: already ? 200 : 201, body: { subscriber } };
}

function blockOf(subscriber: Subscriber) {
  const { id, state, created_at, first_name, email_address, fields } = subscriber;
  const person = { first_name, email_address, fields };
  return {
    count: 1,
    state,
    firstId: id,
    addedAt: Date.now(),
    every: 0,
    createdAt: Date.parse(created_at),
    person,
  };
}

function filterOf(query: Context['query']): Filter {
  const filter: Filter = {};
  const status = String(query.status ?? 'active');
  if (status !== 'all') filter.state = status as State;
  const date = (name: string) => Date.parse(String(query[name]));
  if (query.added_after != null) filter.addedAfter = date('added_after');
  if (query.added_before != null) filter.addedBefore = date('added_before');
  if (query.created_after != null) filter.createdAfter = date('created_after');
  if (query.created_before != null) filter.createdBefore = date('created_before');
  return filter;
}
