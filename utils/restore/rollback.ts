import type { KitResult } from '../kit/client.ts';
import { mayHaveTakenEffect } from '../kit/problems.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { settle } from '../sequence/settle.ts';
import { canonical } from './compare.ts';
import type { Task } from './create.ts';
import { fingerprintOfEmail, fingerprintOfSequence, isPlanned } from './fingerprints.ts';
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
  const { full, minimal } = plan.sequence;
  const asMade =
    (await fingerprintOfSequence(sequence)) === made.fingerprint ||
    [full, minimal].some((sent) => holds(sequence, sent));
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
  const underWay = plan.emails[made.emails.length];
  const others = listed.value.filter(({ id }) => made.emails.every((one) => one.id !== id));
  // One may have been written whose reply was never heard.
  const foreign = others.filter((email) => !underWay || !isPlanned(email, underWay));
  if (foreign.length > 0 || others.length > 1) return edited;
  for (const [place, { id, fingerprint }] of made.emails.entries()) {
    const email = await kit.email(made.sequenceId, id);
    if (!email.ok) return email.problem.kind === 'not found' ? edited : keptFor(email.problem);
    if ((await fingerprintOfEmail(email.value)) !== fingerprint && !isAsSent(email.value, place, plan))
      return edited;
  }
  return { event: 'untouched' };
}

function isAsSent(email: SequenceEmail, place: number, plan: Task['plan']): boolean {
  const planned = plan.emails[place];
  return planned !== undefined && [planned.full, planned.minimal].some((sent) => holds(email, sent));
}

/** Whether every setting that was sent is there; but for those that change on the way. */
function holds(held: Record<string, unknown>, sent: object): boolean {
  return Object.entries(sent)
    .filter(([field]) => !['name', 'active', 'published', 'position'].includes(field))
    .every(([field, value]) => canonical(field, held[field]) === canonical(field, value));
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
