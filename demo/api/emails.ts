import type { Sequence } from '../kit/sequence.ts';
import { type Email, WEEK } from '../kit/types.ts';
import { type Context, checkTemplate, includes, type Operations, Refusal, sequenceOf } from './operation.ts';
import { pageOf, sorted } from './paging.ts';
import { emailStats } from './stats.ts';

export const emails: Operations = {
  listSequenceEmails(context) {
    const sequence = sequenceOf(context);
    const listed = sequence.emails.filter((email) => context.kit.isListed(email));
    const inOrder = sorted(listed, ({ position, id }) => [position ?? 0, id]);
    const { items, pagination } = pageOf(inOrder, context.query);
    const list = items.map((email) => {
      const { content, ...rest } = shown(context, sequence, email);
      const whole = context.query.include_content === true && !context.kit.odd.listsLackContent;
      return whole ? { ...rest, content } : rest;
    });
    return { status: 200, body: { emails: list, pagination } };
  },

  createSequenceEmail(context) {
    const sequence = sequenceOf(context);
    const { position, ...rest } = context.body as Partial<Email> & { subject: string };
    const fields = position == null ? rest : { ...rest, position };
    check(context, sequence, undefined, fields);
    const email = withDays(context, context.kit.addEmail(sequence.id, fields));
    return { status: 201, body: { email: shown(context, sequence, email) } };
  },

  getSequenceEmail(context) {
    const sequence = sequenceOf(context);
    return { status: 200, body: { email: shown(context, sequence, emailOf(context, sequence)) } };
  },

  updateSequenceEmail(context) {
    const sequence = sequenceOf(context);
    const email = emailOf(context, sequence);
    check(context, sequence, email, context.body);
    const { content, ...fields }: Partial<Email> = context.body;
    const kept = content === undefined || (content === null && context.kit.odd.nullContent === 'keeps');
    withDays(context, Object.assign(email, fields, kept ? {} : { content }));
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
function withDays({ kit }: Context, email: Email): Email {
  if (email.delay_unit === 'hours' && kit.odd.hourDays === 'kept') return email;
  email.send_days = email.delay_unit === 'hours' ? null : (email.send_days ?? WEEK);
  return email;
}

function check({ kit }: Context, sequence: Sequence, email: Email | undefined, fields: Partial<Email>): void {
  const unit = fields.delay_unit ?? email?.delay_unit;
  if (fields.subject?.trim() === '') throw new Refusal(422, "subject can't be blank");
  if (fields.send_days && unit === 'hours' && kit.odd.hourDays === 'refused') {
    throw new Refusal(422, 'send_days can only be set when delay_unit is days');
  }
  const position = fields.position ?? email?.position ?? sequence.emails.length;
  const atOnce = (fields.delay_value ?? email?.delay_value) === 0 && unit === 'days';
  if (kit.odd.onlyFirstAtOnce && position > 0 && atOnce) {
    throw new Refusal(422, 'Only the first email can have a delay of 0 days');
  }
  checkTemplate(kit, fields.email_template_id);
  const taken = sequence.emails.some((one) => one !== email && one.position === fields.position);
  if (fields.position != null && taken) throw new Refusal(422, 'position has already been taken');
}

function shown(context: Context, sequence: Sequence, email: Email): Email {
  const seen = context.kit.odd.nullPositions ? { ...email, position: null } : email;
  return includes(context, 'stats') ? { ...seen, stats: emailStats(sequence, email) } : seen;
}
