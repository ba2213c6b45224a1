import type { BackupProblem, BackupProgress } from '../backup/capture/capture.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Change } from '../review/compare.ts';
import type { Review } from '../review/review.ts';

export type OperationKind = 'pause' | 'resume' | 'delete';

/** A pause, resume or delete: one row of the journal, pushed to pages whenever it changes. */
export interface Operation {
  /** UUID. */
  id: string;
  kind: OperationKind;
  sequenceId: number;
  /** What it is based on; null when that is not known any more, and then nothing was done. */
  review: Review | null;
  /** The backup that a delete is to leave behind; null without one. */
  backupId: string | null;
  state: OperationState;
  /** In ms since 1970. */
  startedAt: number;
  /** Every step that was entered, with its time in ms since 1970. */
  steps: { step: OperationState['step']; at: number }[];
  /** A panel was told how it ended. */
  seen: boolean;
}

export type OperationState = OpenOperationState | OperationEnd;

export type OpenOperationState =
  | { step: 'intended' }
  /** Before a delete; its progress is told and not journaled. */
  | { step: 'backing up'; progress: BackupProgress | null }
  /** The countdown of a delete; nothing is sent before `until` (ms since 1970). */
  | { step: 'waiting'; until: number }
  | { step: 'checking' }
  | { step: 'sending' }
  /**
   * The reply was lost or makes no sense: looking at what Kit holds now. `lost` says why, `look` why the last
   * look told nothing, null before that.
   */
  | { step: 'settling'; lost: LostReply; look: KitProblem | null };

/** Why nobody knows what became of a request. `interrupted`: the background stopped before the reply came. */
type LostReply = KitProblem | { kind: 'interrupted' };

export type OperationEnd =
  | { step: 'done'; how: 'now' | 'already' }
  | { step: 'cancelled'; by: 'person' | 'panel closed' | 'background stopped' }
  /** Nothing was sent, or the sequence went away before it could take effect. */
  | { step: 'refused'; why: OperationRefusal }
  /** `effect`: none, none that a look at Kit showed, or unknown because Kit could not be looked at for a day. */
  | { step: 'failed'; problem: LostReply; effect: 'none' | 'not seen' | 'unknown' };

export type OperationRefusal =
  | { kind: 'changed'; changes: Change[] }
  /** The review is not known any more, or belongs to another sequence. */
  | { kind: 'no review' }
  /** The page shows another account than the one that owns the sequence. */
  | { kind: 'foreign page' }
  /** The sequence was not there when it was read again. */
  | { kind: 'gone' }
  /** A backup was to be made first, and could not be completed. */
  | { kind: 'no backup'; problem: BackupProblem };

export function isOperationEnded(state: OperationState): state is OperationEnd {
  return ['done', 'cancelled', 'refused', 'failed'].includes(state.step);
}
