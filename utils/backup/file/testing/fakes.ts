import { deflateSync } from 'fflate';
import type { BackupReader, Part } from '../../backup.ts';
import { crc32 } from '../crc.ts';
import { LOCAL_LENGTH } from '../directory.ts';
import { writeZip, type ZipWords } from '../write.ts';

/** For tests: words that say which they are. */
export const plainWords: ZipWords = {
  readme: ({ sequence }) => `About ${sequence.name}\n`,
  email: ({ subject }) => ({ language: 'en', title: subject ?? '', about: [['Id', 'one']] }),
};

/** The zip of a backup as one file. Throws where it cannot be written. */
export async function zipOf(reader: BackupReader, words = plainWords): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const written = await writeZip(reader, words, (chunk) => void chunks.push(chunk));
  if (!written.ok) throw new Error(written.problem.kind);
  return new Blob(chunks);
}

export async function allParts(reader: BackupReader): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of reader.parts()) parts.push(part);
  return parts;
}

/** Said of an entry instead of what is true, in its own header and in the zip's list. */
export interface Claims {
  flags?: number;
  method?: number;
  crc?: number;
  packed?: number;
  unpacked?: number;
  /** In the list only. */
  offset?: number;
  /** In its own header only. */
  localName?: string;
  localFlags?: number;
  localSizes?: { crc: number; packed: number; unpacked: number };
  localExtra?: Uint8Array<ArrayBuffer>;
  listedExtra?: Uint8Array<ArrayBuffer>;
}
export interface HandmadeEntry extends Claims {
  name: string;
  /** Its name, where that is not UTF-8. */
  nameBytes?: Uint8Array<ArrayBuffer>;
  bytes: Uint8Array;
  /** Right behind its data: where programs write sizes that they did not know before. */
  behind?: Uint8Array<ArrayBuffer>;
}

const NOTHING = new Uint8Array();

/** A zip as somebody else would make it, also a broken one. `end` changes fields of its last record, by their offsets there. */
export function handmadeZip(entries: HandmadeEntry[], end: Record<number, number> = {}): Blob {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const list: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, nameBytes, bytes, behind = NOTHING, ...claims } of entries) {
    const method = claims.method ?? 8;
    const data = method === 8 ? deflateSync(bytes) : bytes;
    const said = {
      flags: 0x800,
      crc: crc32(bytes),
      packed: data.length,
      unpacked: bytes.length,
      ...claims,
      method,
    };
    const { localExtra = NOTHING, listedExtra = NOTHING } = claims;
    const listedName = nameBytes ?? new TextEncoder().encode(name);
    const localName =
      claims.localName === undefined ? listedName : new TextEncoder().encode(claims.localName);
    const local = record(LOCAL_LENGTH, 0x04034b50, { ...said, ...claims.localSizes }, 6);
    local.setUint16(6, claims.localFlags ?? said.flags, true);
    local.setUint16(26, localName.length, true);
    local.setUint16(28, localExtra.length, true);
    const listed = record(46, 0x02014b50, said, 8);
    listed.setUint16(28, listedName.length, true);
    listed.setUint16(30, listedExtra.length, true);
    listed.setUint32(42, claims.offset ?? at, true);
    for (const piece of [bytesOf(local), localName, localExtra, data.slice(), behind]) {
      pieces.push(piece);
      at += piece.length;
    }
    list.push(bytesOf(listed), listedName, listedExtra);
  }
  const last = new DataView(new ArrayBuffer(22));
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(8, entries.length, true);
  last.setUint16(10, entries.length, true);
  last.setUint32(
    12,
    list.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  last.setUint32(16, at, true);
  for (const [offset, value] of Object.entries(end)) {
    if (Number(offset) < 12) last.setUint16(Number(offset), value, true);
    else last.setUint32(Number(offset), value, true);
  }
  return new Blob([...pieces, ...list, bytesOf(last)]);
}

const bytesOf = (view: DataView<ArrayBuffer>) => new Uint8Array(view.buffer);

/** Flags, method, CRC and sizes stand in this order in both headers. */
function record(
  length: number,
  signature: number,
  said: Required<Pick<Claims, 'flags' | 'method' | 'crc' | 'packed' | 'unpacked'>>,
  from: number,
) {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  view.setUint16(from, said.flags, true);
  view.setUint16(from + 2, said.method, true);
  view.setUint32(from + 8, said.crc, true);
  view.setUint32(from + 12, said.packed, true);
  view.setUint32(from + 16, said.unpacked, true);
  return view;
}
