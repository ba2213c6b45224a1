import * as v from 'valibot';
import { asSent, usable } from './item.ts';

/**
 * What this version reads of Kit's replies (contract: openapi.yaml). Only what there is no going on without is needed;
 * all else may be missing, or null, also where the contract knows no null. Objects are loose: Kit adds fields without
 * notice, and they are kept.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.number(), v.integer(), v.minValue(1));

const Account = v.looseObject({ id, name: v.string() });
export const asAccount = usable(Account);

export const Sequence = v.looseObject({
  id,
  name: v.string(),
  active: v.boolean(),
  updated_at: v.string(),
  email_count: v.nullish(count),
  subscriber_count: v.nullish(count),
});
export type Sequence = v.InferOutput<typeof Sequence>;
export const asSequence = usable(Sequence);

export const SequenceEmail = v.looseObject({
  id,
  /** False also where Kit did not say: `saysWhetherPublished`. */
  published: v.boolean(),
  subject: v.nullish(v.string()),
  position: v.nullish(v.number()),
  delay_value: v.nullish(v.number()),
  delay_unit: v.nullish(v.string()),
  send_days: v.nullish(v.array(v.string())),
  /** HTML with Liquid. In a list it may be missing. */
  content: v.nullish(v.string()),
});
export type SequenceEmail = v.InferOutput<typeof SequenceEmail>;
export const asEmail = usable(SequenceEmail, { published: false });
export const saysWhetherPublished = (email: SequenceEmail): boolean =>
  typeof Reflect.get(asSent(email), 'published') === 'boolean';

/** Somebody in a sequence. */
export const Subscriber = v.looseObject({
  id,
  email_address: v.nullish(v.string()),
  first_name: v.nullish(v.string()),
  state: v.nullish(v.string()),
  /** When they were added to the sequence, in UTC. */
  added_at: v.nullish(v.string()),
  /** Custom fields by their keys. */
  fields: v.nullish(v.record(v.string(), v.unknown())),
});
export type Subscriber = v.InferOutput<typeof Subscriber>;
export const asSubscriber = usable(Subscriber);

/** A tag, form or segment. */
const Named = v.looseObject({ id, name: v.string() });
export type Named = v.InferOutput<typeof Named>;
export const asNamed = usable(Named);

/** A sequence in the list. Only its name there is relied on; all else may be missing. */
const ListedSequence = v.looseObject({
  id,
  name: v.string(),
  active: v.nullish(v.boolean()),
  updated_at: v.nullish(v.string()),
  subscriber_count: v.nullish(count),
  exclude_subscriber_sources: v.nullish(
    v.array(v.looseObject({ type: v.string(), ids: v.array(v.number()) })),
  ),
});
export type ListedSequence = v.InferOutput<typeof ListedSequence>;
export const asListedSequence = usable(ListedSequence);

/** Where the page of a list ends. */
export const Pagination = v.looseObject({ has_next_page: v.boolean(), end_cursor: v.nullish(v.string()) });
export const Total = v.looseObject({ total_count: count });
