import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';
import { problemOfStatus } from './problems.ts';
import { type Failure, retryDelay } from './retry.ts';

const problem = fc.oneof(
  fc
    .tuple(fc.integer({ min: 300, max: 599 }), fc.constantFrom({ errors: ['no'] }, null))
    .map(([status, body]) => problemOfStatus(status, body, null) ?? never()),
  fc.constantFrom(
    ...(
      [
        'timeout',
        'unreachable',
        'reply too large',
        'not connected',
        'no permission',
        'storage failed',
      ] as const
    ).map((kind) => ({ kind })),
  ),
);
const failure: fc.Arbitrary<Failure> = fc.record({
  safety: fc.constantFrom('read', 'idempotent', 'once'),
  priority: fc.constantFrom('interactive', 'bulk'),
  problem,
  attempt: fc.integer({ min: 1, max: 10 }),
  retryAfter: fc.option(fc.nat(400_000)),
});
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const passes: Failure = {
  safety: 'read',
  priority: 'interactive',
  problem: { kind: 'server error', status: 503 },
  attempt: 1,
  retryAfter: null,
};

function never(): never {
  throw new Error('2xx');
}

const check = (rule: (failure: Failure, delay: number | null, random: number) => void) =>
  fc.assert(
    fc.property(failure, random, (failure, chance) => rule(failure, retryDelay(failure, chance), chance)),
    { numRuns: 1000 },
  );

test('a delete is never sent again', () => {
  check(({ safety }, delay) => {
    if (safety === 'once') expect(delay).toBeNull();
  });
});

test('only what Kit has refused or failed at is sent again', () => {
  check(({ problem }, delay) => {
    if (problem.kind !== 'rate limited' && problem.kind !== 'server error') expect(delay).toBeNull();
  });
});

test('there is no fourth try', () => {
  check(({ attempt }, delay) => {
    if (attempt >= 3) expect(delay).toBeNull();
  });
});

test('a person never waits longer than 20 s, and nobody longer than five minutes', () => {
  check(({ priority }, delay) => {
    expect(delay ?? 0).toBeLessThanOrEqual(priority === 'interactive' ? 20_000 : 300_000);
  });
});

test("Kit's own wish is kept to the millisecond, or the call is given up", () => {
  check(({ retryAfter }, delay) => {
    if (retryAfter !== null) expect([retryAfter, null]).toContain(delay);
  });
});

test('without one, the wait is a random part of the back-off', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2), random, (attempt, chance) => {
      expect(retryDelay({ ...passes, attempt }, chance)).toBe(chance * backoff(attempt));
    }),
  );
});

test.each([
  ['interactive', 20_000, 20_000],
  ['interactive', 20_001, null],
  ['bulk', 300_000, 300_000],
  ['bulk', 300_001, null],
] as const)('%s, asked to wait for %i ms', (priority, retryAfter, delay) => {
  for (const problem of [passes.problem, { kind: 'rate limited' } as const]) {
    expect(retryDelay({ ...passes, priority, problem, retryAfter }, 0.5)).toBe(delay);
  }
});

test.each([
  ['read', 429],
  ['read', 500],
  ['idempotent', 429],
  ['idempotent', 599],
] as const)('%s after a %i', (safety, status) => {
  const problem = problemOfStatus(status, null, null) ?? never();
  expect(retryDelay({ ...passes, safety, problem }, 0.5)).toBe(250);
});
