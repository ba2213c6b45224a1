import { backoff } from './backoff.ts';
import { LONGEST_PAUSE } from './pause.ts';
import type { KitProblem } from './problems.ts';
import { MAX_TURN_WAIT, type Priority } from './window.ts';

/** What a call does at Kit: nothing, the same however often it is sent, or something that must not happen twice. */
export type Safety = 'read' | 'idempotent' | 'once';

const TRIES = 3;

export interface Failure {
  safety: Safety;
  priority: Priority;
  problem: KitProblem;
  /** Counted from 1. */
  attempt: number;
  /** What Kit asked for, in ms. */
  retryAfter: number | null;
}

/**
 * The ms after which a failed call is sent again, or null if it is not. Only a call that Kit has answered with 429 or 5xx is:
 * after a lost answer the caller has to look at what became of it.
 *
 * @param random from 0 to 1, so that many calls that failed together do not come back together.
 */
export function retryDelay(failure: Failure, random: number): number | null {
  const { safety, priority, problem, attempt, retryAfter } = failure;
  const passes = problem.kind === 'rate limited' || problem.kind === 'server error';
  if (safety === 'once' || !passes || attempt >= TRIES) return null;
  if (retryAfter === null) return random * backoff(attempt);
  return retryAfter <= (priority === 'interactive' ? MAX_TURN_WAIT : LONGEST_PAUSE) ? retryAfter : null;
}
