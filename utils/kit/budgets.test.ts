import { expect, test, vi } from 'vitest';
import { createBudgets } from './budgets.ts';

function setUp(items: Record<string, unknown> = {}) {
  const session = {
    get: async (key: string) => ({ [key]: items[key] }),
    set: async (more: Record<string, unknown>) => void Object.assign(items, more),
  };
  return { items, budgetOf: createBudgets({ kindOf: async () => 'api key', session }) };
}

test('each account has one budget, whose times outlive the background', async () => {
  const { items, budgetOf } = setUp();
  expect(budgetOf(1)).toBe(budgetOf(1));
  expect(budgetOf(2)).not.toBe(budgetOf(1));
  for (let turn = 0; turn < 3; turn++) expect((await budgetOf(1).turn('interactive')).ok).toBe(true);
  expect((await budgetOf(2).turn('interactive')).ok).toBe(true);
  expect(items['requestTimes/1']).toHaveLength(3);
  expect(items['requestTimes/2']).toHaveLength(1);
  const again = setUp(items);
  await again.budgetOf(1).turn('interactive');
  expect(items['requestTimes/1']).toHaveLength(4);
});

test('an account that has used up its limit does not stop another', async () => {
  const full = Array.from({ length: 120 }, () => Date.now());
  const { budgetOf } = setUp({ 'requestTimes/1': full });
  expect(await budgetOf(1).turn('interactive')).toMatchObject({
    ok: false,
    problem: { kind: 'rate limited' },
  });
  expect((await budgetOf(2).turn('interactive')).ok).toBe(true);
});

test('a storage that is full stops no request, and what was sent is counted all the same', async () => {
  vi.useFakeTimers();
  try {
    const set = vi.fn().mockRejectedValue(new Error('Session storage quota bytes exceeded.'));
    const budgetOf = createBudgets({
      kindOf: async () => 'api key',
      session: { get: async () => ({}), set },
    });
    for (let turn = 0; turn < 120; turn++) expect((await budgetOf(1).turn('interactive')).ok).toBe(true);
    expect(set).toHaveBeenCalled();
    expect(await budgetOf(1).turn('interactive')).toMatchObject({ problem: { kind: 'rate limited' } });
  } finally {
    vi.useRealTimers();
  }
});
