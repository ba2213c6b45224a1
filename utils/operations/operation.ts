import type { BackupProblem, Taking } from '../backup/take.ts';
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

export type OperationState = OpenState | Ended;

export type OpenState =
  | { step: 'intended' }
  /** Before a delete; its progress is told and not journaled. */
  | { step: 'backing up'; progress: Taking | null }
  /** The countdown of a delete; nothing is sent before `until` (ms since 1970). */
  | { step: 'waiting'; until: number }
  | { step: 'checking' }
  | { step: 'sending' }
  /**
   * The reply was lost or makes no sense: looking at what Kit holds now. `lost` says why, `look` why the last
   * look told nothing, null before that.
   */
  | { step: 'settling'; lost: Loss; look: KitProblem | null };

/** Why nobody knows what became of a request. `interrupted`: the background stopped before the reply came. */
type Loss = KitProblem | { kind: 'interrupted' };

export type Ended =
  | { step: 'done'; how: 'now' | 'already' }
  | { step: 'cancelled'; by: 'person' | 'panel closed' | 'background stopped' }
  /** Nothing was sent, or the sequence went away before it could take effect. */
  | { step: 'refused'; why: Refusal }
  /** `effect`: none, none that a look at Kit showed, or unknown because Kit could not be looked at for a day. */
  | { step: 'failed'; problem: Loss; effect: 'none' | 'not seen' | 'unknown' };

export type Refusal =
  | { kind: 'changed'; changes: Change[] }
  /** The review is not known any more, or belongs to another sequence. */
  | { kind: 'no review' }
  /** The page shows another account than the one that owns the sequence. */
  | { kind: 'foreign page' }
  /** The sequence was not there when it was read again. */
  | { kind: 'gone' }
  /** A backup was to be made first, and could not be completed. */
  | { kind: 'no backup'; problem: BackupProblem };

export function hasEnded(state: OperationState): state is Ended {
  return ['done', 'cancelled', 'refused', 'failed'].includes(state.step);
}
