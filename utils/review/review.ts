import type { Account } from '../kit/client.ts';
import type { KitProblem, KitResult } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { Automations } from './automations.ts';
import type { ScheduledEmail } from './estimate.ts';
import type { References } from './references.ts';
import type { Rules } from './rules.ts';

/** A number that Kit gave, or why it could not be read. Never 0 for "unknown". */
export type Reading<T> = { known: true; value: T } | { known: false; problem: KitProblem };

/** What one look at a sequence found. Destructive requests name the review that they are based on. */
export interface Review {
  /** UUID. */
  id: string;
  /** When it was read, in ms since 1970. */
  at: number;
  /** The one that owns the sequence. */
  account: Account;
  /** The account that the page around the panel showed, when it told. */
  pageAccountId: number | null;
  /** As Kit gave it, unknown fields too. */
  sequence: Sequence;
  activeSubscribers: Reading<number>;
  /** Null: not asked for, since the verdict does not depend on it. */
  allSubscribers: Reading<number> | null;
  emails: Reading<{ published: number; drafts: number }>;
}

/** What a person is shown: the review, and what is no part of what a destructive request is compared with. */
export interface Look extends Review {
  /** Null where its emails could not be read, or Kit did not say enough of one to reckon with. */
  schedule: ScheduledEmail[] | null;
  references: References;
  /** Null, as the next one: nobody wants Kit's pages of them to be read. */
  automations: Automations | null;
  rules: Rules | null;
}

export function reviewOf(look: Look): Review {
  const { schedule: _s, references: _r, automations: _a, rules: _u, ...review } = look;
  return review;
}

export function reading<T>(answer: KitResult<T>): Reading<T> {
  return answer.ok ? { known: true, value: answer.value } : { known: false, problem: answer.problem };
}

/**
 * How many people a delete would hit. Kit's list of active subscribers and the counter on the sequence
 * can each lag behind the other, so the larger one counts. Null when the list could not be read.
 */
export function atStake({ activeSubscribers, sequence }: Readings): number | null {
  if (!activeSubscribers.known) return null;
  return Math.max(activeSubscribers.value, sequence.subscriber_count ?? 0);
}
export type Readings = Pick<Review, 'activeSubscribers' | 'sequence'>;

/** Nobody has to type anything to delete a sequence that is known to hold nobody. */
export function needsTypedName(review: Readings): boolean {
  return atStake(review) !== 0;
}

/** Whether the page shows another account than the sequence's owner. Nothing is written to Kit while it does. */
export function isForeignPage(review: Pick<Review, 'account' | 'pageAccountId'>): boolean {
  return review.pageAccountId !== null && review.pageAccountId !== review.account.id;
}
