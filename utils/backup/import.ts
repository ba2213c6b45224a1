import { fail, ok, type Result } from '../result.ts';
import type { Backup, BackupReader, Part } from './backup.ts';
import type { BackupStore } from './store.ts';

/** `known`: it was there already, and nothing was written. */
export type ImportedBackup = { backup: Backup; known: boolean };

/** `other`: another backup is kept under this id. `removed`: somebody removed it meanwhile. */
export type ImportProblem = { kind: 'other' } | { kind: 'removed' };

/** How many characters of parts are written at once. */
const BATCH = 2 ** 20;

/**
 * Keeps a backup that was opened from a file. It counts as unfinished until all of it is written. Rejects where the
 * file or the storage fails, and when told to stop; what was written by then is removed.
 *
 * @param tell hears how many emails and people were written.
 */
export async function importBackup(
  store: Pick<BackupStore, 'find' | 'write' | 'update' | 'remove'>,
  { backup, parts }: Pick<BackupReader, 'backup' | 'parts'>,
  tell: (kept: number) => void,
  signal: AbortSignal,
): Promise<Result<ImportedBackup, ImportProblem>> {
  const whole = async () => {
    const there = await store.find(backup.id);
    return there?.checksum === backup.checksum && there.completedAt !== null ? there : null;
  };
  const known = await whole();
  if (known) return ok({ backup: known, known: true });
  const there = await store.find(backup.id);
  // Of a file that was not kept to its end, the rest is written over.
  if (there && (there.origin === 'kit' || there.completedAt !== null)) return fail({ kind: 'other' });
  const unfinished: Backup = {
    ...backup,
    ...{ origin: 'file', completedAt: null, checksum: null, deletedAt: null, downloadedAt: null },
    people: { kept: 0, expected: backup.people.kept },
  };
  try {
    await store.write(unfinished, null);
    let written = 0;
    for await (const batch of batchesOf(parts())) {
      signal.throwIfAborted();
      // The same file was opened in another tab meanwhile, and is kept. It must not become unfinished again.
      const other = await whole();
      if (other) return ok({ backup: other, known: true });
      if (!(await store.update(unfinished, null, batch))) return fail({ kind: 'removed' });
      written += batch.reduce((sum, { count }) => sum + count, 0);
      tell(written);
    }
    const { completedAt, checksum, people } = backup;
    const kept = await store.update({ ...unfinished, completedAt, checksum, people }, null);
    return kept ? ok({ backup: kept, known: false }) : fail({ kind: 'removed' });
  } catch (error) {
    const other = await whole().catch(() => null);
    if (!other) await store.remove(backup.id).catch(() => undefined);
    throw error;
  }
}

async function* batchesOf(parts: AsyncIterable<Part>): AsyncGenerator<Part[]> {
  let batch: Part[] = [];
  let size = 0;
  for await (const part of parts) {
    batch.push(part);
    size += part.text.length;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
