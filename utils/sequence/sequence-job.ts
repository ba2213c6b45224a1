import type { BackupProblem, BackupProgress } from '../backup/capture/capture.ts';
import type { SaveProblem } from '../backup/save.ts';
import type { Job, Wisher } from '../jobs/job.ts';
import { type KitProblem, mayHaveTakenEffect } from '../kit/problems.ts';
import type { Change } from '../review/compare.ts';
import type { Review } from '../review/review.ts';

/** How long a delete can still be cancelled where nobody chose another time, in ms. */
export const COUNTDOWN = 5_000;

export type SequenceJobKind = 'pause' | 'resume' | 'delete' | 'back up';

/** Something that is done to one sequence, or with it. */
export interface SequenceJob extends Job {
  kind: SequenceJobKind;
  sequenceId: number;
  /** What it is based on; null when that is not known any more, and then nothing is done. */
  review: Review | null;
  /** The backup that it is to leave behind; null without one. */
  backupId: string | null;
  state: SequenceJobState;
}

export type SequenceJobState = OpenSequenceJobState | SequenceJobEnd;

export type OpenSequenceJobState =
  | { step: 'intended' }
  /** Its progress is told and not journaled. */
  | { step: 'backing up'; progress: BackupProgress | null }
  /**
   * The backup is complete, and is being saved to Downloads. `item`: the browser's number of the download, null before it
   * began; `earlier`: an earlier life of the background began it, so its file may have broken off.
   */
  | { step: 'saving'; item: number | null; earlier: boolean }
  /** The countdown of a delete; nothing is sent before `until` (ms since 1970). `length`: of all of it, in ms. */
  | { step: 'waiting'; until: number; length: number }
  | { step: 'checking' }
  | { step: 'sending' }
  /**
   * The reply was lost, or it may tell of a second sending only: looking at what Kit holds now. `lost` says what came
   * instead of a plain answer, `look` why the last look told nothing, null before that.
   */
  | { step: 'settling'; lost: LostReply; look: KitProblem | null };

/** Why a reply does not tell what became of a request. `interrupted`: the background stopped before it came. */
export type LostReply = KitProblem | { kind: 'interrupted' };

/**
 * Whether Kit said no. A browser may have sent the request twice by itself, and only the second one was refused, so
 * that what Kit holds is looked at even then. That there is no such sequence may be the effect of the first.
 */
export const isRefusal = (lost: LostReply): boolean =>
  lost.kind !== 'interrupted' && lost.kind !== 'not found' && !mayHaveTakenEffect(lost);

export type SequenceJobEnd =
  | { step: 'done'; how: 'now' | 'already' }
  /** `too late`: the computer slept through the countdown. */
  | { step: 'cancelled'; by: Wisher | 'background stopped' | 'too late' }
  /** Nothing was sent, or the sequence went away before it could take effect. */
  | { step: 'refused'; why: SequenceJobRefusal }
  /** `effect`: none, none that a look at Kit showed, or unknown because Kit could not be looked at for a day. */
  | { step: 'failed'; problem: LostReply; effect: 'none' | 'not seen' | 'unknown' };

export type SequenceJobRefusal =
  | { kind: 'changed'; changes: Change[] }
  /** The review is not known any more, or belongs to another sequence. */
  | { kind: 'no review' }
  /** The page shows another account than the one that owns the sequence. */
  | { kind: 'foreign page' }
  /** The sequence was not there when it was read again. */
  | { kind: 'gone' }
  /** A backup was to be made, and could not be completed. */
  | { kind: 'no backup'; problem: BackupProblem }
  /** The backup is complete, and its file did not get to Downloads. */
  | { kind: 'not saved'; problem: SaveProblem };

export function isSequenceJobEnded(state: SequenceJobState): state is SequenceJobEnd {
  return ['done', 'cancelled', 'refused', 'failed'].includes(state.step);
}

export const subjectOfSequence = (sequenceId: number): string => `sequence/${sequenceId}`;
