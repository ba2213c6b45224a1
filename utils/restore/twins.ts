import { mayHaveTakenEffect } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { Task } from './create.ts';
import { findEmailTwin } from './email-twins.ts';
import { fingerprintOfSequence } from './fingerprints.ts';
import { MOST_SENDS, type RestoreEvent } from './machine.ts';
import { markedName } from './plan.ts';
import { areListsCurrent, findMarked } from './reconcile.ts';
import { type CreatedSequence, type KeptReason, markOf, type TwinSearch } from './restore.ts';

/**
 * Looks for another sequence with the mark, and for second copies of its emails: browsers send a request again by
 * themselves, and Kit then makes two of it. Kit is asked at first and when its lists have caught up.
 *
 * @param state what was known before this look.
 * @param waited before this look, in ms.
 */
export async function findTwin(
  task: Task,
  made: CreatedSequence,
  state: TwinSearch,
  waited: number,
): Promise<RestoreEvent> {
  const { kit, restore } = task;
  const isLast = areListsCurrent(state.waited + waited);
  if (state.looks > 0 && !isLast) return { event: 'not yet', waited };
  const known = [made.sequenceId, ...restore.twins.map(({ sequenceId }) => sequenceId)];
  const found = await findMarked(task, markOf(restore), known);
  if (!found.ok) return { event: 'no look', problem: found.problem };
  if (!found.value) {
    // What was removed has no emails.
    const email = state.then.step === 'done' ? await findEmailTwin(task, made, state) : null;
    return email ?? (isLast ? { event: 'no twin' } : { event: 'not yet', waited });
  }
  const { id: sequenceId } = found.value;
  const left = (why: KeptReason): RestoreEvent => ({ event: 'twin kept', twin: { sequenceId, why } });
  if (state.sends >= MOST_SENDS) return left({ kind: 'not seen', problem: { kind: 'interrupted' } });
  if (found.value.active) return left({ kind: 'active' });
  if (!(await isAsMade(found.value, { restore }, made))) return left({ kind: 'edited' });
  const people = await kit.countSubscribers(sequenceId, 'all');
  if (!people.ok) return { event: 'no look', problem: people.problem };
  const count = Math.max(people.value, found.value.subscriber_count ?? 0);
  if (count > 0) return left({ kind: 'people', people: count });
  const emails = await kit.emails(sequenceId);
  if (!emails.ok) return { event: 'no look', problem: emails.problem };
  // Emails are written only into the one that is known.
  return emails.value.length > 0 ? left({ kind: 'edited' }) : { event: 'twin', sequenceId };
}

/** Kit made both of the same request. */
async function isAsMade(
  sequence: Sequence,
  { restore }: Pick<Task, 'restore'>,
  made: CreatedSequence,
): Promise<boolean> {
  const isNamed = sequence.name === markedName(restore.sequence.name, markOf(restore));
  return isNamed && (await fingerprintOfSequence(sequence)) === made.fingerprint;
}

/** Sent once; after a lost reply the next look decides. */
export async function removeTwin({ kit }: Pick<Task, 'kit'>, sequenceId: number): Promise<RestoreEvent> {
  const answer = await kit.deleteSequence(sequenceId);
  if (answer.ok) return { event: 'twin removed' };
  const { problem } = answer;
  // A 404 may be about a second one that a browser sent by itself.
  if (mayHaveTakenEffect(problem) || problem.kind === 'not found')
    return { event: 'reply lost', problem, at: 0 };
  return { event: 'twin kept', twin: { sequenceId, why: { kind: 'problem', problem } } };
}
