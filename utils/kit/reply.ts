import * as v from 'valibot';
import { fail, ok } from '../result.ts';
import { retryAfterOf } from './backoff.ts';
import { ReplyTooLarge } from './body.ts';
import { type KitResult, problemOfStatus } from './problems.ts';

/** What openapi-fetch gives: the body under `data` or `error`, as text or parsed. */
export type FetchReply = Promise<{ response: Response; data?: unknown; error?: unknown }>;

/** Null when the reply is not what the contract says. */
export type Reader<T> = (body: unknown, status: number) => { ok: true; value: T } | null;

export function reader<S extends v.GenericSchema, T>(
  schema: S,
  pick: (reply: v.InferOutput<S>) => T | null,
): Reader<T> {
  return (body) => {
    const parsed = v.safeParse(schema, body);
    const value = parsed.success ? pick(parsed.output) : null;
    return value === null ? null : ok(value);
  };
}

/** What Kit said, checked, or a problem; and after how many ms Kit wants to be asked again, if it said so. */
export async function receive<T>(
  answer: FetchReply,
  read: Reader<T>,
): Promise<{ result: KitResult<T>; retryAfter: number | null }> {
  try {
    const { response, data, error } = await answer;
    const { status, headers } = response;
    const body = parse(data ?? error);
    const requestId = headers.get('x-request-id')?.slice(0, 100) ?? null;
    const retryAfter = retryAfterOf(headers.get('retry-after'), Date.now());
    const problem = problemOfStatus(status, body, requestId, retryAfter);
    if (problem) return { result: fail(problem), retryAfter };
    const result = read(body, status);
    return { result: result ?? fail({ kind: 'not understood', status, requestId }), retryAfter: null };
  } catch (error) {
    if (error instanceof ReplyTooLarge)
      return { result: fail({ kind: 'reply too large' }), retryAfter: null };
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { result: fail({ kind: timedOut ? 'timeout' : 'unreachable' }), retryAfter: null };
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
