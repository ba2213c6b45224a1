import type { Account, KitResult } from '../kit/client.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok, type Result } from '../result.ts';

/** What one account said when it was asked for the sequence. */
export interface AccountAnswer {
  account: Account;
  answer: KitResult<Sequence>;
}

export interface Owner {
  account: Account;
  sequence: Sequence;
}

/**
 * Why there is no review. `accounts`: all that were asked where none has the sequence, the one that could not be
 * asked where that leaves it open, nobody where nobody is connected.
 */
export interface ReviewProblem {
  problem: KitProblem;
  accounts: Account[];
}

/** The account that is asked for everything at once: the page's, or the only one. Else nobody is more likely. */
export function likelyOwner(accounts: Account[], pageAccountId: number | null): Account | null {
  const ofPage = accounts.find(({ id }) => id === pageAccountId);
  const [only, ...others] = accounts;
  return ofPage ?? (others.length === 0 ? only : undefined) ?? null;
}

/** Only Kit's 404 lets another account be the owner. */
export function mayBeElsewhere({ answer }: AccountAnswer): boolean {
  return !answer.ok && answer.problem.kind === 'not found';
}

/** The first that has the sequence. An account that could not be asked may have it, so it must not pass for 404. */
export function ownerAmong(said: AccountAnswer[]): Result<Owner, ReviewProblem> {
  for (const { account, answer } of said) if (answer.ok) return ok({ account, sequence: answer.value });
  for (const { account, answer } of said) {
    if (!answer.ok && answer.problem.kind !== 'not found') {
      return fail({ problem: answer.problem, accounts: [account] });
    }
  }
  const accounts = said.map(({ account }) => account);
  return fail({ problem: { kind: accounts.length > 0 ? 'not found' : 'not connected' }, accounts });
}
