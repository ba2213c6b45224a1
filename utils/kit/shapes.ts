import * as v from 'valibot';

/**
 * What this version reads of Kit's replies (contract: openapi.yaml). Objects are loose: Kit adds fields
 * without notice, and they are kept. Only what is used is checked.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const id = v.pipe(v.number(), v.integer(), v.minValue(1));

export const AccountReply = v.looseObject({
  account: v.looseObject({ id, name: v.string() }),
});

export const Sequence = v.looseObject({
  id,
  name: v.string(),
  active: v.boolean(),
  updated_at: v.string(),
  email_count: v.optional(count),
  subscriber_count: v.optional(count),
});
export type Sequence = v.InferOutput<typeof Sequence>;

export const SequenceReply = v.looseObject({ sequence: Sequence });

export const SubscriberCountReply = v.looseObject({
  pagination: v.looseObject({ total_count: count }),
});

export const SequenceEmail = v.looseObject({
  id,
  published: v.boolean(),
  subject: v.optional(v.string()),
  position: v.nullish(v.number()),
  delay_value: v.optional(v.number()),
  delay_unit: v.optional(v.string()),
  send_days: v.nullish(v.array(v.string())),
  /** HTML with Liquid. In a list it may be missing. */
  content: v.nullish(v.string()),
});
export type SequenceEmail = v.InferOutput<typeof SequenceEmail>;

export const SequenceEmailReply = v.looseObject({ email: SequenceEmail });

export const SequenceEmailsReply = v.looseObject({
  emails: v.array(SequenceEmail),
  pagination: v.looseObject({ has_next_page: v.boolean() }),
});

const pagination = v.looseObject({ has_next_page: v.boolean(), end_cursor: v.nullish(v.string()) });

/** Somebody in a sequence. */
export const Subscriber = v.looseObject({
  id,
  email_address: v.string(),
  first_name: v.nullish(v.string()),
  state: v.optional(v.string()),
  /** When they were added to the sequence, in UTC. */
  added_at: v.nullish(v.string()),
  /** Custom fields by their keys. */
  fields: v.nullish(v.record(v.string(), v.unknown())),
});
export type Subscriber = v.InferOutput<typeof Subscriber>;

export const SubscribersReply = v.looseObject({ subscribers: v.array(Subscriber), pagination });

/** A tag, form or segment. */
const Named = v.looseObject({ id, name: v.string() });
export type Named = v.InferOutput<typeof Named>;

export const FormsReply = v.looseObject({ forms: v.array(Named), pagination });
export const TagsReply = v.looseObject({ tags: v.array(Named), pagination });
export const SegmentsReply = v.looseObject({ segments: v.array(Named), pagination });

/** A sequence in the list. Kit promises only its name there; who is kept out of it may be missing. */
export const ListedSequence = v.looseObject({
  id,
  name: v.string(),
  exclude_subscriber_sources: v.optional(
    v.array(v.looseObject({ type: v.string(), ids: v.array(v.number()) })),
  ),
});
export type ListedSequence = v.InferOutput<typeof ListedSequence>;

export const SequencesReply = v.looseObject({
  sequences: v.array(ListedSequence),
  pagination,
});
