export const bytesOf = async (file: Blob, from: number, to: number) =>
  new Uint8Array(await file.slice(from, to).arrayBuffer());

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes of a file from (included) until (excluded); fewer at its end. Rejects where it cannot be read. */
export type Read = (from: number, to: number) => Promise<Uint8Array>;

/**
 * Reads some more than is asked for and keeps that: each question to a browser about a file costs milliseconds, and a million
 * people lie in thousands of small pieces, one after the other.
 */
export function readAhead(file: Blob, ahead = 2 ** 20): Read {
  let kept = { at: 0, bytes: new Uint8Array() };
  return async (from, to) => {
    const has = from >= kept.at && Math.min(to, file.size) <= kept.at + kept.bytes.length;
    // Another question may come meanwhile, so what is kept changes at once and is not looked at again.
    const now = has ? kept : { at: from, bytes: await bytesOf(file, from, Math.max(to, from + ahead)) };
    kept = now;
    return now.bytes.subarray(from - now.at, to - now.at);
  };
}
