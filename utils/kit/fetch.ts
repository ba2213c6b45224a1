/** Milliseconds until the first byte of a reply, and until its last. */
const FIRST_BYTE = 10_000;
const WHOLE_REPLY = 30_000;

/**
 * `fetch` for Kit's hosts: no cookies, no cache, no referrer. Redirects are not followed, since `fetch` would carry
 * the API key's header to wherever they lead. Rejects with a `TimeoutError` when Kit takes too long.
 */
export async function fetchKit(request: Request): Promise<Response> {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(new DOMException('No reply', 'TimeoutError')), FIRST_BYTE);
  try {
    return await fetch(request, {
      signal: AbortSignal.any([request.signal, slow.signal, AbortSignal.timeout(WHOLE_REPLY)]),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    });
  } finally {
    clearTimeout(timer);
  }
}
