import type { Kit, KitResult } from '../kit/client.ts';
import { mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { changesSince } from '../review/compare.ts';
import { readAgain } from '../review/gather.ts';
import type { Review } from '../review/review.ts';
import type { OperationEvent } from './machine.ts';
import type { OperationKind } from './operation.ts';

export type OperationKit = Pick<Kit, 'sequence' | 'countSubscribers' | 'setActive' | 'deleteSequence'>;

/** After a lost reply Kit is asked again after these pauses, in ms: it may still be at work on the write. */
const SETTLE_PAUSES = [500, 1500, 4000];

/** Reads the sequence again, just before the write. */
export function check(kit: OperationKit, kind: OperationKind, review: Review): Promise<OperationEvent> {
  return kind === 'delete' ? checkDelete(kit, review) : checkActive(kit, review, kind === 'resume');
}

async function checkDelete(kit: OperationKit, review: Review): Promise<OperationEvent> {
  const now = await readAgain(kit, review.sequence.id);
  if (!now.ok) return goneOrFailed(now);
  const changes = changesSince(review, now.value);
  return changes.length > 0 ? { event: 'refused', why: { kind: 'changed', changes } } : { event: 'holds' };
}

/** A resume sends to people again, so it too wants the sequence to be as it was reviewed. */
async function checkActive(kit: OperationKit, review: Review, active: boolean): Promise<OperationEvent> {
  const now = await kit.sequence(review.sequence.id);
  if (!now.ok) return goneOrFailed(now);
  if (now.value.active === active) return { event: 'as wanted' };
  const changes = active ? changesSince(review, { ...review, sequence: now.value }) : [];
  return changes.length > 0 ? { event: 'refused', why: { kind: 'changed', changes } } : { event: 'holds' };
}

/** Asks Kit to do it, once. */
export async function send(kit: OperationKit, kind: OperationKind, id: number): Promise<OperationEvent> {
  const answer = await (kind === 'delete' ? kit.deleteSequence(id) : kit.setActive(id, kind === 'resume'));
  if (answer.ok) return { event: 'confirmed' };
  if (mayHaveTakenEffect(answer.problem)) return { event: 'reply lost', problem: answer.problem };
  return goneOrFailed(answer);
}

/** What Kit holds after a write whose reply was lost: GET by id is current, so it decides. */
export async function settle(
  kit: Pick<OperationKit, 'sequence'>,
  kind: OperationKind,
  id: number,
  sleep: (ms: number) => Promise<void>,
): Promise<OperationEvent> {
  let event = seen(kind, await kit.sequence(id));
  for (const pause of SETTLE_PAUSES) {
    if (event.event === 'gone' || event.event === 'as wanted') break;
    await sleep(pause);
    event = seen(kind, await kit.sequence(id));
  }
  return event;
}

function seen(kind: OperationKind, look: KitResult<Sequence>): OperationEvent {
  if (look.ok) {
    const asWanted = kind !== 'delete' && look.value.active === (kind === 'resume');
    return { event: asWanted ? 'as wanted' : 'effect not seen' };
  }
  return look.problem.kind === 'not found' ? { event: 'gone' } : { event: 'no look', problem: look.problem };
}

function goneOrFailed({ problem }: Extract<KitResult<unknown>, { ok: false }>): OperationEvent {
  return problem.kind === 'not found' ? { event: 'gone' } : { event: 'failed', problem };
}
