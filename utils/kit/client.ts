import createClient from 'openapi-fetch';
import { API_ORIGIN } from '../hosts.ts';
import { ok } from '../result.ts';
import { createBudget } from './budget.ts';
import { sleep } from './clock.ts';
import { fetchKit } from './fetch.ts';
import type { KitResult } from './problems.ts';
import { reader } from './reply.ts';
import type { paths } from './schema.d.ts';
import { type Authorization, createSender, type Manner } from './send.ts';
import {
  AccountReply,
  type ListedSequence,
  type Sequence,
  type SequenceEmail,
  SequenceEmailsReply,
  SequenceReply,
  SequencesReply,
  SubscriberCountReply,
} from './shapes.ts';

export type { Authorization, KitResult };
export type Account = { id: number; name: string };

/** When people were added to a sequence, as Kit's filters take it; null for no limit. */
interface Added {
  addedAfter: string | null;
  addedBefore: string | null;
}

/** One page of an account's sequences. `next` is the cursor of the page after it, null on the last one. */
interface SequencesPage {
  sequences: ListedSequence[];
  next: string | null;
}

/**
 * Kit's API v4, as far as this product uses it. No method throws: each gives what Kit said, checked, or a problem.
 */
export interface Kit {
  account(): Promise<KitResult<Account>>;
  /** With its `stats` where asked for. */
  sequence(id: number, include?: 'stats'): Promise<KitResult<Sequence>>;
  /** People in the sequence with this status; Kit's lists lag behind by seconds to minutes. */
  countSubscribers(id: number, status: 'active' | 'all', added?: Added): Promise<KitResult<number>>;
  /** The account's sequences with what each leaves out, from the cursor on; null for the first page. */
  sequences(after: string | null): Promise<KitResult<SequencesPage>>;
  /** All emails, drafts included, without their content. */
  emails(sequenceId: number): Promise<KitResult<SequenceEmail[]>>;
  /** Pauses or resumes, and changes nothing else. Gives the sequence as it is afterwards. */
  setActive(id: number, active: boolean): Promise<KitResult<Sequence>>;
  /** Takes effect at once and cannot be undone. */
  deleteSequence(id: number): Promise<KitResult<null>>;
}

/** One page holds every email of any sequence seen so far; more is "not understood" rather than half read. */
const EMAILS_PER_PAGE = 1000;
/** The most that Kit gives at once. */
const SEQUENCES_PER_PAGE = 1000;

export interface KitOptions extends Partial<Manner> {
  /** Reaches the network; rejects as `fetch` does. */
  fetch?(request: Request): Promise<Response>;
}

/** Unless told otherwise, somebody waits for the answers, and only this client's own requests are counted. */
export function createKit(authorization: Authorization, options: KitOptions = {}): Kit {
  const client = createClient<paths>({ baseUrl: API_ORIGIN, fetch: options.fetch ?? fetchKit });
  const send = createSender(authorization, {
    budget: options.budget ?? createBudget(),
    priority: options.priority ?? 'interactive',
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
  });

  // Text, so that a body that is no JSON can be told from a connection that broke.
  const text = { parseAs: 'text' } as const;
  const sequence = (id: number) => ({ params: { path: { id } } });

  return {
    account: () =>
      send(
        'read',
        (headers) => client.GET('/v4/account', { ...text, headers }),
        reader(AccountReply, ({ account }) => ({ id: account.id, name: account.name })),
      ),
    sequence: (id, include) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{id}', {
            ...text,
            headers,
            params: { path: { id }, query: { ...(include && { include }) } },
          }),
        reader(SequenceReply, (reply) => (reply.sequence.id === id ? reply.sequence : null)),
      ),
    countSubscribers: (sequence_id, status, added) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/subscribers', {
            ...text,
            headers,
            params: {
              path: { sequence_id },
              query: { status, per_page: 1, include_total_count: true, ...addedQuery(added) },
            },
          }),
        reader(SubscriberCountReply, ({ pagination }) => pagination.total_count),
      ),
    sequences: (after) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences', {
            ...text,
            headers,
            params: { query: { per_page: SEQUENCES_PER_PAGE, ...(after !== null && { after }) } },
          }),
        reader(SequencesReply, ({ sequences, pagination: { has_next_page, end_cursor } }) => {
          if (!has_next_page) return { sequences, next: null };
          // A page after this one that nobody can ask for would be taken for the end.
          return end_cursor ? { sequences, next: end_cursor } : null;
        }),
      ),
    emails: (sequence_id) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/emails', {
            ...text,
            headers,
            params: { path: { sequence_id }, query: { per_page: EMAILS_PER_PAGE } },
          }),
        reader(SequenceEmailsReply, ({ emails, pagination }) => (pagination.has_next_page ? null : emails)),
      ),
    setActive: (id, active) =>
      send(
        'idempotent',
        (headers) =>
          client.PUT('/v4/sequences/{id}', { ...text, ...sequence(id), headers, body: { active } }),
        reader(SequenceReply, ({ sequence }) =>
          sequence.id === id && sequence.active === active ? sequence : null,
        ),
      ),
    deleteSequence: (id) =>
      send(
        'once',
        (headers) => client.DELETE('/v4/sequences/{id}', { ...text, ...sequence(id), headers }),
        (_body, status) => (status === 204 ? ok(null) : null),
      ),
  };
}

function addedQuery(added: Added | undefined) {
  return {
    ...(added?.addedAfter && { added_after: added.addedAfter }),
    ...(added?.addedBefore && { added_before: added.addedBefore }),
  };
}
