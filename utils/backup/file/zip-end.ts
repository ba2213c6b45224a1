import { fail, ok, type Result } from '../../result.ts';
import { MAX_DIRECTORY, MAX_ENTRIES } from './limits.ts';
import type { FileProblem } from './problems.ts';
import { bytesOf, viewOf } from './read.ts';

/** Where a zip's list of entries lies, in bytes of the file, and how many entries it has. */
export interface DirectoryPlace {
  offset: number;
  size: number;
  count: number;
}

const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_LENGTH = 22;
/** ZIP64: a record with wider numbers, and in front of the end a pointer to it. */
const END64 = 0x06064b50;
const END64_LENGTH = 56;
const LOCATOR = 0x07064b50;
const LOCATOR_LENGTH = 20;
/** The first piece of a zip that was split into several files. */
const SPLIT = 0x08074b50;
/** A comment has at most 65,535 bytes; what was added behind the end may take as much. */
const TAIL = LOCATOR_LENGTH + END_LENGTH + 2 * 0xffff;

/** Finds the list at the end of a zip. Rejects only where the file cannot be read. */
export async function findDirectory(file: Blob): Promise<Result<DirectoryPlace, FileProblem>> {
  if (file.size === 0) return fail({ kind: 'empty' });
  const tailAt = Math.max(0, file.size - TAIL);
  const tail = await bytesOf(file, tailAt, file.size);
  const view = viewOf(tail);
  let problem: FileProblem | null = null;
  // A comment, or bytes behind the end, may look like an end: the last one counts whose list may lie before it.
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const place = await placeOf(file, tail, tailAt, at);
    if (place.ok) return place;
    problem ??= place.problem;
  }
  return fail(problem ?? (await withoutEnd(file)));
}

async function withoutEnd(file: Blob): Promise<FileProblem> {
  const head = await bytesOf(file, 0, 4);
  const signature = head.length === 4 ? viewOf(head).getUint32(0, true) : 0;
  if (signature === SPLIT) return { kind: 'split' };
  return { kind: signature === LOCAL ? 'truncated' : 'not a zip' };
}

/** @param at of the end, in `tail`. */
async function placeOf(
  file: Blob,
  tail: Uint8Array,
  tailAt: number,
  at: number,
): Promise<Result<DirectoryPlace, FileProblem>> {
  const end = viewOf(tail.subarray(at, at + END_LENGTH));
  const pointed = wideEndAt(tail, at);
  const wide = pointed === null ? null : await wideEnd(file, pointed);
  const said = wide ?? {
    disks: [end.getUint16(4, true), end.getUint16(6, true)],
    here: end.getUint16(8, true),
    count: end.getUint16(10, true),
    size: end.getUint32(12, true),
    offset: end.getUint32(16, true),
    until: tailAt + at,
  };
  const { disks, here, count, size, offset, until } = said;
  if (disks.some((disk) => disk !== 0)) return fail({ kind: 'split' });
  if (size > MAX_DIRECTORY || count > MAX_ENTRIES) return fail({ kind: 'too large' });
  // Between them may be a signature of the list, or something else that is not read.
  if (here !== count || offset + size > until) return fail({ kind: 'damaged', name: null });
  return ok({ offset, size, count });
}

/** Where the wider record is said to be; null where nothing in front of the end says so. */
function wideEndAt(tail: Uint8Array, at: number): number | null {
  if (at < LOCATOR_LENGTH) return null;
  const view = viewOf(tail.subarray(at - LOCATOR_LENGTH, at));
  return view.getUint32(0, true) === LOCATOR ? Number(view.getBigUint64(8, true)) : null;
}

/** Null where no such record is. */
async function wideEnd(file: Blob, at: number) {
  if (at + END64_LENGTH > file.size) return null;
  const view = viewOf(await bytesOf(file, at, at + END64_LENGTH));
  if (view.getUint32(0, true) !== END64) return null;
  const wide = (offset: number) => Number(view.getBigUint64(offset, true));
  return {
    disks: [view.getUint32(16, true), view.getUint32(20, true)],
    here: wide(24),
    count: wide(32),
    size: wide(40),
    offset: wide(48),
    until: at,
  };
}
