import type { KitProblem } from '../kit/problems.ts';

export interface Taking {
  phase: 'settings' | 'people' | 'verifying';
  kept: number;
  expected: number | null;
  startedAt: number;
  perMinute: number | null;
  secondsLeft: number | null;
}

export type BackupProblem =
  | { kind: 'kit'; problem: KitProblem }
  | { kind: 'people missing'; kept: number; expected: number }
  | { kind: 'content missing'; subject: string | null }
  | { kind: 'damaged' }
  | { kind: 'storage failed' }
  | { kind: 'storage full' }
  | { kind: 'removed' }
  | { kind: 'cancelled' };
