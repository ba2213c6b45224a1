import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account, KitResult } from '../kit/client.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { type AccountAnswer, likelyOwner, mayBeElsewhere, ownerAmong } from './owner.ts';

const alder = { id: 2, name: 'Alder' };
const birch = { id: 3, name: 'Birch' };
const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };
const absent: KitProblem = { kind: 'not found' };
const said = (account: Account, answer: KitProblem | 'has it'): AccountAnswer => ({
  account,
  answer: answer === 'has it' ? ok(sequence) : fail(answer),
});

describe('the account that is likely to own a sequence', () => {
  test.each<[string, Account[], number | null, Account | null]>([
    ["the page's", [alder, birch], 3, birch],
    ['the only one', [alder], null, alder],
    ['the only one, also on a page of an account that is not connected', [alder], 9, alder],
    ['none where the page does not tell', [alder, birch], null, null],
    ['none where its account is not connected', [alder, birch], 9, null],
    ['none where nobody is connected', [], 3, null],
  ])('%s', (_name, accounts, pageAccountId, expected) => {
    expect(likelyOwner(accounts, pageAccountId)).toBe(expected);
  });
});

const accounts = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 50 }), name: fc.string() }), {
  selector: ({ id }) => id,
  maxLength: 6,
});
const notAsked = fc.constantFrom<KitProblem>(
  { kind: 'unauthorized' },
  { kind: 'forbidden' },
  { kind: 'rate limited' },
  { kind: 'server error', status: 503 },
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'not connected' },
);
const answers = fc.oneof(
  fc.constant(ok(sequence)),
  fc.constant(fail(absent)),
  notAsked.map((problem) => fail(problem)),
);
const everybody = accounts.chain((list) =>
  fc
    .array(answers as fc.Arbitrary<KitResult<Sequence>>, { minLength: list.length, maxLength: list.length })
    .map((given) =>
      list.flatMap((account, at): AccountAnswer[] => {
        const answer = given[at];
        return answer ? [{ account, answer }] : [];
      }),
    ),
);

describe('what the answers come to', () => {
  test('the first that has it owns it, whatever the others said', () => {
    fc.assert(
      fc.property(everybody, (all) => {
        const owner = all.find(({ answer }) => answer.ok);
        const result = ownerAmong(all);
        expect(result.ok).toBe(owner !== undefined);
        if (result.ok) expect(result.value).toEqual({ account: owner?.account, sequence });
      }),
    );
  });

  test('not found only if everybody was asked and said so; nobody passes for that who could not be asked', () => {
    fc.assert(
      fc.property(everybody, (all) => {
        const result = ownerAmong(all);
        const allAbsent = all.length > 0 && all.every(mayBeElsewhere);
        expect(!result.ok && result.problem.problem.kind === 'not found').toBe(allAbsent);
        if (allAbsent && !result.ok)
          expect(result.problem.accounts).toEqual(all.map(({ account }) => account));
      }),
    );
  });

  test('a problem is that of the one account that it names', () => {
    fc.assert(
      fc.property(everybody, (all) => {
        const result = ownerAmong(all);
        if (result.ok || all.every(mayBeElsewhere)) return;
        const [named, ...more] = result.problem.accounts;
        expect(more).toEqual([]);
        expect(all.find(({ account }) => account === named)?.answer).toEqual(fail(result.problem.problem));
      }),
    );
  });

  test('one that is signed out comes before "not found", and not before the owner', () => {
    const signedOut = said(alder, { kind: 'unauthorized' });
    expect(ownerAmong([said(birch, absent), signedOut])).toEqual(
      fail({ problem: { kind: 'unauthorized' }, accounts: [alder] }),
    );
    expect(ownerAmong([signedOut, said(birch, 'has it')])).toEqual(ok({ account: birch, sequence }));
  });

  test('nobody asked is nobody connected', () => {
    expect(ownerAmong([])).toEqual(fail({ problem: { kind: 'not connected' }, accounts: [] }));
  });
});
