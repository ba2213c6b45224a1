import { lookTwice } from '../kit/look.ts';
import type { KitProblem } from '../kit/problems.ts';
import { isRefusal, type LostReply } from '../sequence/sequence-job.ts';
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

type Sleep = (ms: number) => Promise<void>;

/** Whether what was made is still as it was made, paused and empty. Read just before the removal. */
export async function inspect(task: Task, made: CreatedSequence, sleep: Sleep): Promise<RestoreEvent> {
  const { kit, plan, restore } = task;
  const { sequenceId: id } = made;
  const answer = await lookTwice(() => kit.sequence(id), sleep);
  if (!answer.ok) return answer.problem.kind === 'not found' ? { event: 'gone' } : keptFor(answer.problem);
  const sequence = answer.value;
  if (sequence.active) return { event: 'kept', why: { kind: 'active' } };
  const ours = sequence.name.includes(markIn(markOf(restore))) || sequence.name === restore.sequence.name;
  const asMade =
    (await fingerprintOfSequence(sequence)) === made.fingerprint || isAsSent(sequence, plan.sequence);
  if (!ours || !asMade) return edited;
  const count = await kit.countSubscribers(id, 'all');
  if (!count.ok) return goneOrKept(task, made, count.problem, sleep);
  const people = Math.max(count.value, sequence.subscriber_count ?? 0);
  if (people > 0) return { event: 'kept', why: { kind: 'people', people } };
  return inspectEmails(task, made, sleep);
}

async function inspectEmails(task: Task, made: CreatedSequence, sleep: Sleep): Promise<RestoreEvent> {
  const { kit, plan } = task;
  const listed = await kit.emails(made.sequenceId);
  if (!listed.ok) return goneOrKept(task, made, listed.problem, sleep);
  const sent = plan.emails.slice(0, made.emails.length + 1);
  const others = listed.value.filter(({ id }) => made.emails.every((one) => one?.id !== id));
  // One may have been written whose reply was never heard, or twice.
  if (others.some((email) => !sent.some((planned) => isPlanned(email, planned)))) return edited;
  for (const [place, one] of made.emails.entries()) {
    if (!one) continue;
    const { id, fingerprint } = one;
    const planned = plan.emails[place];
    const email = await lookTwice(() => kit.email(made.sequenceId, id), sleep);
    if (!email.ok) return email.problem.kind === 'not found' ? edited : keptFor(email.problem);
    const asMade = (await fingerprintOfEmail(email.value)) === fingerprint;
    if (!asMade && !(planned && isAsSent(email.value, planned))) return edited;
  }
  return { event: 'untouched' };
}

/** Kit was not asked, so there is nothing to look for. */
const UNASKED: KitProblem['kind'][] = ['not connected', 'no permission', 'storage failed'];

/** Sent once. A browser may send it twice, so that a refusal, and a 404, may be about the second one. */
export async function remove({ kit }: Task, { sequenceId }: CreatedSequence): Promise<RestoreEvent> {
  const answer = await kit.deleteSequence(sequenceId);
  if (answer.ok) return { event: 'removed' };
  const { problem } = answer;
  return UNASKED.includes(problem.kind) ? keptFor(problem) : { event: 'reply lost', problem, at: 0 };
}

/** What became of a removal whose reply was lost, or does not tell. */
export async function settleRemoval(
  { kit }: Task,
  { sequenceId }: CreatedSequence,
  lost: LostReply,
  sleep: Sleep,
): Promise<RestoreEvent> {
  const seen = await settle(kit, { isAsWanted: () => false }, sequenceId, sleep, lost);
  if (seen.event === 'gone') return { event: 'gone' };
  if (seen.event === 'no look') return { event: 'no look', problem: seen.problem };
  return isRefusal(lost) ? keptFor(lost) : { event: 'kept', why: { kind: 'not seen', problem: lost } };
}

/** A part of it could not be read: it is gone only where the sequence itself is, and that twice. */
async function goneOrKept(
  { kit }: Task,
  { sequenceId }: CreatedSequence,
  problem: KitProblem,
  sleep: Sleep,
): Promise<RestoreEvent> {
  if (problem.kind !== 'not found') return keptFor(problem);
  const look = await lookTwice(() => kit.sequence(sequenceId), sleep);
  return !look.ok && look.problem.kind === 'not found' ? { event: 'gone' } : keptFor(problem);
}
