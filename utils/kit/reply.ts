import * as v from 'valibot';
import { fail, ok } from '../result.ts';
import { retryAfterOf } from './backoff.ts';
import { ReplyTooLarge } from './body.ts';
import { type KitResult, problemOfStatus } from './problems.ts';
import { Pagination, Total } from './shapes.ts';

/** What openapi-fetch gives: the body under `data` or `error`, as text or parsed. */
export type FetchReply = Promise<{ response: Response; data?: unknown; error?: unknown }>;

/** Null when the reply is not what the contract says. */
export type Reader<T> = (body: unknown, status: number) => { ok: true; value: T } | null;

/** One page of a list. `next` is the cursor of the page after it, null on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
  /** What stands in it and cannot be used, as Kit sent it: it lacks what an item must have. */
  unreadable: unknown[];
}

/** Reads a reply that holds one thing under a name: `{"sequence": {…}}`. */
export function oneIn<T>(
  name: string,
  read: (sent: unknown) => T | null,
  accept: (item: T) => boolean = () => true,
): Reader<T> {
  return (body) => {
    const item = read(fieldIn(body, name));
    return item !== null && accept(item) ? ok(item) : null;
  };
}

/**
 * Reads a page of a list, each item for itself. Null where Kit says that there is more and not where: a page that nobody can
 * ask for is not the end.
 */
export function pageIn<T>(name: string, read: (sent: unknown) => T | null): Reader<Page<T>> {
  return (body) => {
    const list = fieldIn(body, name);
    const pagination = fieldIn(body, 'pagination');
    if (!Array.isArray(list) || !v.is(Pagination, pagination)) return null;
    const next = pagination.has_next_page ? pagination.end_cursor || undefined : null;
    if (next === undefined) return null;
    const page: Page<T> = { items: [], next, unreadable: [] };
    for (const sent of list) {
      const item = read(sent);
      if (item === null) page.unreadable.push(sent);
      else page.items.push(item);
    }
    return ok(page);
  };
}

/** Reads how many there are in a list, in all. */
export const totalIn: Reader<number> = (body) => {
  const pagination = fieldIn(body, 'pagination');
  return v.is(Total, pagination) ? ok(pagination.total_count) : null;
};

const fieldIn = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

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
    const kind = isWebPage(data) ? 'not from Kit' : 'not understood';
    return { result: read(body, status) ?? fail({ kind, status, requestId }), retryAfter: null };
  } catch (error) {
    if (error instanceof ReplyTooLarge)
      return { result: fail({ kind: 'reply too large' }), retryAfter: null };
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { result: fail({ kind: timedOut ? 'timeout' : 'unreachable' }), retryAfter: null };
  }
}

const isWebPage = (body: unknown) => typeof body === 'string' && /^\s*</.test(body);

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
