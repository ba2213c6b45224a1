import type { Account, Kit, KitResult } from '../kit/client.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { ok } from '../result.ts';
import type { Reading, Review } from './review.ts';

/**
 * Looks at a sequence: four requests, all at once. Only the sequence itself must answer;
 * what else could not be read is said to be unread.
 */
export async function gatherReview(
  kit: Pick<Kit, 'sequence' | 'countSubscribers' | 'emails'>,
  sequenceId: number,
  account: Account,
  pageAccountId: number | null,
): Promise<KitResult<Review>> {
  const [sequence, active, all, emails] = await Promise.all([
    kit.sequence(sequenceId),
    kit.countSubscribers(sequenceId, 'active'),
    kit.countSubscribers(sequenceId, 'all'),
    kit.emails(sequenceId),
  ]);
  if (!sequence.ok) return sequence;
  return ok({
    id: crypto.randomUUID(),
    at: Date.now(),
    account,
    pageAccountId,
    sequence: sequence.value,
    activeSubscribers: reading(active),
    allSubscribers: reading(all),
    emails: reading(emails.ok ? ok(countEmails(emails.value)) : emails),
  });
}

/** The part of a review that is read again just before a delete. */
export async function readAgain(kit: Pick<Kit, 'sequence' | 'countSubscribers'>, sequenceId: number) {
  const [sequence, active] = await Promise.all([
    kit.sequence(sequenceId),
    kit.countSubscribers(sequenceId, 'active'),
  ]);
  if (!sequence.ok) return sequence;
  return ok({ sequence: sequence.value, activeSubscribers: reading(active) });
}

function countEmails(emails: SequenceEmail[]) {
  const published = emails.filter((email) => email.published).length;
  return { published, drafts: emails.length - published };
}

function reading<T>(answer: KitResult<T>): Reading<T> {
  return answer.ok ? { known: true, value: answer.value } : { known: false, problem: answer.problem };
}
