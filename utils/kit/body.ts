/** No reply that this version can use is near this size, in bytes. */
const LARGEST_BODY = 10 * 2 ** 20;

/**
 * The response with its whole body in memory, or with none if that is too large: an empty body is not understood,
 * as it should be, while status and headers still tell what they tell. Rejects when the signal ends the wait, even
 * if the body takes no notice of it.
 */
export async function readWhole(response: Response, signal: AbortSignal): Promise<Response> {
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
      size += value.byteLength;
      if (size > LARGEST_BODY) {
        stop();
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
