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

export const SequenceEmail = v.looseObject({ id, published: v.boolean() });
export type SequenceEmail = v.InferOutput<typeof SequenceEmail>;

export const SequenceEmailsReply = v.looseObject({
  emails: v.array(SequenceEmail),
  pagination: v.looseObject({ has_next_page: v.boolean() }),
});
