import { Inflate } from 'fflate';
import { fail, ok, type Result } from '../../result.ts';
import { crc32 } from './crc.ts';
import { type Entry, LOCAL_LENGTH } from './directory.ts';
import type { FileProblem } from './problems.ts';
import { type Read, viewOf } from './read.ts';

const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** Bits of the flags: encrypted in one of three ways. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;

/** Read from the file at once. */
const SLICE = 2 ** 18;
/**
 * Compressed bytes that are inflated before the size is checked again. One byte inflates to at most 1,032, so a zip bomb
 * gets no further than 8 MB beyond the size that it claims.
 */
const BITE = 2 ** 13;

/**
 * The bytes of an entry. Nothing that the zip claims is trusted: their number is at most `most`, and their number and
 * checksum are those that the zip's directory says. Rejects only where the file cannot be read.
 */
export async function unpack(
  read: Read,
  entry: Entry,
  most: number,
): Promise<Result<Uint8Array<ArrayBuffer>, FileProblem>> {
  const { name, flags, method, packed, unpacked, crc } = entry;
  const damaged = fail<FileProblem>({ kind: 'damaged', name });
  if (flags & ENCRYPTED) return fail({ kind: 'encrypted' });
  if (method !== STORED && method !== DEFLATED) return fail({ kind: 'packed otherwise', name });
  if (unpacked > most) return fail({ kind: 'too large' });
  // Stored blocks cost five bytes each; some programs flush more often than they need.
  if (packed > 2 * unpacked + 1024) return damaged;
  const from = await dataOf(read, entry);
  if (from === null) return damaged;

  const whole = createSink(unpacked);
  const take = method === DEFLATED ? inflated(whole) : whole.take;
  for (let at = from; at < from + packed; at += SLICE) {
    const slice = await read(at, Math.min(at + SLICE, from + packed));
    for (let bite = 0; bite < slice.length; bite += BITE) {
      const bytes = slice.subarray(bite, bite + BITE);
      const last = at + bite + bytes.length === from + packed;
      if (!take(bytes, last) || whole.length() > unpacked) return damaged;
    }
  }
  const bytes = whole.bytes();
  return bytes.length === unpacked && crc32(bytes) === crc ? ok(bytes) : damaged;
}

/** False for what cannot be inflated. */
function inflated(whole: Sink) {
  const inflate = new Inflate((bytes) => whole.take(bytes));
  return (bytes: Uint8Array, last: boolean) => {
    try {
      inflate.push(bytes, last);
      return true;
    } catch {
      return false;
    }
  };
}

type Sink = ReturnType<typeof createSink>;

/** Collects what comes, without room made for what was only claimed. */
function createSink(most: number) {
  const pieces: Uint8Array[] = [];
  let length = 0;
  return {
    take(bytes: Uint8Array) {
      length += bytes.length;
      if (length <= most) pieces.push(bytes);
      return true;
    },
    length: () => length,
    bytes() {
      const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      return all;
    },
  };
}

/**
 * Where an entry's data begins; null when another entry's header stands there, or the data does not end before the next
 * entry. Sizes and checksum in that header may be missing, or stand behind the data: those of the list are what is checked.
 */
async function dataOf(read: Read, entry: Entry): Promise<number | null> {
  const { offset, nameBytes, packed, method, end } = entry;
  const local = await read(offset, offset + LOCAL_LENGTH + nameBytes.length);
  if (local.length < LOCAL_LENGTH + nameBytes.length) return null;
  const view = viewOf(local);
  const from = offset + local.length + view.getUint16(28, true);
  const right =
    view.getUint32(0, true) === LOCAL &&
    view.getUint16(8, true) === method &&
    view.getUint16(26, true) === nameBytes.length &&
    nameBytes.every((byte, index) => byte === local[LOCAL_LENGTH + index]) &&
    from + packed <= end;
  return right ? from : null;
}
