import type { Job } from '../jobs/job.ts';
import type { Account } from '../kit/client.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { LostReply } from '../sequence/sequence-job.ts';
import type { Comparison } from './compare.ts';
import type { Loss } from './losses.ts';
import type { LeftOut } from './plan.ts';

/**
 * The making of a new sequence from a backup. The first eight digits of its id are the mark that the new sequence bears
 * in its name until it is whole.
 */
export interface Restore extends Job {
  kind: 'restore';
  backupId: string;
  /** The account that it is restored into. */
  account: Account;
  /** The sequence that was backed up. */
  sequence: { id: number; name: string };
  state: RestoreState;
  /** What there is of the new sequence; null as long as none is known. */
  made: CreatedSequence | null;
  /** When the reply to its making was lost, in ms since 1970: there may be one that is not known. */
  lostAt: number | null;
  /** What Kit did not take, so that it was left out. */
  leftOut: LeftOut[];
  /**
   * Sequences that Kit made of the same request, since a browser may send one twice, and that were not removed. What was
   * removed is not named.
   */
  twins: Twin[];
  /** Nobody could look for twins, of the sequence or of its emails, until Kit's lists had caught up. */
  twinsUnsure: boolean;
  /** What cannot be restored, known before anything is sent. */
  losses: Loss[];
  /** The backup and what Kit held in the end; null before that. */
  comparison: Comparison | null;
  /** What became of the offers to exclude the new sequence where the old one was excluded, by the id of that sequence. */
  relinked: Record<number, 'sending' | 'done'>;
}

export interface CreatedSequence {
  sequenceId: number;
  /** What its settings were when Kit gave it last, so that a person's edits are noticed. */
  fingerprint: string;
  /** In sending order, one for each email that was written so far; null for one that Kit did not take. */
  emails: (CreatedEmail | null)[];
  /** It bears its own name. */
  named: boolean;
}

export interface CreatedEmail {
  id: number;
  fingerprint: string;
}

export interface Twin {
  sequenceId: number;
  /** Why it was not removed. */
  why: KeptReason;
}

/** How much is sent of the sequence: all; without ids that may not exist any more; or its name alone. */
export type Form = 'full' | 'minimal' | 'bare';

/** Looks for something in Kit's lists, which lag. */
export interface Search {
  /** Looks so far. */
  looks: number;
  /** How long was waited between them, in ms: clocks can be set, so they are not asked. */
  waited: number;
  /** Why the last look told nothing. */
  look: KitProblem | null;
}

export type RestoreState = OpenRestoreState | RestoreEnd;
type OpenRestoreState = Work | Blocked;

/** Something is being done. `of`: how many there are in all. */
export type Work =
  /** The backup is read, and the account asked who it is. */
  | { step: 'checking' }
  /** `sends`: how often its reply was lost before. */
  | { step: 'creating'; form: Form; sends: number }
  /** The new sequence is looked for, since its making had no reply (`lost`). `undo`: to remove it. */
  | ({ step: 'finding'; lost: RestoreProblem; sends: number; undo: boolean } & Search)
  /** `email` counts from 0. `minimal`: without what Kit refused. */
  | { step: 'writing'; email: number; of: number; minimal: boolean; sends: number }
  /** As `finding`, for an email. `refused`: Kit said that something is in its place. */
  | ({
      step: 'matching';
      email: number;
      of: number;
      lost: RestoreProblem;
      sends: number;
      refused: string[] | null;
    } & Search)
  | { step: 'publishing'; email: number; of: number }
  | { step: 'naming' }
  | { step: 'comparing' }
  /** What was made is to be removed: is it still as it was made? */
  | { step: 'inspecting' }
  | { step: 'deleting' }
  /** The reply to the removal was lost, or may be about a second one that a browser sent by itself. */
  | { step: 'settling'; lost: LostReply; look: KitProblem | null }
  | ({ step: 'rechecking' } & TwinSearch)
  | ({ step: 'removing twin'; sequenceId: number } & TwinSearch)
  | ({ step: 'removing email'; id: number; subject: string } & TwinSearch);

/** All is done (`then`), but for a look for twins when Kit's lists have caught up. */
export interface TwinSearch extends Search {
  then: Whole;
  /** How often the reply to the removal of one was lost. */
  sends: number;
  /** The ids of emails that the comparison names as not in the backup. */
  named: number[];
}

/** What is followed by a look for twins. */
type Whole = { step: 'done' } | { step: 'undone'; how: 'now' | 'already' };

/**
 * Nothing is under way. `retry` goes on at `before`; `transient`: it goes on by itself too, at the next alarm or when
 * the browser is online again.
 */
interface Blocked {
  step: 'blocked';
  problem: RestoreProblem;
  before: Work;
  transient: boolean;
}

export type RestoreProblem =
  | KitProblem
  | { kind: 'interrupted' }
  /** The backup is not there any more, or a part of it is. */
  | { kind: 'backup gone' }
  /** It is not what its checksums say, or not in a shape that this version reads. */
  | { kind: 'backup damaged' }
  /** The new sequence, or one of its emails, was deleted while it was being made. */
  | { kind: 'made gone' }
  /** A person asked for it too long ago: it does not go on by itself. */
  | { kind: 'overdue' };

export type RestoreEnd =
  | { step: 'done' }
  | { step: 'refused'; why: RestoreRefusal }
  /**
   * `left` at Kit: nothing, a sequence that is not whole, or nobody knows yet. `undo` removes it; `kept` says why the
   * last try did not.
   */
  | { step: 'cancelled'; left: 'nothing' | 'something' | 'unsure'; kept: KeptReason | null }
  | { step: 'undone'; how: 'now' | 'already' | 'nothing was made' };

/** Nothing was sent. */
export type RestoreRefusal =
  /** It is not there, or a part of it is not. */
  | { kind: 'backup gone' }
  | { kind: 'backup damaged' }
  | { kind: 'backup incomplete' }
  /** The account of the backup is not connected. */
  | { kind: 'not connected'; account: Account }
  /** Into another account: its templates, tags, forms and segments have other ids there. */
  | { kind: 'foreign account'; account: Account }
  /** The credential is one of another account by now. */
  | { kind: 'other account'; account: Account }
  | { kind: 'storage failed' };

/** Why what was made is kept. */
export type KeptReason =
  | { kind: 'people'; people: number }
  | { kind: 'active' }
  | { kind: 'edited' }
  | { kind: 'problem'; problem: RestoreProblem }
  /** The reply to the removal was lost, and it is still there. */
  | { kind: 'not seen'; problem: RestoreProblem };

const ENDED = ['done', 'refused', 'cancelled', 'undone'];

export function isRestoreEnded(state: RestoreState): state is RestoreEnd {
  return ENDED.includes(state.step);
}

/** How a restore ended, also while twins are looked for; null for one that is under way. */
export function outcomeOf(state: RestoreState): RestoreEnd | null {
  if ('then' in state) return state.then;
  return isRestoreEnded(state) ? state : null;
}

/** The mark in the name of a sequence that is not whole. */
export const markOf = ({ id }: Pick<Restore, 'id'>): string => id.slice(0, 8);

export const subjectOfRestore = (backupId: string): string => `restore/${backupId}`;
