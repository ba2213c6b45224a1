import type { Ask } from './exchange.ts';

export interface ApiRequest {
  at: number;
  host: string;
  method: string;
  /** With the query. */
  path: string;
  /** null while there is no answer, and for ever when it was dropped. */
  status: number | null;
  auth: 'key' | 'bearer' | 'none';
  body?: unknown;
}

export function logged(ask: Ask): ApiRequest {
  const { host, method, path, headers, text } = ask;
  const bearer = headers.authorization?.startsWith('Bearer ') ? 'bearer' : 'none';
  const auth = headers['x-kit-api-key'] === undefined ? bearer : 'key';
  return {
    at: Date.now(),
    host,
    method,
    path,
    status: null,
    auth,
    ...(text === '' ? {} : { body: bodyOf(ask) }),
  };
}

function bodyOf({ headers, text }: Ask): unknown {
  if (!headers['content-type']?.startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
