import { NewerDatabase } from './open-once.ts';

/**
 * Whether what is stored can be found again. `until closed`: until the browser closes. `never`: the browser keeps
 * nothing, since it is to remember nothing. `newer`: a newer version of the extension has written it.
 */
export type StorageState = 'kept' | 'until closed' | 'never' | 'unreadable' | 'newer';

export interface StorageReport {
  state: StorageState;
  /** What is used, and what there is room for, in bytes; null where the browser does not say. */
  room: { usage: number; quota: number } | null;
}

interface Dependencies {
  /** Each reads something small out of another database. */
  reads: (() => Promise<unknown>)[];
  /** Whether the background itself is in a private window, as where the browser is to remember nothing. */
  isPrivate: boolean;
  estimate(): Promise<{ usage?: number; quota?: number }>;
}

export async function reportStorage({ reads, isPrivate, estimate }: Dependencies): Promise<StorageReport> {
  const settled = await Promise.allSettled(reads.map((read) => read()));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const { usage, quota } = await estimate().catch(() => ({ usage: undefined, quota: undefined }));
  return {
    state: stateOf(failures, isPrivate),
    room: usage === undefined || quota === undefined ? null : { usage, quota },
  };
}

function stateOf(failures: unknown[], isPrivate: boolean): StorageState {
  if (failures.some((failure) => failure instanceof NewerDatabase)) return 'newer';
  if (failures.length > 0) return isPrivate ? 'never' : 'unreadable';
  return isPrivate ? 'until closed' : 'kept';
}
