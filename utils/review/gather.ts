import type { Account, Kit, KitResult } from '../kit/client.ts';
import { type SequenceEmail, saysWhetherPublished } from '../kit/shapes.ts';
import { fail, ok, type Result } from '../result.ts';
import { firstSequences, NO_CACHE, referencesIn, type SequencesCache } from './others.ts';
import {
  type AccountAnswer,
  likelyOwner,
  mayBeElsewhere,
  type Owner,
  ownerAmong,
  type ReviewProblem,
} from './owner.ts';
import { type Look, reading } from './review.ts';
import { scheduledOf } from './timing.ts';

type ReviewKit = Pick<Kit, 'sequence' | 'countSubscribers' | 'emails' | 'sequences'>;

export type ReviewResult = Result<Look, ReviewProblem>;

/**
 * The first wave: what the verdict needs. Looks at a sequence through the account that owns it. Where one account is
 * likely to, that takes four requests, all at once, or three where the list of sequences is fresh; else each is asked for
 * the sequence, all at once, and the owner for the rest. Only the sequence itself must answer; what else could not be
 * read is said to be unread. `withPages`: a person wants Kit's pages of automations and Rules to be read too, after the verdict.
 */
export async function gatherReview(
  connected: Account[],
  kitFor: (accountId: number) => ReviewKit,
  { sequenceId, pageAccountId }: { sequenceId: number; pageAccountId: number | null },
  cache: SequencesCache = NO_CACHE,
  withPages = false,
): Promise<ReviewResult> {
  const fromPages = withPages ? ({ state: 'reading' } as const) : null;
  const ask = async (account: Account): Promise<AccountAnswer> => ({
    account,
    answer: await kitFor(account.id).sequence(sequenceId, 'stats'),
  });
  const readRest = (account: Account) => readParts(kitFor(account.id), sequenceId, account.id, cache);
  const review = ({ account, sequence }: Owner, rest: Awaited<ReturnType<typeof readRest>>) =>
    ok({
      ...{ id: crypto.randomUUID(), at: Date.now(), account, pageAccountId, sequence },
      ...{ ...rest, automations: fromPages, rules: fromPages },
    });

  const said: AccountAnswer[] = [];
  const likely = likelyOwner(connected, pageAccountId);
  if (likely) {
    const [first, rest] = await Promise.all([ask(likely), readRest(likely)]);
    if (first.answer.ok) return review({ account: likely, sequence: first.answer.value }, rest);
    said.push(first);
  }
  if (said.every(mayBeElsewhere)) {
    said.push(...(await Promise.all(connected.filter((account) => account !== likely).map(ask))));
  }
  const owner = ownerAmong(said);
  return owner.ok ? review(owner.value, await readRest(owner.value.account)) : owner;
}

/** What the verdict needs besides the sequence itself: three requests, all at once. */
async function readParts(kit: ReviewKit, sequenceId: number, accountId: number, cache: SequencesCache) {
  const [active, emails, sequences] = await Promise.all([
    kit.countSubscribers(sequenceId, 'active'),
    kit.emails(sequenceId, 'stats'),
    firstSequences(kit, cache, accountId, Date.now()),
  ]);
  return {
    activeSubscribers: reading(active),
    allSubscribers: null,
    emails: reading(countsOf(emails)),
    schedule: emails.ok ? scheduledOf(emails.value) : null,
    references: referencesIn(sequences, sequenceId),
  };
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

/** Unknown as soon as it is of one of them. */
export function countsOf(
  emails: KitResult<SequenceEmail[]>,
): KitResult<{ published: number; drafts: number }> {
  if (!emails.ok) return emails;
  if (!emails.value.every(saysWhetherPublished)) {
    return fail({ kind: 'not understood', status: 200, requestId: null });
  }
  const published = emails.value.filter((email) => email.published).length;
  return ok({ published, drafts: emails.value.length - published });
}
