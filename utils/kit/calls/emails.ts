import type { KitResult } from '../problems.ts';
import { reader } from '../reply.ts';
import type { components } from '../schema.d.ts';
import { type SequenceEmail, SequenceEmailReply, SequenceEmailsReply } from '../shapes.ts';
import { type ApiContext, pageQuery, text } from './call.ts';

/** What Kit takes for an email; what is left out stays. */
type EmailFields = components['schemas']['SequenceEmailUpdate'];
/** What it takes for a new one: a draft, and last, unless told otherwise. */
export type NewEmail = EmailFields & Required<Pick<EmailFields, 'subject' | 'delay_value' | 'delay_unit'>>;

export interface EmailCalls {
  /** All emails, drafts included, with their content only where asked for (and Kit's copy there may lack it). */
  emails(sequenceId: number, include?: 'content'): Promise<KitResult<SequenceEmail[]>>;
  /** One email as it is now, with its content. */
  email(sequenceId: number, id: number): Promise<KitResult<SequenceEmail>>;
  /** Kit knows no idempotency keys: after a lost reply, look before repeating. */
  createEmail(sequenceId: number, email: NewEmail): Promise<KitResult<SequenceEmail>>;
  /** Changes what is named, and nothing else. Gives the email as it is afterwards. */
  updateEmail(sequenceId: number, id: number, fields: EmailFields): Promise<KitResult<SequenceEmail>>;
}

export function emailCalls({ client, send }: ApiContext): EmailCalls {
  const one = (sequence_id: number, id: number) => ({ params: { path: { sequence_id, id } } });
  return {
    // One page holds every email of any sequence seen so far; more is "not understood" rather than half read.
    emails: (sequence_id, include) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/emails', {
            ...text,
            headers,
            params: {
              path: { sequence_id },
              query: { ...pageQuery(null), ...(include && { include_content: true }) },
            },
          }),
        reader(SequenceEmailsReply, ({ emails, pagination }) => (pagination.has_next_page ? null : emails)),
      ),
    email: (sequence_id, id) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/emails/{id}', {
            ...text,
            headers,
            ...one(sequence_id, id),
          }),
        reader(SequenceEmailReply, ({ email }) => (email.id === id ? email : null)),
      ),
    createEmail: (sequence_id, email) =>
      send(
        'once',
        (headers) =>
          client.POST('/v4/sequences/{sequence_id}/emails', {
            ...text,
            headers,
            params: { path: { sequence_id } },
            // As with a new sequence: the generated type lets nothing in.
            body: email as components['schemas']['SequenceEmailCreate'],
          }),
        reader(SequenceEmailReply, (reply) => reply.email),
      ),
    updateEmail: (sequence_id, id, fields) =>
      send(
        'idempotent',
        (headers) =>
          client.PUT('/v4/sequences/{sequence_id}/emails/{id}', {
            ...text,
            headers,
            ...one(sequence_id, id),
            body: fields,
          }),
        reader(SequenceEmailReply, ({ email }) => (email.id === id ? email : null)),
      ),
  };
}
