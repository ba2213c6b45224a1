import type { Result } from '../result.ts';

export type KitResult<T> = Result<T, KitProblem>;

/**
 * Why a call to Kit gave no usable answer. A problem tells what a person can act on, never a credential.
 * `requestId` is Kit's own, when it sent one, for talking to Kit's support.
 */
export type KitProblem =
  /** Nobody is connected, or the connection has ended. */
  | { kind: 'not connected' }
  /** 401: the credential is refused, or the account's plan has no API access. */
  | { kind: 'unauthorized' }
  | { kind: 'forbidden' }
  | { kind: 'not found' }
  | { kind: 'too large' }
  /** 422, with Kit's own words. */
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
  /** A reply that this version cannot read: not JSON, cut off, redirected, wrong types, or an unexpected status. */
  | { kind: 'not understood'; status: number; requestId: string | null };

/** Whether a write that ended in this problem may have taken effect at Kit all the same. */
export function mayHaveTakenEffect(problem: KitProblem): boolean {
  switch (problem.kind) {
    case 'server error':
    case 'timeout':
    case 'unreachable':
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

/** @param wait in ms, null where it is not known. */
export function rateLimited(wait: number | null): KitProblem {
  return { kind: 'rate limited', ...(wait !== null && { retryAfter: Math.ceil(wait / 1000) }) };
}

/** The problem that a status stands for, or null for 2xx. Branches on the status only: Kit's errors have no codes. */
export function problemOfStatus(
  status: number,
  body: unknown,
  requestId: string | null,
  retryAfter: number | null = null,
): KitProblem | null {
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      return { kind: 'not found' };
    case 413:
      return { kind: 'too large' };
    case 422:
      return { kind: 'invalid', messages: errorMessages(body) };
    case 429:
      return rateLimited(retryAfter);
    default:
      return status >= 500 ? { kind: 'server error', status } : { kind: 'not understood', status, requestId };
  }
}

/** Kit's `{errors: [...]}`; an item was seen to be an array itself. At most five messages of 200 characters. */
function errorMessages(body: unknown): string[] {
  const errors = typeof body === 'object' && body !== null ? Reflect.get(body, 'errors') : null;
  if (!Array.isArray(errors)) return [];
  return errors
    .flat(3)
    .filter((error) => typeof error === 'string')
    .slice(0, 5)
    .map((error) => error.slice(0, 200));
}
