import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import { type Budget, budgetUntil, createBudget } from './budget.ts';
import { createKit } from './client.ts';
import type { Priority } from './window.ts';

const START = Date.UTC(2026, 10, 2);
const KINDS = [
  ['api key', 120],
  ['oauth', 600],
] as const;
type Kind = (typeof KINDS)[number][0];

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

/** Session storage: what is written outlives the budget that wrote it. */
function createMemory(times: number[] = []) {
  const memory = {
    times,
    read: vi.fn(async () => memory.times),
    write: vi.fn(async (next: number[]) => {
      memory.times = next;
    }),
  };
  return memory;
}

const budgetOf = (kind: Kind, memory = createMemory()) => createBudget({ kind: async () => kind, memory });

/** A background that can be stopped: from then on its budget stands still for ever. */
function createBackground(kind: Kind, memory: ReturnType<typeof createMemory>) {
  let stopped = false;
  const budget = createBudget({
    kind: async () => (stopped ? new Promise<Kind>(() => undefined) : kind),
    memory,
  });
  const stop = () => {
    stopped = true;
  };
  return { ...createTaker(budget), budget, stop };
}

/** Takes turns and writes down when each was given. */
function createTaker(budget: Budget) {
  const taken: { priority: Priority; at: number; waited: number }[] = [];
  async function take(priority: Priority, signal?: AbortSignal) {
    const since = Date.now();
    const turn = await budget.turn(priority, signal);
    if (turn.ok) taken.push({ priority, at: Date.now(), waited: Date.now() - since });
    return turn;
  }
  const times = () => taken.map(({ at }) => at);
  return { take, taken, times };
}

const many = (count: number, take: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, take));

/** The most that ever happened in any 60 s. */
function fullestMinute(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [to, time] of sorted.entries()) {
    while ((sorted[from] ?? 0) <= time - 60_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe.each(KINDS)('%s', (kind, limit) => {
  const reserve = limit / 6;
  const header = async () => ok({ 'X-Kit-Api-Key': 'k' });
  const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };

  test('2,000 queued reads and one interactive review', async () => {
    const sent: number[] = [];
    const fetch = async () => {
      sent.push(Date.now());
      return Response.json({ sequence });
    };
    const budget = budgetOf(kind);
    const bulk = createKit({ header }, { fetch, budget, priority: 'bulk' });
    const person = createKit({ header }, { fetch, budget });
    const reads = many(2_000, () => bulk.sequence(80));
    await vi.advanceTimersByTimeAsync(90_000);
    expect(sent.length).toBeLessThan(2_000);

    const pressed = Date.now();
    const review = many(4, () => person.sequence(80)).then(() => Date.now() - pressed);
    await vi.runAllTimersAsync();

    expect(await review).toBeLessThan(1_000);
    expect((await reads).every((read) => (read as { ok: boolean }).ok)).toBe(true);
    expect(sent.length).toBe(2_004);
    expect(fullestMinute(sent)).toBeLessThanOrEqual(limit);
    // No slower than it has to be: a batch for each window, and a window for the review.
    expect(Date.now() - START).toBeLessThanOrEqual((2_000 / (limit - reserve) + 1) * 61_000);
  });

  test('the same, with a background that is stopped in the middle and keeps only what was written', async () => {
    const memory = createMemory();
    const before = createBackground(kind, memory);
    many(2_000, () => before.take('bulk'));
    await vi.advanceTimersByTimeAsync(65_000);
    before.stop();
    expect(before.taken.length).toBeGreaterThan(limit - reserve);

    const after = createTaker(budgetOf(kind, memory));
    const rest = many(1_500, () => after.take('bulk'));
    const review = many(4, () => after.take('interactive'));
    await vi.advanceTimersByTimeAsync(0);
    await review;
    expect(after.taken.map(({ priority, waited }) => ({ priority, waited }))).toEqual(
      Array(4).fill({ priority: 'interactive', waited: 0 }),
    );
    await vi.runAllTimersAsync();
    await rest;
    expect(after.taken.length).toBe(1_504);
    expect(fullestMinute([...before.times(), ...after.times()])).toBeLessThanOrEqual(limit);
  });

  test('bulk leaves a reserve, which interactive calls may use up', async () => {
    const { take, taken } = createTaker(budgetOf(kind));
    many(limit, () => take('bulk'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(taken.length).toBe(limit - reserve);
    many(limit, () => take('interactive'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(taken.length).toBe(limit);
  });
});

test('no 60 s ever hold more than the limit, whoever comes when, restarts or not', async () => {
  const arrival = fc.record({
    after: fc.nat(40_000),
    count: fc.integer({ min: 1, max: 130 }),
    priority: fc.constantFrom<Priority>('interactive', 'bulk'),
    event: fc.constantFrom('nothing', 'restart', '429'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 12 }), async (arrivals) => {
      const memory = createMemory();
      const backgrounds = [createBackground('api key', memory)];
      for (const { after, count, priority, event } of arrivals) {
        const running = backgrounds.at(-1) ?? createBackground('api key', memory);
        await vi.advanceTimersByTimeAsync(after);
        many(count, () => running.take(priority));
        await vi.advanceTimersByTimeAsync(0);
        if (event === '429') running.budget.refused(null);
        if (event !== 'restart') continue;
        running.stop();
        backgrounds.push(createBackground('api key', memory));
      }
      await vi.runAllTimersAsync();
      const given = backgrounds.flatMap(({ times }) => times());
      expect(given.length).toBeGreaterThan(0);
      expect(fullestMinute(given)).toBeLessThanOrEqual(120);
    }),
    { numRuns: 60 },
  );
});

describe('the order', () => {
  test('first come, first served, and interactive ahead of bulk', async () => {
    const budget = budgetOf('api key', createMemory(Array(120).fill(START - 50_000)));
    const order: string[] = [];
    const ask = async (name: string, priority: Priority) => {
      await budget.turn(priority);
      order.push(name);
    };
    ask('bulk 1', 'bulk');
    ask('bulk 2', 'bulk');
    await vi.advanceTimersByTimeAsync(100);
    ask('person 1', 'interactive');
    ask('person 2', 'interactive');
    await vi.runAllTimersAsync();
    expect(order).toEqual(['person 1', 'person 2', 'bulk 1', 'bulk 2']);
  });

  test('a person does not wait for the sleep of a bulk request to end', async () => {
    const { take, taken } = createTaker(budgetOf('api key', createMemory(Array(100).fill(START))));
    take('bulk');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(taken).toEqual([]);
    take('interactive');
    await vi.advanceTimersByTimeAsync(0);
    expect(taken).toEqual([{ priority: 'interactive', at: START + 1_000, waited: 0 }]);
    await vi.runAllTimersAsync();
    expect(taken[1]).toEqual({ priority: 'bulk', at: START + 61_000, waited: 61_000 });
  });
});

describe('patience', () => {
  test('who would wait longer than 20 s is told so at once', async () => {
    const budget = budgetOf('api key', createMemory(Array(120).fill(START - 30_500)));
    expect(await budget.turn('interactive')).toEqual(fail({ kind: 'rate limited', retryAfter: 31 }));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('who would wait 20 s waits', async () => {
    const { take, taken } = createTaker(budgetOf('api key', createMemory(Array(120).fill(START - 41_000))));
    take('interactive');
    await vi.runAllTimersAsync();
    expect(taken).toEqual([{ priority: 'interactive', at: START + 20_000, waited: 20_000 }]);
  });

  test('counts those who came before', async () => {
    const recent = [...Array(118).fill(START - 1_000), ...Array(2).fill(START - 55_000)];
    const { take, taken } = createTaker(budgetOf('api key', createMemory(recent)));
    const waits = Promise.all([take('interactive'), take('interactive'), take('interactive')]);
    await vi.runAllTimersAsync();
    expect(await waits).toEqual([ok(null), ok(null), fail({ kind: 'rate limited', retryAfter: 60 })]);
    expect(taken.map(({ waited }) => waited)).toEqual([6_000, 6_000]);
  });

  test('a bulk request waits as long as it takes', async () => {
    const { take, taken } = createTaker(budgetOf('api key', createMemory(Array(120).fill(START - 1_000))));
    take('bulk');
    await vi.runAllTimersAsync();
    expect(taken).toMatchObject([{ waited: 60_000 }]);
  });
});

describe('after a 429', () => {
  test('nobody gets a turn until the pause is over', async () => {
    const budget = budgetOf('api key');
    const { take, taken } = createTaker(budget);
    budget.refused(12_000);
    take('bulk');
    take('interactive');
    await vi.runAllTimersAsync();
    expect(taken.map(({ priority, waited }) => [priority, waited])).toEqual([
      ['interactive', 12_000],
      ['bulk', 12_000],
    ]);
  });

  test('a pause that is too long for a person is told, also to who waits already', async () => {
    const budget = budgetOf('api key', createMemory(Array(120).fill(START - 60_000)));
    const waiting = budget.turn('interactive');
    await vi.advanceTimersByTimeAsync(0);
    budget.refused(90_000);
    const told = fail({ kind: 'rate limited', retryAfter: 90 });
    expect(await waiting).toEqual(told);
    expect(await budget.turn('interactive')).toEqual(told);
  });

  test('the pause is short when Kit names none', async () => {
    const budget = budgetOf('api key');
    const { take, taken } = createTaker(budget);
    budget.refused(null);
    take('interactive');
    await vi.runAllTimersAsync();
    expect(taken).toMatchObject([{ waited: 500 }]);
  });
});

describe('the memory', () => {
  test('holds a time before its turn is given', async () => {
    const memory = createMemory();
    let written: (() => void) | undefined;
    memory.write.mockImplementation(() => new Promise<void>((resolve) => (written = resolve)));
    const { take, taken } = createTaker(budgetOf('api key', memory));
    take('interactive');
    await vi.advanceTimersByTimeAsync(0);
    expect(memory.write.mock.calls).toEqual([[[START]]]);
    expect(taken).toEqual([]);
    written?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(taken.length).toBe(1);
  });

  test('is written once for all that go together', async () => {
    const memory = createMemory();
    const { take } = createTaker(budgetOf('api key', memory));
    await many(4, () => take('interactive'));
    expect(memory.write).toHaveBeenCalledOnce();
    expect(memory.read).toHaveBeenCalledOnce();
    expect(memory.times).toEqual(Array(4).fill(START));
  });

  test('that is slow does not make the window shorter', async () => {
    const memory = createMemory();
    memory.write.mockImplementationOnce(async () => vi.setSystemTime(START + 5_000) && undefined);
    const { take, times } = createTaker(budgetOf('api key', memory));
    await many(120, () => take('interactive'));
    await vi.advanceTimersByTimeAsync(45_000);
    many(120, () => take('interactive'));
    await vi.runAllTimersAsync();
    expect(new Set(times())).toEqual(new Set([START + 5_000, START + 66_000]));
    expect(times().length).toBe(240);
  });

  test('that fails gives no turn, and the next one tries again', async () => {
    for (const broken of ['read', 'write'] as const) {
      const memory = createMemory();
      memory[broken].mockRejectedValueOnce(new Error('quota'));
      const budget = budgetOf('api key', memory);
      const waits = [budget.turn('interactive'), budget.turn('bulk')];
      for (const wait of waits) await expect(wait).rejects.toThrow('quota');
      expect(await budget.turn('interactive')).toEqual(ok(null));
    }
  });

  test('is not needed', async () => {
    const { take, times } = createTaker(createBudget());
    many(300, () => take('bulk'));
    await vi.runAllTimersAsync();
    expect(times().length).toBe(300);
    expect(fullestMinute(times())).toBe(100);
  });
});

describe('a clock that jumps', () => {
  test.each([-3_600_000, -86_400_000 * 365])('back by %i ms costs one window at most', async (jump) => {
    const { take, taken } = createTaker(budgetOf('api key'));
    await many(100, () => take('bulk'));
    vi.setSystemTime(START + jump);
    take('bulk');
    await vi.runAllTimersAsync();
    expect(taken.at(-1)).toMatchObject({ waited: 61_000 });
  });

  test('back while somebody sleeps', async () => {
    const { take, taken } = createTaker(budgetOf('api key'));
    await many(100, () => take('bulk'));
    take('bulk');
    await vi.advanceTimersByTimeAsync(30_000);
    vi.setSystemTime(START - 3_600_000);
    const timers = performance.now();
    await vi.runAllTimersAsync();
    expect(taken.length).toBe(101);
    expect(performance.now() - timers).toBeLessThanOrEqual(31_000 + 61_000);
  });

  test('back with times in the memory', async () => {
    const future = createMemory(Array(120).fill(START + 3_600_000));
    const { take, taken } = createTaker(budgetOf('api key', future));
    take('bulk');
    await vi.runAllTimersAsync();
    expect(taken).toMatchObject([{ waited: 61_000 }]);
  });

  test('back during a pause ends it', async () => {
    const budget = budgetOf('api key');
    const { take, taken } = createTaker(budget);
    budget.refused(300_000);
    vi.setSystemTime(START - 3_600_000);
    await take('interactive');
    expect(taken).toMatchObject([{ waited: 0 }]);
  });
});

describe('a wait that is not wanted any more', () => {
  const full = () => createMemory(Array(120).fill(START - 50_000));

  test('ends with the reason, and others keep their places', async () => {
    const memory = full();
    const { take, taken } = createTaker(budgetOf('api key', memory));
    const stop = new AbortController();
    const stopped = take('bulk', stop.signal);
    const other = take('bulk');
    await vi.advanceTimersByTimeAsync(0);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await vi.runAllTimersAsync();
    expect(await other).toEqual(ok(null));
    expect(taken.length).toBe(1);
    expect(memory.times).toEqual([START + 11_000]);
  });

  test('leaves nobody waiting behind', async () => {
    const stop = new AbortController();
    const stopped = budgetOf('api key', full()).turn('bulk', stop.signal);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    stop.abort();
    await expect(stopped).rejects.toThrow();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('uses no turn', async () => {
    const memory = createMemory();
    const budget = budgetOf('api key', memory);
    await expect(budget.turn('bulk', AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(memory.write).not.toHaveBeenCalled();
  });

  test('a signal that comes too late changes nothing', async () => {
    const stop = new AbortController();
    const budget = budgetOf('api key');
    expect(await budget.turn('bulk', stop.signal)).toEqual(ok(null));
    stop.abort();
    expect(await budget.turn('bulk')).toEqual(ok(null));
  });
});

describe('a budget until something ends', () => {
  const reason = new Error('ended');

  test('gives turns of the budget behind it until then, and none after', async () => {
    const [memory, ended] = [createMemory(), new AbortController()];
    const budget = budgetUntil(budgetOf('api key', memory), ended.signal);
    expect(await budget.turn('bulk')).toEqual(ok(null));
    ended.abort(reason);
    await expect(budget.turn('bulk')).rejects.toThrow(reason);
    expect(memory.times).toEqual([START]);
  });

  test.each([
    ['with a signal of their own', new AbortController().signal],
    ['without one', undefined],
  ])('ends the wait of those who ask %s', async (_, signal) => {
    const [behind, ended] = [budgetOf('api key'), new AbortController()];
    behind.refused(20_000);
    const turn = budgetUntil(behind, ended.signal).turn('bulk', signal);
    ended.abort(reason);
    await expect(turn).rejects.toThrow(reason);
  });

  test('lets whoever asks leave before', async () => {
    const [behind, stop] = [budgetOf('api key'), new AbortController()];
    behind.refused(20_000);
    const turn = budgetUntil(behind, new AbortController().signal).turn('bulk', stop.signal);
    stop.abort(reason);
    await expect(turn).rejects.toThrow(reason);
  });

  test('tells the budget behind it of refusals', async () => {
    const behind = budgetOf('api key');
    const { take, times } = createTaker(behind);
    budgetUntil(behind, new AbortController().signal).refused(20_000);
    const turn = take('bulk');
    await vi.advanceTimersByTimeAsync(30_000);
    await turn;
    expect(times()[0]).toBeGreaterThanOrEqual(START + 20_000);
  });
});

test('the limit is that of the credential in use', async () => {
  let kind: Kind = 'oauth';
  const { take, taken } = createTaker(createBudget({ kind: async () => kind, memory: createMemory() }));
  many(600, () => take('bulk'));
  await vi.advanceTimersByTimeAsync(0);
  expect(taken.length).toBe(500);
  kind = 'api key';
  await vi.advanceTimersByTimeAsync(61_000);
  expect(taken.length).toBe(600);
});
