import type { Wisher } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { SequenceJobRefusal } from './sequence-job.ts';

/** What can happen to an open job on a sequence. */
export type SequenceEvent =
  /** `until`: when the countdown is over, if it begins now. `length`: how long it takes, in ms. */
  | { event: 'begun'; until: number; length: number }
  /** The backup is complete and was verified. `save`: it is to be saved to Downloads too. */
  | { event: 'backed up'; until: number; length: number; save: boolean }
  /** The browser has the file, and begins to write it. */
  | { event: 'download begun'; item: number }
  /** The file that was begun earlier did not become whole. */
  | { event: 'download lost' }
  /** The browser says that the file is whole. */
  | { event: 'saved'; until: number; length: number }
  | { event: 'cancel'; by: Wisher; at: number }
  /** A wish ended the step early. */
  | { event: 'interrupted' }
  | { event: 'time is up' }
  /** The time was up long ago: the computer slept. */
  | { event: 'too late' }
  | { event: 'refused'; why: SequenceJobRefusal }
  /** The sequence was read again, and the review holds. */
  | { event: 'holds' }
  /** It is already as it is wanted. */
  | { event: 'as wanted' }
  /** Kit said twice that there is no such sequence. */
  | { event: 'gone' }
  /** Kit was not asked to do it. */
  | { event: 'failed'; problem: KitProblem }
  | { event: 'confirmed' }
  /** It may have taken effect, whatever Kit answered. */
  | { event: 'reply lost'; problem: KitProblem }
  | { event: 'effect not seen' }
  | { event: 'no look'; problem: KitProblem };
