import createClient from 'openapi-fetch';
import * as v from 'valibot';
import { API_ORIGIN } from '../hosts.ts';
import { fail, ok, type Result } from '../result.ts';
import { fetchKit } from './fetch.ts';
import { type KitProblem, problemOfStatus } from './problems.ts';
import type { paths } from './schema.d.ts';
import {
  AccountReply,
  type Sequence,
  type SequenceEmail,
  SequenceEmailsReply,
  SequenceReply,
  SubscriberCountReply,
} from './shapes.ts';

export type KitResult<T> = Result<T, KitProblem>;
export type Account = { id: number; name: string };

/** Proves to Kit who is asking. `renew` gives a fresh header after a 401, where the kind of connection can. */
export interface Authorization {
  header(): Promise<KitResult<Record<string, string>>>;
  renew?(refused: Record<string, string>): Promise<KitResult<Record<string, string>>>;
}

/**
 * Kit's API v4, as far as this product uses it. No method throws: each gives what Kit said, checked, or a problem.
 *
 * @param fetch reaches the network; rejects as `fetch` does.
 */
export interface Kit {
  account(): Promise<KitResult<Account>>;
  sequence(id: number): Promise<KitResult<Sequence>>;
  /** People in the sequence with this status; Kit's lists lag behind by seconds to minutes. */
  countSubscribers(id: number, status: 'active' | 'all'): Promise<KitResult<number>>;
  /** All emails, drafts included, without their content. */
  emails(sequenceId: number): Promise<KitResult<SequenceEmail[]>>;
  /** Pauses or resumes, and changes nothing else. Gives the sequence as it is afterwards. */
  setActive(id: number, active: boolean): Promise<KitResult<Sequence>>;
  /** Takes effect at once and cannot be undone. */
  deleteSequence(id: number): Promise<KitResult<null>>;
}

/** One page holds every email of any sequence seen so far; more is "not understood" rather than half read. */
const EMAILS_PER_PAGE = 1000;

export function createKit(
  authorization: Authorization,
  fetch: (request: Request) => Promise<Response> = fetchKit,
): Kit {
  const client = createClient<paths>({ baseUrl: API_ORIGIN, fetch });

  /** Sends the call, and once more with a renewed credential after a 401: a refused request has had no effect. */
  async function send<T>(call: Call, read: Reader<T>): Promise<KitResult<T>> {
    const header = await credential(() => authorization.header());
    if (!header.ok) return header;
    const answer = await receive(call(header.value), read);
    if (answer.ok || answer.problem.kind !== 'unauthorized' || !authorization.renew) return answer;
    const renewed = await credential(() => authorization.renew?.(header.value) ?? Promise.resolve(header));
    return renewed.ok ? receive(call(renewed.value), read) : renewed;
  }

  // Text, so that a body that is no JSON can be told from a connection that broke.
  const text = { parseAs: 'text' } as const;
  const sequence = (id: number) => ({ params: { path: { id } } });

  return {
    account: () =>
      send(
        (headers) => client.GET('/v4/account', { ...text, headers }),
        reader(AccountReply, ({ account }) => ({ id: account.id, name: account.name })),
      ),
    sequence: (id) =>
      send(
        (headers) => client.GET('/v4/sequences/{id}', { ...text, ...sequence(id), headers }),
        reader(SequenceReply, (reply) => (reply.sequence.id === id ? reply.sequence : null)),
      ),
    countSubscribers: (sequence_id, status) =>
      send(
        (headers) =>
          client.GET('/v4/sequences/{sequence_id}/subscribers', {
            ...text,
            headers,
            params: { path: { sequence_id }, query: { status, per_page: 1, include_total_count: true } },
          }),
        reader(SubscriberCountReply, ({ pagination }) => pagination.total_count),
      ),
    emails: (sequence_id) =>
      send(
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
        (headers) =>
          client.PUT('/v4/sequences/{id}', { ...text, ...sequence(id), headers, body: { active } }),
        reader(SequenceReply, ({ sequence }) =>
          sequence.id === id && sequence.active === active ? sequence : null,
        ),
      ),
    deleteSequence: (id) =>
      send(
        (headers) => client.DELETE('/v4/sequences/{id}', { ...text, ...sequence(id), headers }),
        (_body, status) => (status === 204 ? ok(null) : null),
      ),
  };
}

type Call = (
  headers: Record<string, string>,
) => Promise<{ response: Response; data?: unknown; error?: unknown }>;

/** Null when the reply is not what the contract says. */
type Reader<T> = (body: unknown, status: number) => { ok: true; value: T } | null;

function reader<S extends v.GenericSchema, T>(
  schema: S,
  pick: (reply: v.InferOutput<S>) => T | null,
): Reader<T> {
  return (body) => {
    const parsed = v.safeParse(schema, body);
    const value = parsed.success ? pick(parsed.output) : null;
    return value === null ? null : ok(value);
  };
}

async function receive<T>(call: ReturnType<Call>, read: Reader<T>): Promise<KitResult<T>> {
  try {
    const { response, data, error } = await call;
    const body = parse(data ?? error);
    const requestId = response.headers.get('x-request-id')?.slice(0, 100) ?? null;
    const problem = problemOfStatus(response.status, body, requestId);
    if (problem) return fail(problem);
    return (
      read(body, response.status) ?? fail({ kind: 'not understood', status: response.status, requestId })
    );
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return fail({ kind: timedOut ? 'timeout' : 'unreachable' });
  }
}

/** The browser's storage can fail too; nothing has been sent then. */
async function credential<T>(read: () => Promise<KitResult<T>>): Promise<KitResult<T>> {
  try {
    return await read();
  } catch {
    return fail({ kind: 'storage failed' });
  }
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
