import type { Result } from '../result.ts';

export type KitResult<T> = Result<T, KitProblem>;

/**
 * Why a call to Kit gave no usable answer. A problem tells what a person can act on, never a credential.
 * `requestId` is Kit's own, when it sent one, for talking to Kit's support.
 */
export type KitProblem =
  /** Nobody is connected, or the connection has ended. */
  | { kind: 'not connected' }
  /** 401: the credential is refused, or the account's plan has no API access. `credential`: which kind, where that is known. */
  | { kind: 'unauthorized'; credential?: 'api key' | 'oauth' }
  | { kind: 'forbidden' }
  | { kind: 'not found' }
  /** 413, whoever on the way says so: the request is not let through. */
  | { kind: 'too large' }
  /** 422, or another refusal that has no kind of its own (400, 409), with Kit's own words. */
  | { kind: 'invalid'; messages: string[] }
  /** 429, or Kit's limit as counted on our side. `retryAfter`: when there is room again, in seconds, where known. */
  | { kind: 'rate limited'; retryAfter?: number }
  /** 5xx: the outcome of a write is unknown. */
  | { kind: 'server error'; status: number }
  /** No whole reply in time. */
  | { kind: 'timeout' }
  /** Offline, or the connection broke. */
  | { kind: 'unreachable' }
  /** The browser's user took back the permission to reach Kit. */
  | { kind: 'no permission' }
  /** The browser could not read what the extension keeps; Kit was not asked. */
  | { kind: 'storage failed' }
  /** A web page, a redirect, or a refusal without the body that Kit gives it: a proxy, a challenge, a login. Kit may not know of it. */
  | { kind: 'not from Kit'; status: number; requestId: string | null }
  /** A reply of more bytes than are read. Asking for less may help. */
  | { kind: 'reply too large' }
  /** A reply that this version cannot read: not JSON, cut off, wrong types, or an unexpected 2xx. */
  | { kind: 'not understood'; status: number; requestId: string | null };

/**
 * Whether a write that ended in this problem may have taken effect at Kit all the same. After a reply that is not Kit's
 * nobody knows: what answered may have passed the request on first, or may have answered only when it was sent again.
 */
export function mayHaveTakenEffect(problem: KitProblem): boolean {
  switch (problem.kind) {
    case 'server error':
    case 'timeout':
    case 'unreachable':
    case 'not from Kit':
    case 'reply too large':
    case 'not understood':
      return true;
    case 'not connected':
    case 'unauthorized':
    case 'forbidden':
    case 'not found':
    case 'too large':
    case 'invalid':
    case 'rate limited':
    case 'no permission':
    case 'storage failed':
      return false;
  }
}

/** Whether the account has to be connected again, which does not come about by itself. */
export const needsConnection = ({ kind }: { kind: string }): boolean =>
  kind === 'not connected' || kind === 'unauthorized';

/** @param wait in ms, null where it is not known. */
export function rateLimited(wait: number | null): KitProblem {
  return { kind: 'rate limited', ...(wait !== null && { retryAfter: Math.ceil(wait / 1000) }) };
}

/**
 * The problem that a status stands for, or null for 2xx. A refusal counts only in the form that Kit gives it
 * (`{errors: [...]}`); which one it is, the status says, since Kit's errors have no codes. 429 and 5xx were seen without.
 */
export function problemOfStatus(
  status: number,
  body: unknown,
  requestId: string | null,
  retryAfter: number | null = null,
): KitProblem | null {
  if (status >= 200 && status < 300) return null;
  if (status === 413) return { kind: 'too large' };
  if (status === 429) return rateLimited(retryAfter);
  if (status >= 500) return { kind: 'server error', status };
  // `fetch` gives a redirect that it does not follow as status 0. The contract knows none.
  if (status < 400) return { kind: 'not from Kit', status, requestId };
  const messages = errorMessages(body);
  if (status === 401 && (messages || isOAuthError(body))) return { kind: 'unauthorized' };
  if (!messages) return { kind: 'not from Kit', status, requestId };
  if (status === 403) return { kind: 'forbidden' };
  if (status === 404) return { kind: 'not found' };
  return { kind: 'invalid', messages };
}

/**
 * Kit's `{errors: [...]}`; an item was seen to be an array itself. At most five messages of 200 characters. Null for
 * anything else: other services give `errors` too, but hold objects in it.
 */
function errorMessages(body: unknown): string[] | null {
  const errors = fieldOf(body, 'errors');
  if (!Array.isArray(errors)) return null;
  const messages = errors.flat(3).filter((error) => typeof error === 'string');
  if (errors.length > 0 && messages.length === 0) return null;
  return messages.slice(0, 5).map((error) => error.slice(0, 200));
}

/** Where Kit refuses a credential it may speak as OAuth does. */
const isOAuthError = (body: unknown) => typeof fieldOf(body, 'error') === 'string';

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
