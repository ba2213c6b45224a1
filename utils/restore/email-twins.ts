import { lookTwice } from '../kit/look.ts';
import { mayHaveTakenEffect } from '../kit/problems.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import type { Task } from './create.ts';
import { isAsSent, isPlanned } from './fingerprints.ts';
import { MOST_SENDS, type RestoreEvent } from './machine.ts';
import type { Plan } from './plan.ts';
import type { CreatedSequence, TwinSearch } from './restore.ts';

/**
 * Looks for a second copy of one of its emails: to be removed if it still is a draft as it was sent, else to be named.
 * Null where Kit shows none that is not named already.
 */
export async function findEmailTwin(
  { kit, plan, wait }: Task,
  made: CreatedSequence,
  { sends, named }: TwinSearch,
): Promise<RestoreEvent | null> {
  const listed = await lookTwice(() => kit.emails(made.sequenceId), wait);
  // Somebody deleted the sequence, and all copies with it.
  if (!listed.ok && listed.problem.kind === 'not found') return null;
  if (!listed.ok) return { event: 'no look', problem: listed.problem };
  const known = new Set([...made.emails.map((one) => one?.id), ...named]);
  for (const { id } of listed.value) {
    if (known.has(id)) continue;
    const email = await lookTwice(() => kit.email(made.sequenceId, id), wait);
    // A list may still show what was removed.
    if (!email.ok && email.problem.kind === 'not found') continue;
    if (!email.ok) return { event: 'no look', problem: email.problem };
    // What somebody wrote since is theirs.
    if (!plan.emails.some((planned) => isPlanned(email.value, planned))) continue;
    const isOurs = isEmailTwin(email.value, plan) && sends < MOST_SENDS;
    return { event: isOurs ? 'email twin' : 'email kept', id, subject: email.value.subject ?? '' };
  }
  return null;
}

/** Whether an email that is not accounted for is as one was sent. */
export function isEmailTwin(email: SequenceEmail, { emails }: Plan): boolean {
  return !email.published && emails.some((planned) => isPlanned(email, planned) && isAsSent(email, planned));
}

/** Sent once; after a lost reply the next look decides. */
export async function removeEmailTwin(
  { kit }: Pick<Task, 'kit'>,
  { sequenceId }: CreatedSequence,
  { id, subject }: { id: number; subject: string },
): Promise<RestoreEvent> {
  const answer = await kit.deleteEmail(sequenceId, id);
  if (answer.ok) return { event: 'email removed' };
  const { problem } = answer;
  // A 404 may be about a second one that a browser sent by itself.
  if (mayHaveTakenEffect(problem) || problem.kind === 'not found')
    return { event: 'reply lost', problem, at: 0 };
  return { event: 'email kept', id, subject };
}
