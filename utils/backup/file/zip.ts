import { Zip, ZipDeflate } from 'fflate';
import { MAX_ENTRIES, MAX_ZIP } from './limits.ts';

export type Emit = (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** A zip would need ZIP64, which is not written. */
export class ZipTooLarge extends Error {
  override name = 'ZipTooLarge';
}

/** Writes one entry after the other, and keeps nothing but their names. */
export interface ZipWriter {
  /** In pieces of text; a name is given once. */
  add(name: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** The list of all entries. @returns the size of the whole, in bytes. */
  end(): Promise<number>;
}

/** @param most bytes, of the zip and of each entry. Rejects with `ZipTooLarge` before more is given out. */
export function zipWriter(
  emit: Emit,
  changedAt: number,
  most = MAX_ZIP,
  mostEntries = MAX_ENTRIES,
): ZipWriter {
  const ready: Uint8Array<ArrayBuffer>[] = [];
  let failed: Error | null = null;
  let size = 0;
  let entries = 0;
  const zip = new Zip((error, bytes) => {
    failed ??= error;
    ready.push(bytes as Uint8Array<ArrayBuffer>);
  });

  const flush = async () => {
    if (failed) throw failed;
    for (const bytes of ready.splice(0)) {
      size += bytes.length;
      if (size > most) throw new ZipTooLarge();
      if (bytes.length > 0) await emit(bytes);
    }
  };

  return {
    async add(name, pieces) {
      entries += 1;
      if (entries > mostEntries) throw new ZipTooLarge();
      const entry = new ZipDeflate(name, { level: 6 });
      entry.mtime = zipTime(changedAt);
      zip.add(entry);
      const encoder = new TextEncoder();
      let length = 0;
      for await (const piece of pieces) {
        const bytes = encoder.encode(piece);
        length += bytes.length;
        if (length > most) throw new ZipTooLarge();
        entry.push(bytes);
        await flush();
      }
      entry.push(new Uint8Array(), true);
      await flush();
    },
    async end() {
      zip.end();
      await flush();
      return size;
    },
  };
}

/** A zip knows the years from 1980 to 2107. */
function zipTime(time: number): Date {
  const date = new Date(time);
  const year = date.getFullYear();
  return year >= 1980 && year < 2100 ? date : new Date(1980, 0, 1);
}
