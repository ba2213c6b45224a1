import type { KitProblem } from '../kit/problems.ts';
import type { Change } from '../review/compare.ts';

export type OperationKind = 'pause' | 'resume' | 'delete';

/** A pause, resume or delete as pages see it: one row, pushed to them whenever it changes. */
export interface Operation {
  /** UUID. */
  id: string;
  kind: OperationKind;
  sequenceId: number;
  state: OperationState;
}

export type OperationState =
  /** The countdown of a delete; nothing is sent before `until` (ms since 1970). */
  | { step: 'waiting'; until: number }
  | { step: 'checking' }
  | { step: 'sending' }
  /** The reply was lost or makes no sense: looking at what Kit holds now. */
  | { step: 'settling' }
  | Ended;

export type Ended =
  | { step: 'done'; how: 'now' | 'already' }
  | { step: 'cancelled'; by: 'person' | 'panel closed' }
  /** Nothing was sent, or the sequence went away before it could take effect. */
  | { step: 'refused'; why: Refusal }
  /** `effect`: none, none that a look at Kit showed, or unknown because Kit could not be looked at either. */
  | { step: 'failed'; problem: KitProblem; effect: 'none' | 'not seen' | 'unknown' };

export type Refusal =
  | { kind: 'changed'; changes: Change[] }
  /** The review is not known any more, or belongs to another account or sequence. */
  | { kind: 'no review' }
  /** The page shows another account than the connected one. */
  | { kind: 'foreign page' }
  /** The sequence was not there when it was read again. */
  | { kind: 'gone' };

export function hasEnded(state: OperationState): state is Ended {
  return ['done', 'cancelled', 'refused', 'failed'].includes(state.step);
}
