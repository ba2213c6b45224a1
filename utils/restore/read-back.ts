import { lookTwice } from '../kit/look.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { compare } from './compare.ts';
import { goneOr, type Task } from './create.ts';
import { isEmailTwin } from './email-twins.ts';
import type { RestoreEvent } from './machine.ts';
import { failure } from './problems.ts';
import type { CreatedSequence } from './restore.ts';

/** Reads everything back. Second copies of its emails are not named: they are looked for next, and removed. */
export async function readBack(
  { kit, core, plan, restore, wait }: Task,
  made: CreatedSequence,
): Promise<RestoreEvent> {
  const sequence = await lookTwice(() => kit.sequence(made.sequenceId), wait);
  if (!sequence.ok) return goneOr(sequence.problem, 'failed');
  const listed = await lookTwice(() => kit.emails(made.sequenceId), wait);
  if (!listed.ok) return goneOr(listed.problem, 'failed');
  const read = async (id: number) => {
    const email = await lookTwice(() => kit.email(made.sequenceId, id), wait);
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
    if (email.value && !isEmailTwin(email.value, plan)) extra.push(email.value);
  }
  const comparison = compare(core, plan, restore.leftOut, { sequence: sequence.value, emails, extra });
  return { event: 'compared', comparison, named: extra.map(({ id }) => id) };
}
