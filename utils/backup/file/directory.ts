import { fail, ok, type Result } from '../../result.ts';
import { nameOf } from './entry-name.ts';
import type { FileProblem } from './problems.ts';
import { bytesOf, viewOf } from './read.ts';
import { findDirectory } from './zip-end.ts';

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

const LISTED = 0x02014b50;
const LISTED_LENGTH = 46;
export const LOCAL_LENGTH = 30;
/** The extra field that holds numbers which were too large for their usual place, and what stands there then. */
const WIDE = 0x0001;
const SEE_WIDE = 0xffff_ffff;

/** What a zip says that is in it, without reading that. Rejects only where the file cannot be read. */
export async function readDirectory(file: Blob): Promise<Result<Entry[], FileProblem>> {
  const place = await findDirectory(file);
  if (!place.ok) return place;
  const { offset, size, count } = place.value;
  const entries = readList(await bytesOf(file, offset, offset + size), count);
  if (!entries.ok) return entries;
  return placed(entries.value, offset) ? entries : fail({ kind: 'damaged', name: null });
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
    const nameEnd = at + LISTED_LENGTH + short(28);
    const extraEnd = nameEnd + short(30);
    const next = extraEnd + short(32);
    if (next > bytes.length) return damaged;
    const nameBytes = bytes.slice(at + LISTED_LENGTH, nameEnd);
    const [unpacked, packed, offset] = widened(
      [long(24), long(20), long(42)],
      bytes.subarray(nameEnd, extraEnd),
    );
    entries.push({
      name: nameOf(nameBytes),
      nameBytes,
      flags: short(8),
      method: short(10),
      crc: long(16),
      ...{ packed, unpacked, offset },
      end: 0,
    });
    at = next;
  }
  return at === bytes.length ? ok(entries) : damaged;
}

type Numbers = [unpacked: number, packed: number, offset: number];

/** ZIP64: the wide field has, in this order, those numbers that are not in their usual place. */
function widened(usual: Numbers, extra: Uint8Array): Numbers {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    const end = Math.min(extra.length, at + 4 + length);
    if (view.getUint16(at, true) === WIDE) {
      let next = at + 4;
      const wide = (value: number) => {
        if (value !== SEE_WIDE || next + 8 > end) return value;
        next += 8;
        return Number(view.getBigUint64(next - 8, true));
      };
      return [wide(usual[0]), wide(usual[1]), wide(usual[2])];
    }
    at = end;
  }
  return usual;
}

/** Fills in `end`. False when entries overlap: a small zip could claim the same bytes many times. */
function placed(entries: Entry[], directoryAt: number): boolean {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, entry] of sorted.entries()) entry.end = sorted[index + 1]?.offset ?? directoryAt;
  return sorted.every(({ offset, nameBytes, packed, end }) => {
    return offset + LOCAL_LENGTH + nameBytes.length + packed <= end;
  });
}
