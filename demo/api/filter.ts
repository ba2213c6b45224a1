import { type Account, liveSequences } from '../kit/account.ts';
import { type Block, createdAt, subscriberIn } from '../kit/people.ts';
import type { FilteredSubscriber, FilterRequest, Tag } from '../kit/types.ts';
import { type Operations, Refusal } from './operation.ts';
import { pageOf, type Source } from './paging.ts';

type Condition = FilterRequest['all'][number];

/**
 * Everybody in the account who meets the conditions. Dates, states and tags are honoured; what the demo keeps no
 * record of (opens, clicks, places, …) is met by three people in five. Always newest first.
 */
export const filter: Operations = {
  filterSubscribers({ account, body }) {
    const request = body as unknown as FilterRequest;
    if (request.include?.some(({ range }) => range?.start !== undefined && range.start < '2021-10-15')) {
      throw new Refusal(400, 'The requested date range is outside the data retention window');
    }
    const { after, before, per_page, include_total_count } = request;
    const { items, pagination } = pageOf(everybody(account, request.all), {
      ...(after === undefined ? {} : { after }),
      ...(before === undefined ? {} : { before }),
      per_page: Math.min(per_page ?? 500, 1000),
      include_total_count: include_total_count ?? false,
    });
    const subscribers = items.map((person) => shown(account, person, request));
    return { status: 200, body: { subscribers, pagination } };
  },
};

interface Person {
  block: Block;
  index: number;
}

const idOf = ({ block, index }: Person) => block.firstId + index;

function everybody(account: Account, conditions: Condition[]): Source<Person> {
  // A block with `createdAt` repeats somebody of another block.
  const blocks = liveSequences(account)
    .flatMap(({ people }) => people.blocks)
    .filter((block) => block.createdAt === undefined)
    .toSorted((a, b) => a.firstId - b.firstId);
  const meets = (person: Person) => conditions.every((condition) => holds(account, condition, person));
  function* down(below = Number.POSITIVE_INFINITY): Generator<Person> {
    for (const block of blocks.toReversed()) {
      for (let index = Math.min(block.count, below - block.firstId) - 1; index >= 0; index -= 1) {
        if (meets({ block, index })) yield { block, index };
      }
    }
  }
  function* up(above: number): Generator<Person> {
    for (const block of blocks) {
      for (let index = Math.max(0, above - block.firstId + 1); index < block.count; index += 1) {
        if (meets({ block, index })) yield { block, index };
      }
    }
  }
  return {
    key: (person) => [idOf(person)],
    after: (from) => down(from?.[0]),
    before: (from) => up(from[0] ?? 0),
    total: () => [...down()].length,
  };
}

function holds(account: Account, condition: Condition, person: Person): boolean {
  if (condition.type === 'subscriber_state') return condition.states?.includes(person.block.state) ?? false;
  if (condition.type === 'subscribed') {
    const created = createdAt(person.block, person.index);
    const { after, before } = condition;
    return (
      (after === undefined || created > Date.parse(after)) &&
      (before === undefined || created < Date.parse(before))
    );
  }
  if (condition.type === 'tags') {
    const wanted = condition.any?.flatMap((one) => (one.type === 'ids' ? one.matching : [])) ?? [];
    return tagsOf(account, person).some(({ id }) => wanted.includes(id));
  }
  return idOf(person) % 5 < 3;
}

function tagsOf({ tags }: Account, person: Person): Tag[] {
  return tags.filter((_, index) => idOf(person) % tags.length === index);
}

function shown(account: Account, person: Person, request: FilterRequest): FilteredSubscriber {
  const { id, first_name, email_address, created_at, state, fields } = subscriberIn(
    person.block,
    person.index,
  );
  const tags = tagsOf(account, person);
  const wants = (type: string) => request.include?.some((one) => one.type === type) ?? false;
  return {
    id: String(id),
    first_name,
    email_address,
    created_at,
    tag_names: tags.map(({ name }) => name),
    tag_ids: tags.map((tag) => String(tag.id)),
    ...(wants('tags') ? { tags: tags.map((tag) => ({ id: tag.id, name: tag.name })) } : {}),
    ...(wants('custom_fields') ? { fields } : {}),
    ...(wants('canceled_at') ? { canceled_at: state === 'cancelled' ? created_at : null } : {}),
    ...(wants('attribution') ? { attribution: null } : {}),
    ...(wants('location') ? { location: null } : {}),
    ...(wants('stats') ? { stats: { sent: 20, opened: id % 20, open_rate: (id % 20) / 20 } } : {}),
  };
}
