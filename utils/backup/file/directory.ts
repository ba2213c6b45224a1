import { fail, ok, type Result } from '../../result.ts';
import { MAX_DIRECTORY } from './limits.ts';
import type { FileProblem } from './problems.ts';
import { bytesOf, viewOf } from './read.ts';

/** An entry as the zip's own list has it. Nothing of this is true before `unpack` has looked. */
export interface Entry {
  name: string;
  nameBytes: Uint8Array;
  flags: number;
  /** 0: stored, 8: deflated. */
  method: number;
  crc: number;
  packed: number;
  unpacked: number;
  offset: number;
  /** Where the next entry, or the list, begins: this one lies before it. */
  end: number;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const LISTED = 0x02014b50;
const LISTED_LENGTH = 46;
const LOCAL = 0x04034b50;
export const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;

/** What a zip says that is in it, without reading that. Rejects only where the file cannot be read. */
export async function readDirectory(file: Blob): Promise<Result<Entry[], FileProblem>> {
  if (file.size === 0) return fail({ kind: 'empty' });
  const tailAt = Math.max(0, file.size - END_LENGTH - LONGEST_COMMENT);
  const tail = await bytesOf(file, tailAt, file.size);
  const at = findEnd(tail);
  if (at === null) {
    const head = await bytesOf(file, 0, 4);
    const zip = head.length === 4 && viewOf(head).getUint32(0, true) === LOCAL;
    return fail({ kind: zip ? 'truncated' : 'not a zip' });
  }
  const view = viewOf(tail.subarray(at));
  const short = (offset: number) => view.getUint16(offset, true);
  const long = (offset: number) => view.getUint32(offset, true);
  const [disk, firstDisk, here, count, size, offset] = [
    short(4),
    short(6),
    short(8),
    short(10),
    long(12),
    long(16),
  ];
  // ZIP64, which no backup needs.
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) return fail({ kind: 'too large' });
  if (size > MAX_DIRECTORY) return fail({ kind: 'too large' });
  if (disk !== 0 || firstDisk !== 0 || here !== count || offset + size !== tailAt + at) {
    return fail({ kind: 'damaged', name: null });
  }
  const entries = readList(await bytesOf(file, offset, offset + size), count);
  if (!entries.ok) return entries;
  return placed(entries.value, offset) ? entries : fail({ kind: 'damaged', name: null });
}

/** The record at the end, whose comment fills the rest of the file. */
function findEnd(tail: Uint8Array): number | null {
  const view = viewOf(tail);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) === tail.length) {
      return at;
    }
  }
  return null;
}

function readList(bytes: Uint8Array, count: number): Result<Entry[], FileProblem> {
  const damaged = fail<FileProblem>({ kind: 'damaged', name: null });
  const view = viewOf(bytes);
  const entries: Entry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + LISTED_LENGTH > bytes.length || view.getUint32(at, true) !== LISTED) return damaged;
    const short = (offset: number) => view.getUint16(at + offset, true);
    const long = (offset: number) => view.getUint32(at + offset, true);
    const nameBytes = bytes.slice(at + LISTED_LENGTH, at + LISTED_LENGTH + short(28));
    const next = at + LISTED_LENGTH + short(28) + short(30) + short(32);
    if (next > bytes.length || short(34) !== 0) return damaged;
    const name = decoded(nameBytes);
    if (name === null) return fail({ kind: 'unsafe name', name: '?' });
    entries.push({
      name,
      nameBytes,
      flags: short(8),
      method: short(10),
      crc: long(16),
      packed: long(20),
      unpacked: long(24),
      offset: long(42),
      end: 0,
    });
    at = next;
  }
  return at === bytes.length ? ok(entries) : damaged;
}

/** Null for what is not UTF-8. Other encodings agree with it in the names that we use. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Fills in `end`. False when entries overlap: a small zip could claim the same bytes many times. */
function placed(entries: Entry[], directoryAt: number): boolean {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, entry] of sorted.entries()) entry.end = sorted[index + 1]?.offset ?? directoryAt;
  return sorted.every(({ offset, nameBytes, packed, end }) => {
    return offset + LOCAL_LENGTH + nameBytes.length + packed <= end;
  });
}
