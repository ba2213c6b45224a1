import type { Job } from '../jobs/job.ts';
import type { Account } from '../kit/client.ts';
import type { RestoreProblem } from '../restore/restore.ts';
import type { Group, PartPosition } from './groups.ts';

/** The adding of people to a restored sequence. */
export interface Addition extends Job {
  kind: 'add people';
  backupId: string;
  account: Account;
  /** The new one. */
  sequenceId: number;
  /** Its name. Version 0.1.0 did not keep it. */
  sequenceName?: string;
  /** Somebody who is added again may begin again. */
  repeat: boolean;
  group: Group;
  /** How many people a person said yes to. */
  of: number;
  counts: Record<PersonOutcome['outcome'], number>;
  state: AdditionState;
  /** Everybody before this place is accounted for, or is in `batch`. */
  place: PartPosition;
  /** People who are to be sent next, or are being sent. `maySent`: some of them may have been added already. */
  batch: { people: Waiting[]; maySent: boolean };
  /** The ids of the additions to this sequence before, the last one first. Missing in what version 0.1.0 began. */
  earlier?: string[];
  /** How many people of the backup could not be read. Missing in what version 0.1.0 began. */
  unusable?: number;
}

export interface Person {
  id: number;
  email: string;
}

/** `tries`: how often in vain, while Kit answered everything else. */
export interface Waiting extends Person {
  tries?: number;
}

export interface PersonOutcome extends Person {
  /**
   * `gone`: Kit knows no such subscriber any more. `unknown`: no reply said what happened, and adding them again might
   * begin the sequence again for them, or came to nothing several times.
   */
  outcome: 'added' | 'already' | 'gone' | 'refused' | 'unknown';
  /** Kit's own words. */
  messages?: string[];
}

export type AdditionState =
  /** The sequence is resumed: Kit adds nobody to a paused one. Only a person's press leads here. */
  | { step: 'activating' }
  /** It goes on by itself: is the sequence active? If not, a person is asked. */
  | { step: 'checking' }
  /**
   * People are taken from the backup. `unchecked`: it goes on by itself, and Kit has not shown since that the sequence
   * is active.
   */
  | { step: 'adding'; unchecked?: true }
  | { step: 'sending'; unchecked?: true }
  | { step: 'paused' }
  /** `transient`: it goes on by itself, at `before`. */
  | {
      step: 'blocked';
      problem: AdditionProblem;
      before: 'checking' | 'adding';
      transient: boolean;
    }
  | { step: 'done' }
  | { step: 'cancelled' };

export type AdditionProblem = RestoreProblem | { kind: 'paused at Kit' };

/** Nobody was added. */
export type AdditionRefusal =
  | { kind: 'not restored' }
  /** There are not as many as were shown. */
  | { kind: 'changed'; people: number }
  | { kind: 'nobody' }
  | { kind: 'backup gone' }
  | { kind: 'backup damaged' }
  | { kind: 'storage failed' };

export const isAdditionEnded = ({ state }: Addition): boolean =>
  state.step === 'done' || state.step === 'cancelled';

/** How many are accounted for. */
export const doneOf = ({ counts }: Addition): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export const subjectOfAddition = (sequenceId: number): string => `people/${sequenceId}`;
