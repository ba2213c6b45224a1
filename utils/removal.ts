import type { Backup } from './backup/backup.ts';
import type { BackupStore } from './backup/store.ts';
import type { Job } from './jobs/job.ts';
import type { Addition } from './people/addition.ts';
import type { Restore } from './restore/restore.ts';
import { fail, ok, type Result } from './result.ts';
import type { SequenceJob } from './sequence/sequence-job.ts';

/** A job that reads or makes a backup. */
type BackupJob = Restore | Addition | SequenceJob;

/** Why a backup was not removed. `in use`: a job that has not ended needs it. */
export type RemovalProblem = { kind: 'in use'; by: BackupJob['kind'] } | { kind: 'storage failed' };

interface Dependencies {
  /** Whoever has the lock exclusively has it alone; others may share it. */
  lock<T>(mode: 'shared' | 'exclusive', work: () => Promise<T>): Promise<T>;
  /** The jobs that have not ended. */
  open(): Promise<Job[]>;
  store: Pick<BackupStore, 'remove' | 'forget'>;
}

/** Removes backups, but none that a job needs: with it would go the only way to the job. */
export function createRemovals({ lock, open, store }: Dependencies) {
  const inUse = async (): Promise<Map<string, BackupJob['kind']>> => {
    const jobs = (await open()) as (Job & Partial<BackupJob>)[];
    // The one that was begun last is told.
    const inOrder = jobs.toSorted((one, other) => one.order - other.order);
    return new Map(
      inOrder.flatMap(({ backupId, kind }) => (backupId ? [[backupId, kind as BackupJob['kind']]] : [])),
    );
  };
  return {
    /** Begins a job that may need a backup, while none is removed. Rejects as `begin` does. */
    using: <T>(begin: () => Promise<T>): Promise<T> => lock('shared', begin),
    remove: (id: string): Promise<Result<null, RemovalProblem>> =>
      lock('exclusive', async () => {
        try {
          const by = (await inUse()).get(id);
          if (by) return fail({ kind: 'in use', by } as const);
          await store.remove(id);
          return ok(null);
        } catch {
          return fail({ kind: 'storage failed' } as const);
        }
      }),
    /** Throws old ones away, as `BackupStore.forget` does. Rejects where the storage fails. */
    forget: (now: number, days: number): Promise<Backup[]> =>
      lock('exclusive', async () => store.forget(now, days, new Set((await inUse()).keys()))),
  };
}
