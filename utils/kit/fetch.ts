import { readWhole } from './body.ts';

/** Milliseconds until the first byte of a reply, and until its last. */
const FIRST_BYTE = 10_000;
const WHOLE_REPLY = 30_000;

/**
 * `fetch` for Kit's hosts: no cookies, no cache, no referrer. Redirects are not followed, since `fetch` would carry
 * the API key's header to wherever they lead. Resolves when the body is here too. Rejects with a `TimeoutError` when
 * Kit takes too long.
 */
export async function fetchKit(request: Request): Promise<Response> {
  const late = new AbortController();
  const giveUp = () => late.abort(new DOMException('No reply', 'TimeoutError'));
  const firstByte = setTimeout(giveUp, FIRST_BYTE);
  const lastByte = setTimeout(giveUp, WHOLE_REPLY);
  const signal = AbortSignal.any([request.signal, late.signal]);
  try {
    const response = await fetch(request, {
      signal,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    });
    clearTimeout(firstByte);
    return await readWhole(response, signal);
  } catch (error) {
    // Browsers differ in what a body rejects with that was cut off by a signal.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(firstByte);
    clearTimeout(lastByte);
  }
}
