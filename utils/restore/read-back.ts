import type { SequenceEmail } from '../kit/shapes.ts';
import { compare } from './compare.ts';
import { goneOr, type Task } from './create.ts';
import { isAsSent, isPlanned } from './fingerprints.ts';
import type { RestoreEvent } from './machine.ts';
import { failure } from './problems.ts';
import type { CreatedSequence } from './restore.ts';

/**
 * Reads everything back. An email that a browser sent twice is there twice: the one that is not accounted for is removed,
 * if it still is a draft as it was sent.
 *
 * @param tried ids whose removal was asked for.
 */
export async function readBack(
  { kit, core, plan, restore }: Task,
  made: CreatedSequence,
  tried: number[],
): Promise<RestoreEvent> {
  const sequence = await kit.sequence(made.sequenceId);
  if (!sequence.ok) return goneOr(sequence.problem, 'failed');
  const listed = await kit.emails(made.sequenceId);
  if (!listed.ok) return goneOr(listed.problem, 'failed');
  const read = async (id: number) => {
    const email = await kit.email(made.sequenceId, id);
    return !email.ok && email.problem.kind === 'not found' ? ({ ok: true, value: null } as const) : email;
  };
  const emails: (SequenceEmail | null)[] = [];
  for (const one of made.emails) {
    const email = one ? await read(one.id) : ({ ok: true, value: null } as const);
    if (!email.ok) return failure(email.problem);
    emails.push(email.value);
  }
  const extra: SequenceEmail[] = [];
  for (const { id } of listed.value) {
    if (made.emails.some((one) => one?.id === id)) continue;
    const email = await read(id);
    if (!email.ok) return failure(email.problem);
    // A list may still show what was removed.
    if (!email.value) continue;
    if (!tried.includes(id) && isTwin(email.value, plan)) return { event: 'email twin', id };
    extra.push(email.value);
  }
  const held = { sequence: sequence.value, emails, extra };
  return { event: 'compared', comparison: compare(core, plan, restore.leftOut, held) };
}

function isTwin(email: SequenceEmail, { emails }: Task['plan']): boolean {
  return !email.published && emails.some((planned) => isPlanned(email, planned) && isAsSent(email, planned));
}

/** Sent once: whether it worked, the next look says. */
export async function removeEmail({ kit }: Task, made: CreatedSequence, id: number): Promise<RestoreEvent> {
  await kit.deleteEmail(made.sequenceId, id);
  return { event: 'email tried' };
}
