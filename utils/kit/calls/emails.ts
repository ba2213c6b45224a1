import { fail, ok } from '../../result.ts';
import type { KitResult } from '../problems.ts';
import { oneIn, type Page, pageIn, type Reader } from '../reply.ts';
import type { components } from '../schema.d.ts';
import { asEmail, type SequenceEmail } from '../shapes.ts';
import { type ApiContext, fewerThan, MOST_PER_PAGE, pageQuery, text } from './call.ts';

/** What Kit takes for an email; what is left out stays. */
type EmailFields = components['schemas']['SequenceEmailUpdate'];
/** What it takes for a new one: a draft, and last, unless told otherwise. */
export type NewEmail = EmailFields & Required<Pick<EmailFields, 'subject' | 'delay_value' | 'delay_unit'>>;

/** What a list may hold of each email besides its settings. */
type Extra = 'content' | 'stats';
type EmailList = Omit<Page<SequenceEmail>, 'next'>;

export interface EmailCalls {
  /**
   * All emails, drafts included, with their content or statistics only where asked for (and Kit's copy there may lack the content). "Not
   * understood" where one of them is none: half a list is no list. A list that is too large to be read comes in parts.
   */
  emails(sequenceId: number, include?: Extra): Promise<KitResult<SequenceEmail[]>>;
  /** The same, with what stands among them and cannot be used. */
  listEmails(sequenceId: number, include?: Extra): Promise<KitResult<EmailList>>;
  /** One email as it is now, with its content. */
  email(sequenceId: number, id: number): Promise<KitResult<SequenceEmail>>;
  /** Kit knows no idempotency keys: after a lost reply, look before repeating. */
  createEmail(sequenceId: number, email: NewEmail): Promise<KitResult<SequenceEmail>>;
  /** Changes what is named, and nothing else. Gives the email as it is afterwards. */
  updateEmail(sequenceId: number, id: number, fields: EmailFields): Promise<KitResult<SequenceEmail>>;
  /** For good. Sent once. */
  deleteEmail(sequenceId: number, id: number): Promise<KitResult<null>>;
}

const emailPage = pageIn('emails', asEmail);
/** One page holds every email of any sequence seen so far; more is "not understood" rather than half read. */
const wholeList: Reader<Page<SequenceEmail>> = (body, status) => {
  const page = emailPage(body, status);
  return page?.value.next === null ? page : null;
};

export function emailCalls({ client, send, large }: ApiContext): EmailCalls {
  const one = (sequence_id: number, id: number) => ({ params: { path: { sequence_id, id } } });

  const page = (
    sequence_id: number,
    reader: Reader<Page<SequenceEmail>>,
    include: Extra | undefined,
    after: string | null = null,
    perPage = MOST_PER_PAGE,
  ) =>
    send(
      'read',
      (headers) =>
        client.GET('/v4/sequences/{sequence_id}/emails', {
          ...text,
          headers,
          params: {
            path: { sequence_id },
            query: {
              ...pageQuery(after, perPage),
              ...(include === 'content' && { include_content: true }),
              ...(include === 'stats' && { include }),
            },
          },
        }),
      reader,
    );

  const email = (sequence_id: number, id: number) =>
    send(
      'read',
      (headers) =>
        client.GET('/v4/sequences/{sequence_id}/emails/{id}', {
          ...text,
          ...large,
          headers,
          ...one(sequence_id, id),
        }),
      oneIn('email', asEmail, (email) => email.id === id),
    );

  async function listEmails(sequenceId: number, include?: Extra): Promise<KitResult<EmailList>> {
    const whole = await page(sequenceId, wholeList, include);
    if (whole.ok) return ok(listOf(whole.value));
    return include === 'content' && whole.problem.kind === 'reply too large' ? inParts(sequenceId) : whole;
  }

  /** First without content, which says what there is; then the content, fewer at a time, and at last one by one. */
  async function inParts(sequenceId: number): Promise<KitResult<EmailList>> {
    const listed = await page(sequenceId, wholeList, undefined);
    if (!listed.ok) return listed;
    const { items, unreadable } = listed.value;
    const read = await withContent(sequenceId, items.length);
    if (!read.ok) return read;
    const emails: SequenceEmail[] = [];
    for (const { id } of items) {
      const known = read.value.get(id);
      const found = known ? ok(known) : await email(sequenceId, id);
      if (found.ok) emails.push(found.value);
      // Deleted since it was listed.
      else if (found.problem.kind !== 'not found') return found;
    }
    return ok({ items: emails, unreadable });
  }

  /** By their ids, as far as pages of them can be read. */
  async function withContent(
    sequenceId: number,
    count: number,
  ): Promise<KitResult<Map<number, SequenceEmail>>> {
    const read = new Map<number, SequenceEmail>();
    let perPage = fewerThan(count);
    let after: string | null = null;
    while (read.size < count) {
      const some: KitResult<Page<SequenceEmail>> = await page(
        sequenceId,
        emailPage,
        'content',
        after,
        perPage,
      );
      if (some.ok) {
        const { items, next } = some.value;
        const before = read.size;
        for (const each of items) read.set(each.id, each);
        // Pages that bring nothing new may go round for ever.
        if (next === null || read.size === before) break;
        after = next;
      } else if (some.problem.kind !== 'reply too large') return some;
      else if (perPage > 1) perPage = fewerThan(perPage);
      else break;
    }
    return ok(read);
  }

  return {
    listEmails,
    async emails(sequenceId, include) {
      const list = await listEmails(sequenceId, include);
      if (!list.ok) return list;
      if (list.value.unreadable.length === 0) return ok(list.value.items);
      return fail({ kind: 'not understood', status: 200, requestId: null });
    },
    email,
    createEmail: (sequence_id, email) =>
      send(
        'once',
        (headers) =>
          client.POST('/v4/sequences/{sequence_id}/emails', {
            ...text,
            ...large,
            headers,
            params: { path: { sequence_id } },
            // As with a new sequence: the generated type lets nothing in.
            body: email as components['schemas']['SequenceEmailCreate'],
          }),
        oneIn('email', asEmail),
      ),
    deleteEmail: (sequence_id, id) =>
      send(
        'once',
        (headers) =>
          client.DELETE('/v4/sequences/{sequence_id}/emails/{id}', {
            ...text,
            headers,
            ...one(sequence_id, id),
          }),
        (_body, status) => (status === 204 ? ok(null) : null),
      ),
    updateEmail: (sequence_id, id, fields) =>
      send(
        'idempotent',
        (headers) =>
          client.PUT('/v4/sequences/{sequence_id}/emails/{id}', {
            ...text,
            ...large,
            headers,
            ...one(sequence_id, id),
            body: fields,
          }),
        oneIn('email', asEmail, (email) => email.id === id),
      ),
  };
}

const listOf = ({ items, unreadable }: Page<SequenceEmail>): EmailList => ({ items, unreadable });
