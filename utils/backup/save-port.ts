import { strFromU8, strToU8 } from 'fflate';
import type { Collector } from './collect.ts';

/**
 * What the background asks of the page that keeps files: to take a piece of one, to give its address, or to let go of it.
 * Each but the last is answered before the next is asked.
 */
export type SaveAsk = { file: string } & ({ bytes: string } | { want: 'address' | 'nothing' });

/** The address, where that was asked for. */
export interface SaveAnswer {
  file: string;
  address: string | null;
}

/** A message holds text. */
export const bytesToText = (bytes: Uint8Array): string => btoa(strFromU8(bytes, true));
const textToBytes = (text: string) => strToU8(atob(text), true) as Uint8Array<ArrayBuffer>;

interface Documents {
  collector(): Collector;
  addressOf(file: Blob): string;
  revoke(address: string): void;
}

/** Keeps files in a page, where they can have an address. @returns the answer to each ask; null for none. */
export function createFileKeeper({ collector, addressOf, revoke }: Documents) {
  const files = new Map<string, { pieces: Collector; address: string | null }>();
  return (ask: SaveAsk): SaveAnswer | null => {
    const { file } = ask;
    const kept = files.get(file) ?? { pieces: collector(), address: null };
    files.set(file, kept);
    if ('bytes' in ask) {
      kept.pieces.add(textToBytes(ask.bytes));
      return { file, address: null };
    }
    if (ask.want === 'address') {
      kept.address ??= addressOf(kept.pieces.file('application/zip'));
      return { file, address: kept.address };
    }
    if (kept.address !== null) revoke(kept.address);
    files.delete(file);
    return null;
  };
}
