import type { KitProblem } from '../../kit/problems.ts';

/** What Kit is asked for without which there is no backup. */
export type RequiredPart = 'sequence' | 'emails' | 'people';

/** Why there is no complete backup. What was kept so far stays kept, and a later try goes on from there. */
export type BackupProblem =
  /** Kit did not give what it was asked for. */
  | { kind: 'kit'; of: RequiredPart; problem: KitProblem }
  /** Kit counts more people than its lists showed, however often they were read. */
  | { kind: 'people missing'; kept: number; expected: number }
  /** Kit gave an email without its content. */
  | { kind: 'content missing'; subject: string | null }
  /** What was read back is not what was written. Going on is of no use: a new backup is. */
  | { kind: 'damaged' }
  | { kind: 'storage failed' }
  | { kind: 'storage full' }
  /** Somebody removed the unfinished backup. */
  | { kind: 'removed' }
  | { kind: 'cancelled' };

/** Ends a capture from anywhere in it. Never leaves `captureBackup`. */
export class BackupAborted extends Error {
  readonly problem: BackupProblem;

  constructor(problem: BackupProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** What the browser's storage gives, or a `BackupAborted` that says how it failed. */
export async function fromStorage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const full = error instanceof Error && error.name === 'QuotaExceededError';
    throw new BackupAborted({ kind: full ? 'storage full' : 'storage failed' });
  }
}
