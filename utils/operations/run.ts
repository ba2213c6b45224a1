import type { Kit, KitResult } from '../kit/client.ts';
import { type KitProblem, mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { changesSince } from '../review/compare.ts';
import { readAgain } from '../review/gather.ts';
import type { Review } from '../review/review.ts';
import type { Ended, OperationState } from './operation.ts';

type OperationKit = Pick<Kit, 'sequence' | 'countSubscribers' | 'setActive' | 'deleteSequence'>;

export interface Run {
  kit: OperationKit;
  review: Review;
  /** Announces a step before it is taken. */
  step(state: OperationState): void;
  /** Resolves after so many ms. */
  sleep(ms: number): Promise<void>;
}

/** After a lost reply Kit is asked again after these pauses, in ms, before the outcome is called unknown. */
const SETTLE_PAUSES = [500, 1500, 4000];

/** Reads again, and deletes only if the review still holds. Sends DELETE at most once. */
export async function runDelete({ kit, review, step, sleep }: Run): Promise<Ended> {
  const id = review.sequence.id;
  step({ step: 'checking' });
  const now = await readAgain(kit, id);
  if (!now.ok) return now.problem.kind === 'not found' ? already : failed(now.problem, 'none');
  const changes = changesSince(review, now.value);
  if (changes.length > 0) return { step: 'refused', why: { kind: 'changed', changes } };

  step({ step: 'sending' });
  const answer = await kit.deleteSequence(id);
  if (answer.ok) return done;
  if (answer.problem.kind === 'not found') return already;
  if (!mayHaveTakenEffect(answer.problem)) return failed(answer.problem, 'none');

  step({ step: 'settling' });
  const settled = await settle(kit, id, sleep, isGone);
  return isGone(settled) ? done : lost(answer.problem, settled);
}

/** Pause or resume. A resume sends to people again, so it too wants the sequence to be as it was reviewed. */
export async function runSetActive(active: boolean, { kit, review, step, sleep }: Run): Promise<Ended> {
  const id = review.sequence.id;
  step({ step: 'checking' });
  const now = await kit.sequence(id);
  if (!now.ok) return goneOrFailed(now.problem);
  if (now.value.active === active) return already;
  if (active) {
    const changes = changesSince(review, { ...review, sequence: now.value });
    if (changes.length > 0) return { step: 'refused', why: { kind: 'changed', changes } };
  }

  step({ step: 'sending' });
  const answer = await kit.setActive(id, active);
  if (answer.ok) return done;
  if (!mayHaveTakenEffect(answer.problem)) return goneOrFailed(answer.problem);

  step({ step: 'settling' });
  const settled = await settle(
    kit,
    id,
    sleep,
    (look) => isGone(look) || (look.ok && look.value.active === active),
  );
  if (isGone(settled)) return { step: 'refused', why: { kind: 'gone' } };
  return settled.ok && settled.value.active === active ? done : lost(answer.problem, settled);
}

const done: Ended = { step: 'done', how: 'now' };
const already: Ended = { step: 'done', how: 'already' };
const failed = (problem: KitProblem, effect: 'none' | 'not seen' | 'unknown'): Ended => ({
  step: 'failed',
  problem,
  effect,
});

/** A write whose reply was lost, and whose effect was not found when looking. */
const lost = (problem: KitProblem, look: KitResult<Sequence>) =>
  failed(problem, look.ok ? 'not seen' : 'unknown');

const isGone = (look: KitResult<Sequence>) => !look.ok && look.problem.kind === 'not found';

function goneOrFailed(problem: KitProblem): Ended {
  return problem.kind === 'not found' ? { step: 'refused', why: { kind: 'gone' } } : failed(problem, 'none');
}

/**
 * What Kit holds after a write whose reply was lost: GET by id is current, so it decides. Looks several times,
 * since Kit may still be at work on the write.
 */
async function settle(
  kit: OperationKit,
  id: number,
  sleep: Run['sleep'],
  tookEffect: (look: KitResult<Sequence>) => boolean,
): Promise<KitResult<Sequence>> {
  let look = await kit.sequence(id);
  for (const pause of SETTLE_PAUSES) {
    if (tookEffect(look)) break;
    await sleep(pause);
    look = await kit.sequence(id);
  }
  return look;
}
