import type { Job } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Range } from '../review/estimate.ts';
import type { Review } from '../review/review.ts';
import { DAY } from '../review/zone.ts';

/** From so long after the start on, in ms, a person is told that others keep coming in. */
const FEW_DAYS = 3 * DAY;

/** A sequence in use that is looked at until nobody waits for an email any more. It changes nothing. */
export interface Watch extends Job {
  kind: 'watch';
  sequenceId: number;
  /** As it was shown when the watch began. */
  review: Review;
  /** A person allowed the browser to notify them. */
  notify: boolean;
  /** What the last look that told something found; null before. */
  found: Seen | null;
  /** Why the last look told nothing; null where it did. */
  unseen: KitProblem | null;
  /** When it looked in the day before the last look, and that one; in ms since 1970. */
  looks: number[];
  /** When the person was told that others keep coming in; null before. */
  toldComingAt: number | null;
  /** When the person was told that nobody waits any more; null where somebody does, or may. */
  toldClearAt: number | null;
  state: WatchState;
}

export type WatchState =
  /** `closely`: something was done to the sequence here just now, so that it is asked for alone. */
  | { step: 'looking'; closely?: true }
  /** Nothing happens before `lookAt`, in ms since 1970. */
  | { step: 'resting'; lookAt: number }
  /** The person is told something, and then it rests until `lookAt`. */
  | { step: 'telling'; what: WatchNews; lookAt: number }
  /** Nobody waits any more, and the person was told. It is looked at on. */
  | { step: 'due'; lookAt: number }
  | { step: 'ended'; why: 'stopped' | 'deleted' };

/** What a person is told of. */
export type WatchNews = 'clear' | 'coming in';

/** What a look saw. Times are in ms since 1970. */
export interface Seen {
  at: number;
  /** While it is paused, nobody gets any further. */
  isActive: boolean;
  /** When it was seen to be active last, and how much later people are than the schedule says, in ms at most: in a pause they keep their place. */
  activeAt?: number;
  late?: number;
  /** How many wait, or may; null where Kit did not say enough to tell. */
  waiting: Range | null;
  /** When nobody waits any more if nobody else comes in; null where nobody can say. */
  until: Range | null;
  /** How many of those who are in it came in since the watch began, at least; null where Kit did not say. */
  added: number | null;
}

/** What a person may want of one that is open. */
export const WATCH_WISHES = ['look', 'notify', 'stop'] as const;
export type WatchWish = (typeof WATCH_WISHES)[number];

export const isWatchEnded = ({ step }: WatchState): boolean => step === 'ended';

/** Whether others keep coming in, so that it will not end as was said. */
export const keepsComing = ({ found, startedAt }: Pick<Watch, 'found' | 'startedAt'>): boolean =>
  found !== null && (found.added ?? 0) > 0 && found.at - startedAt >= FEW_DAYS;

export const subjectOfWatch = (sequenceId: number): string => `watch/${sequenceId}`;
