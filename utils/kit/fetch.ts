import { LARGEST_REPLY, readWhole } from './body.ts';

/** Milliseconds until the first byte of a reply, and until its last, besides what the bytes themselves may take. */
const FIRST_BYTE = 10_000;
const WHOLE_REPLY = 30_000;
/**
 * Bytes per ms that the slowest line carries for which these limits still hold (128 kbit/s): what is sent, or has come, makes
 * them longer. Where an upload stands cannot be seen with `fetch`.
 */
const SLOWEST = 16;

/**
 * `fetch` for Kit's hosts: no cookies, no cache, no referrer. Redirects are not followed, since `fetch` would carry
 * the API key's header to wherever they lead. Resolves when the body is here too. Rejects with a `TimeoutError` when
 * Kit takes too long, and with `ReplyTooLarge` when it sends more than `most` bytes.
 */
export async function fetchKit(request: Request, most = LARGEST_REPLY): Promise<Response> {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  // Its length stands nowhere in a `Request`.
  const carried = hasBody ? (await request.clone().arrayBuffer()).byteLength / SLOWEST : 0;
  const late = new AbortController();
  const signal = AbortSignal.any([request.signal, late.signal]);
  const started = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Gives up so many ms after the start. */
  const giveUpAfter = (limit: number) => {
    clearTimeout(timer);
    const left = started + Math.floor(limit) - performance.now();
    timer = setTimeout(() => late.abort(new DOMException('No reply', 'TimeoutError')), left);
  };
  try {
    giveUpAfter(FIRST_BYTE + carried);
    const response = await fetch(request, {
      signal,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    });
    giveUpAfter(WHOLE_REPLY + carried);
    let received = 0;
    return await readWhole(response, signal, most, (bytes) => {
      received += bytes;
      giveUpAfter(WHOLE_REPLY + carried + received / SLOWEST);
    });
  } catch (error) {
    // Browsers differ in what a body rejects with that was cut off by a signal.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
