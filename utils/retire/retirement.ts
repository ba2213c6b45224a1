import type { Job } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Review } from '../review/review.ts';
import { DAY } from '../review/zone.ts';
import type { SequenceJobEnd } from '../sequence/sequence-job.ts';

/** After how many days a person can be reminded. */
export const REMIND_DAYS = [7, 30, 90] as const;
export type RemindDays = (typeof REMIND_DAYS)[number];
export const USUAL_REMIND_DAYS: RemindDays = 30;

/** How much later **Keep longer** reminds, in ms. */
export const LONGER = 30 * DAY;
/** Where Kit cannot be looked at for so long after the day, in ms, the person is reminded all the same. */
export const BLIND_FOR = 3 * DAY;

/** A sequence that was paused to be let go, with the day on which its owner is to be reminded of it. It deletes nothing. */
export interface Retirement extends Job {
  kind: 'retire';
  sequenceId: number;
  /** As it was shown when it was retired; from the first look at Kit after the pause on, with the sequence as it is paused. */
  review: Review;
  /** A person allowed the browser to notify them. */
  notify: boolean;
  /** When Kit was seen to have it paused, in ms since 1970; null before. */
  retiredAt: number | null;
  /** In ms since 1970. */
  remindAt: number;
  /** When the person was reminded; null before. */
  remindedAt: number | null;
  /** The sequences that left its people out at the first look; null before. */
  referredBefore: number[] | null;
  /** What the last look that told something found. */
  found: Since | null;
  /** Why the last look told nothing; null where it did. */
  unseen: KitProblem | null;
  /** How often it was to be brought back. */
  attempts: number;
  /** Why the last attempt did not bring it back. */
  notBack: SequenceJobEnd | { step: 'busy' } | null;
  state: RetirementState;
}

export type RetirementState =
  /** Kit is asked how the sequence is; `paused`: our pause is done. */
  | { step: 'reading'; paused: boolean }
  | { step: 'pausing' }
  /** Nothing happens before `lookAt`, in ms since 1970. */
  | { step: 'resting'; lookAt: number }
  /** `closely`: something was done to it here just now, which a list may not show yet. */
  | { step: 'looking'; closely?: true }
  | { step: 'reminding' }
  /** The day has come, and the person was told. It is looked at on. */
  | { step: 'due'; lookAt: number }
  | { step: 'bringing back' }
  | RetirementEnd;

export type RetirementEnd =
  /** `resumed`, `deleted`: by somebody else, or by another job. `removed`: the reminder alone. */
  | { step: 'ended'; why: 'brought back' | 'resumed' | 'deleted' | 'removed' }
  /** The pause did not come about, so that there is nothing to be reminded of. */
  | { step: 'not paused'; end: SequenceJobEnd | { step: 'busy' } }
  | { step: 'failed'; problem: KitProblem };

/** What happened to a sequence while it rested. */
export interface Since {
  /** When it was looked at, in ms since 1970. */
  at: number;
  /** How many more people are in it; null where Kit did not say. Fewer is 0. */
  added: number | null;
  /** Its settings or emails were changed, as Kit's own time stamp shows. */
  edited: boolean;
  /** Sequences that leave its people out now, and did not before. */
  referredBy: { id: number; name: string }[];
}

/** What a person may want of one that rests. */
export const RETIREMENT_WISHES = ['keep longer', 'bring back', 'notify', 'remove'] as const;
export type RetirementWish = (typeof RETIREMENT_WISHES)[number];

export const isRetirementEnded = ({ step }: RetirementState): boolean =>
  step === 'ended' || step === 'not paused' || step === 'failed';

export const subjectOfRetirement = (sequenceId: number): string => `retire/${sequenceId}`;
