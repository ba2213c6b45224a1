import { liveSequences } from '../kit/account.ts';
import type { Sequence } from '../kit/sequence.ts';
import type { SequenceReply, Settings } from '../kit/types.ts';
import { type Context, includes, type Operations, Refusal, sequenceOf } from './operation.ts';
import { pageOf, sorted } from './paging.ts';
import { sequenceStats } from './stats.ts';

export const sequences: Operations = {
  listSequences(context) {
    const newestFirst = sorted(liveSequences(context.account), ({ id }) => [-id]);
    const { items, pagination } = pageOf(newestFirst, context.query);
    return { status: 200, body: { sequences: items.map((one) => shown(context, one)), pagination } };
  },

  createSequence(context) {
    const fields = checked(context.body) as Partial<Settings> & { name: string };
    const sequence = context.kit.addSequence(context.account, fields);
    return { status: 201, body: { sequence: shown(context, sequence) } };
  },

  getSequence(context) {
    return { status: 200, body: { sequence: shown(context, sequenceOf(context)) } };
  },

  updateSequence(context) {
    const sequence = sequenceOf(context);
    context.kit.change(sequence.id, checked(context.body));
    return { status: 200, body: { sequence: shown(context, sequence) } };
  },

  deleteSequence(context) {
    context.kit.deleteSequence(sequenceOf(context).id);
    return { status: 204 };
  },
};

function checked(fields: Partial<Settings>): Partial<Settings> {
  if (fields.name?.trim() === '') throw new Refusal(422, "name can't be blank");
  return fields;
}

function shown(context: Context, sequence: Sequence): SequenceReply {
  return {
    ...sequence.settings,
    email_count: sequence.emails.length,
    subscriber_count: context.kit.shownPeople(sequence).count({ state: 'active' }),
    ...(includes(context, 'stats') ? { stats: sequenceStats(sequence) } : {}),
  };
}
