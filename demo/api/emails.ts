import type { Sequence } from '../kit/sequence.ts';
import { type Email, WEEK } from '../kit/types.ts';
import { type Context, includes, type Operations, Refusal, sequenceOf } from './operation.ts';
import { pageOf, sorted } from './paging.ts';
import { emailStats } from './stats.ts';

export const emails: Operations = {
  listSequenceEmails(context) {
    const sequence = sequenceOf(context);
    const inOrder = sorted(sequence.emails, ({ position, id }) => [position ?? 0, id]);
    const { items, pagination } = pageOf(inOrder, context.query);
    const list = items.map((email) => {
      const { content, ...rest } = shown(context, sequence, email);
      return context.query.include_content === true ? { ...rest, content } : rest;
    });
    return { status: 200, body: { emails: list, pagination } };
  },

  createSequenceEmail(context) {
    const sequence = sequenceOf(context);
    const { position, ...rest } = context.body as Partial<Email> & { subject: string };
    const fields = position == null ? rest : { ...rest, position };
    check(sequence, undefined, fields);
    const email = withDays(context.kit.addEmail(sequence.id, fields));
    return { status: 201, body: { email: shown(context, sequence, email) } };
  },

  getSequenceEmail(context) {
    const sequence = sequenceOf(context);
    return { status: 200, body: { email: shown(context, sequence, emailOf(context, sequence)) } };
  },

  updateSequenceEmail(context) {
    const sequence = sequenceOf(context);
    const email = emailOf(context, sequence);
    check(sequence, email, context.body);
    withDays(Object.assign(email, context.body));
    return { status: 200, body: { email: shown(context, sequence, email) } };
  },

  deleteSequenceEmail(context) {
    const sequence = sequenceOf(context);
    const email = emailOf(context, sequence);
    sequence.emails = sequence.emails.filter((one) => one !== email);
    return { status: 204 };
  },
};

function emailOf({ path }: Context, sequence: Sequence): Email {
  const email = sequence.emails.find(({ id }) => id === path.id);
  if (!email) throw new Refusal(404, 'Not Found');
  return email;
}

/** Hour emails know no days; for day emails, null means all of them. */
function withDays(email: Email): Email {
  email.send_days = email.delay_unit === 'hours' ? null : (email.send_days ?? WEEK);
  return email;
}

function check(sequence: Sequence, email: Email | undefined, fields: Partial<Email>): void {
  const unit = fields.delay_unit ?? email?.delay_unit;
  if (fields.subject?.trim() === '') throw new Refusal(422, "subject can't be blank");
  if (fields.send_days && unit === 'hours') {
    throw new Refusal(422, 'send_days can only be set when delay_unit is days');
  }
  const taken = sequence.emails.some((one) => one !== email && one.position === fields.position);
  if (fields.position != null && taken) throw new Refusal(422, 'position has already been taken');
}

function shown(context: Context, sequence: Sequence, email: Email): Email {
  return includes(context, 'stats') ? { ...email, stats: emailStats(sequence, email) } : email;
}
