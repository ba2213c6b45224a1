/** No list that this version asks for need be larger than this, in bytes: of a longer one it asks for less at once. */
export const LARGEST_REPLY = 10 * 2 ** 20;

/** One email or one person: nothing smaller can be asked for. Read one at a time, it still fits into memory. In bytes. */
export const LARGEST_ITEM = 64 * 2 ** 20;

/** A reply that would have been read, were it not so large. */
export class ReplyTooLarge extends Error {}

/**
 * The response with its whole body in memory. Rejects with `ReplyTooLarge` where a successful one has more than `most`
 * bytes; an error does without its body then, since status and headers still tell what they tell. Rejects when the signal
 * ends the wait, even if the body takes no notice of it.
 *
 * @param heard called with the size of each piece, in bytes.
 */
export async function readWhole(
  response: Response,
  signal: AbortSignal,
  most = LARGEST_REPLY,
  heard: (bytes: number) => void = () => undefined,
): Promise<Response> {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return new Response(joined(chunks, size), response);
      heard(value.byteLength);
      size += value.byteLength;
      if (size > most) {
        stop();
        if (response.ok) throw new ReplyTooLarge();
        return new Response(null, response);
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function joined(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
