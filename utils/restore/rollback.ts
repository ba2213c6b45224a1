import type { KitResult } from '../kit/client.ts';
import { mayHaveTakenEffect } from '../kit/problems.ts';
import { settle } from '../sequence/settle.ts';
import type { Task } from './create.ts';
import { fingerprintOfEmail, fingerprintOfSequence, isAsSent, isPlanned } from './fingerprints.ts';
import type { RestoreEvent } from './machine.ts';
import { markIn } from './plan.ts';
import { type CreatedSequence, markOf, type RestoreProblem } from './restore.ts';

const edited: RestoreEvent = { event: 'kept', why: { kind: 'edited' } };
const keptFor = (problem: RestoreProblem): RestoreEvent => ({
  event: 'kept',
  why: { kind: 'problem', problem },
});

/** Whether what was made is still as it was made, paused and empty. Read just before the removal. */
export async function inspect(task: Task, made: CreatedSequence): Promise<RestoreEvent> {
  const { kit, plan, restore } = task;
  const { sequenceId: id } = made;
  const answer = await kit.sequence(id);
  if (!answer.ok) return goneOrKept(answer);
  const sequence = answer.value;
  if (sequence.active) return { event: 'kept', why: { kind: 'active' } };
  const ours = sequence.name.includes(markIn(markOf(restore))) || sequence.name === restore.sequence.name;
  const asMade =
    (await fingerprintOfSequence(sequence)) === made.fingerprint || isAsSent(sequence, plan.sequence);
  if (!ours || !asMade) return edited;
  const count = await kit.countSubscribers(id, 'all');
  if (!count.ok) return goneOrKept(count);
  const people = Math.max(count.value, sequence.subscriber_count ?? 0);
  if (people > 0) return { event: 'kept', why: { kind: 'people', people } };
  return inspectEmails(task, made);
}

async function inspectEmails({ kit, plan }: Task, made: CreatedSequence): Promise<RestoreEvent> {
  const listed = await kit.emails(made.sequenceId);
  if (!listed.ok) return goneOrKept(listed);
  const sent = plan.emails.slice(0, made.emails.length + 1);
  const others = listed.value.filter(({ id }) => made.emails.every((one) => one?.id !== id));
  // One may have been written whose reply was never heard, or twice.
  if (others.some((email) => !sent.some((planned) => isPlanned(email, planned)))) return edited;
  for (const [place, one] of made.emails.entries()) {
    if (!one) continue;
    const { id, fingerprint } = one;
    const planned = plan.emails[place];
    const email = await kit.email(made.sequenceId, id);
    if (!email.ok) return email.problem.kind === 'not found' ? edited : keptFor(email.problem);
    const asMade = (await fingerprintOfEmail(email.value)) === fingerprint;
    if (!asMade && !(planned && isAsSent(email.value, planned))) return edited;
  }
  return { event: 'untouched' };
}

/** Sent once. */
export async function remove({ kit }: Task, { sequenceId }: CreatedSequence): Promise<RestoreEvent> {
  const answer = await kit.deleteSequence(sequenceId);
  if (answer.ok) return { event: 'removed' };
  if (mayHaveTakenEffect(answer.problem)) {
    return { event: 'reply lost', problem: answer.problem, at: 0 };
  }
  return goneOrKept(answer);
}

/** What became of a removal whose reply was lost. */
export async function settleRemoval(
  { kit }: Task,
  { sequenceId }: CreatedSequence,
  lost: RestoreProblem,
  sleep: (ms: number) => Promise<void>,
): Promise<RestoreEvent> {
  const seen = await settle(kit, { isAsWanted: () => false }, sequenceId, sleep);
  if (seen.event === 'gone') return { event: 'gone' };
  if (seen.event === 'no look') return { event: 'no look', problem: seen.problem };
  return { event: 'kept', why: { kind: 'not seen', problem: lost } };
}

function goneOrKept(answer: Extract<KitResult<unknown>, { ok: false }>): RestoreEvent {
  return answer.problem.kind === 'not found' ? { event: 'gone' } : keptFor(answer.problem);
}
