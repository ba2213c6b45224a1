import { Inflate } from 'fflate';
import { fail, ok, type Result } from '../../result.ts';
import { crc32 } from './crc.ts';
import { type Entry, LOCAL_LENGTH } from './directory.ts';
import type { FileProblem } from './problems.ts';
import { type Read, viewOf } from './read.ts';

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const DESCRIPTOR_LENGTH = 16;
const STORED = 0;
const DEFLATED = 8;
/** Bits of the flags: encrypted in one of three ways, sizes behind the data. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const SIZES_BEHIND = 0x0008;

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
  if (method !== STORED && method !== DEFLATED) return fail({ kind: 'foreign', name });
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

/** Where an entry's data begins; null when what stands in front of it or behind it is not what the list says. */
async function dataOf(read: Read, entry: Entry): Promise<number | null> {
  const { offset, nameBytes, packed, flags, method, end } = entry;
  const local = await read(offset, offset + LOCAL_LENGTH + nameBytes.length);
  if (local.length < LOCAL_LENGTH + nameBytes.length) return null;
  const view = viewOf(local);
  const from = offset + local.length + view.getUint16(28, true);
  const behind = (flags & SIZES_BEHIND) !== 0;
  const right =
    view.getUint32(0, true) === LOCAL &&
    view.getUint16(6, true) === flags &&
    view.getUint16(8, true) === method &&
    view.getUint16(26, true) === nameBytes.length &&
    nameBytes.every((byte, index) => byte === local[LOCAL_LENGTH + index]) &&
    (sizesAt(view, 14, entry) || (behind && [14, 18, 22].every((at) => view.getUint32(at, true) === 0))) &&
    from + packed + (behind ? DESCRIPTOR_LENGTH - 4 : 0) <= end;
  if (!right) return null;
  if (!behind) return from;
  const last = await read(from + packed, Math.min(end, from + packed + DESCRIPTOR_LENGTH));
  const after = viewOf(last);
  const signed = last.length === DESCRIPTOR_LENGTH && after.getUint32(0, true) === DESCRIPTOR;
  return sizesAt(after, signed ? 4 : 0, entry) ? from : null;
}

/** CRC, packed and unpacked size stand in a row wherever they stand. */
function sizesAt(view: DataView, at: number, { crc, packed, unpacked }: Entry): boolean {
  return (
    view.byteLength >= at + 12 &&
    view.getUint32(at, true) === crc &&
    view.getUint32(at + 4, true) === packed &&
    view.getUint32(at + 8, true) === unpacked
  );
}
