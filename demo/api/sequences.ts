import { liveSequences } from '../kit/account.ts';
import type { Sequence } from '../kit/sequence.ts';
import type { SequenceReply, Settings } from '../kit/types.ts';
import { type Context, checkTemplate, includes, type Operations, Refusal, sequenceOf } from './operation.ts';
import { pageOf, sorted } from './paging.ts';
import { sequenceStats } from './stats.ts';

export const sequences: Operations = {
  listSequences(context) {
    const listed = liveSequences(context.account).filter((one) => context.kit.isListed(one));
    const newestFirst = sorted(listed, ({ id }) => [-id]);
    const { items, pagination } = pageOf(newestFirst, context.query);
    return { status: 200, body: { sequences: items.map((one) => shown(context, one)), pagination } };
  },

  createSequence(context) {
    if (context.kit.odd.full) throw new Refusal(403, 'Forbidden');
    const fields = checked(context) as Partial<Settings> & { name: string };
    const sequence = context.kit.addSequence(context.account, fields);
    return { status: 201, body: { sequence: shown(context, sequence) } };
  },

  getSequence(context) {
    return { status: 200, body: { sequence: shown(context, sequenceOf(context)) } };
  },

  updateSequence(context) {
    const sequence = sequenceOf(context);
    context.kit.change(sequence.id, checked(context));
    return { status: 200, body: { sequence: shown(context, sequence) } };
  },

  deleteSequence(context) {
    context.kit.deleteSequence(sequenceOf(context).id);
    return { status: 204 };
  },
};

function checked({ body, kit }: Context): Partial<Settings> {
  const fields: Partial<Settings> = body;
  checkTemplate(kit, fields.email_template_id);
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
