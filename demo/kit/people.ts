import { iso, type State, type Subscriber } from './types.ts';

/**
 * A run of people who came one after the other, in the same state. Who they are follows from their ids, so a
 * sequence of 250,000 people is a handful of blocks, and a page of it is made when it is asked for.
 */
export interface Block {
  count: number;
  state: State;
  firstId: number;
  addedAt: number;
  /** Milliseconds between one person and the next, not less than 0. */
  every: number;
  /** Set where somebody who existed before was added: when their record was made. */
  createdAt?: number;
  /** Set for one particular person. */
  person?: Partial<Pick<Subscriber, 'first_name' | 'email_address' | 'fields'>>;
}

export interface Filter {
  state?: State;
  addedAfter?: number;
  addedBefore?: number;
  createdAfter?: number;
  createdBefore?: number;
}

const NAMES = [
  ...['Maya', 'Noah', 'Amina', 'Lukas', 'Priya', 'Tomás', 'Chloé', 'Yusuf', 'Ingrid', 'Kenji'],
  ...['Ada', 'Mateo', 'Sofia', 'Oleksandr', 'Zainab', 'Björn', 'Mei', 'Diego', 'Hana', 'Samir'],
];
const DAY = 86_400_000;

/** The people in a sequence, oldest first. A value: adding gives a new one. */
export class People {
  readonly blocks: readonly Block[];

  constructor(blocks: readonly Block[] = []) {
    this.blocks = blocks;
  }

  with(block: Block): People {
    return new People([...this.blocks, block]);
  }

  count(filter: Filter = {}): number {
    return this.blocks.reduce((sum, block) => {
      const { from, until } = inRange(block, filter);
      if (!hasCreated(filter)) return sum + until - from;
      let found = 0;
      for (let index = from; index < until; index += 1) if (isCreatedIn(block, index, filter)) found += 1;
      return sum + found;
    }, 0);
  }

  has(id: number): boolean {
    return this.blocks.some((block) => id >= block.firstId && id < block.firstId + block.count);
  }

  /** Places of the people that match, newest first, from the one before `end`. */
  *newestFirst(filter: Filter, end = Number.POSITIVE_INFINITY): Generator<number> {
    let above = this.count();
    for (const block of this.blocks.toReversed()) {
      const start = above - block.count;
      const { from, until } = inRange(block, filter);
      for (let place = Math.min(end, start + until) - 1; place >= start + from; place -= 1) {
        if (isCreatedIn(block, place - start, filter)) yield place;
      }
      above = start;
    }
  }

  /** Places of the people that match, oldest first, from the one after `start`. */
  *oldestFirst(filter: Filter, start = -1): Generator<number> {
    let below = 0;
    for (const block of this.blocks) {
      const { from, until } = inRange(block, filter);
      for (let place = Math.max(start + 1, below + from); place < below + until; place += 1) {
        if (isCreatedIn(block, place - below, filter)) yield place;
      }
      below += block.count;
    }
  }

  at(place: number): Subscriber {
    let below = 0;
    for (const block of this.blocks) {
      if (place < below + block.count) return subscriberIn(block, place - below);
      below += block.count;
    }
    throw new RangeError(`nobody at place ${place}`);
  }
}

export function subscriberIn(block: Block, index: number): Subscriber {
  const id = block.firstId + index;
  return {
    id,
    first_name: id % 11 === 0 ? null : nameOf(id),
    email_address: emailOf(id),
    state: block.state,
    created_at: iso(createdAt(block, index)),
    added_at: iso(block.addedAt + index * block.every),
    fields: { city: id % 3 === 0 ? null : 'Portland' },
    ...block.person,
  };
}

function nameOf(id: number): string {
  return NAMES[id % NAMES.length] ?? 'Ada';
}

function emailOf(id: number): string {
  const plain = nameOf(id)
    .normalize('NFD')
    .replace(/[^a-z]/gi, '');
  return `${plain.toLowerCase()}.${id}@example.com`;
}

export function createdAt(block: Block, index: number): number {
  return block.createdAt ?? block.addedAt + index * block.every - ((block.firstId + index) % 40) * DAY;
}

/**
 * The indexes of those in the block who are in that state and were added in time: from, until (excluded). They follow
 * from the dates, since nobody wants to walk through a million people to count them.
 */
function inRange(block: Block, filter: Filter): { from: number; until: number } {
  const { addedAfter = Number.NEGATIVE_INFINITY, addedBefore = Number.POSITIVE_INFINITY } = filter;
  const { addedAt, every, count } = block;
  const nobody = { from: 0, until: 0 };
  if (filter.state !== undefined && filter.state !== block.state) return nobody;
  if (every === 0) return addedAt > addedAfter && addedAt < addedBefore ? { from: 0, until: count } : nobody;
  const from = Math.max(0, Math.floor((addedAfter - addedAt) / every) + 1);
  const until = Math.min(count, Math.ceil((addedBefore - addedAt) / every));
  // Not so either when a date is none.
  return from < until ? { from, until } : nobody;
}

function hasCreated({ createdAfter, createdBefore }: Filter): boolean {
  return createdAfter !== undefined || createdBefore !== undefined;
}

function isCreatedIn(block: Block, index: number, filter: Filter): boolean {
  if (!hasCreated(filter)) return true;
  const created = createdAt(block, index);
  return (
    created > (filter.createdAfter ?? Number.NEGATIVE_INFINITY) &&
    created < (filter.createdBefore ?? Number.POSITIVE_INFINITY)
  );
}
