import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import type { Kit as EmbeddedKit } from '../../demo/kit/kit.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import { type Budget, budgetUntil, createBudget } from '../kit/budget.ts';
import { createKit } from '../kit/client.ts';
import type { Priority } from '../kit/window.ts';
import { ok } from '../result.ts';
import { fakeSessionArea } from '../storage/testing/session-area.ts';
import { type Details, gatherDetails } from './details.ts';
import { gatherReview } from './gather.ts';
import { createReports } from './reports.ts';
import type { Look } from './review.ts';
import { serveDetails } from './serve.ts';
import { createSequencesCache } from './session-cache.ts';

const account = { id: SEED.account, name: 'Juniper Street Letters' };
const reports = createReports();
const unlimited: Budget = { turn: async () => ok(null), refused: () => undefined };

/** The extension's own code on the embedded Kit, with every request written down. */
function setUp(held: EmbeddedKit) {
  const violations: string[] = [];
  const serve = fetchFrom(held, violations);
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    const url = new URL(request.url);
    asked.push(`${url.pathname}${url.search}`);
    return serve(request);
  };
  const authorization = { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) };
  const kitWith = (budget: Budget, priority: Priority = 'interactive') =>
    createKit(authorization, { fetch, budget, priority, sleep: async () => undefined });
  const cache = createSequencesCache(fakeSessionArea());
  async function look(sequenceId: number): Promise<Look> {
    const target = { sequenceId, pageAccountId: null };
    const review = await gatherReview([account], () => kitWith(unlimited), target, cache);
    if (!review.ok) throw new Error('No review');
    return review.value;
  }
  async function details(of: Look) {
    const told: Details[] = [];
    await gatherDetails(kitWith(unlimited), of, cache, (each) => told.push(each));
    return told;
  }
  return { asked, violations, look, details, kitWith, cache };
}

describe.each([10, 10_000, 1_000_000])('%i people', (people) => {
  test.each([1, 2, 5, 12])(
    'and %i emails: four requests, then at most one per email',
    async (emails) => {
      const held = seededKit();
      const [first] = held.accounts;
      if (!first) throw new Error('No account');
      const { id } = held.addSequence(first, { name: 'Counted' });
      for (let at = 0; at < emails; at += 1) held.addEmail(id, { subject: `Letter ${at}`, published: true });
      held.addSubscribers(id, people);
      held.settle();
      const { asked, violations, look, details } = setUp(held);
      const before = await look(id);
      expect(before.activeSubscribers).toEqual({ known: true, value: people });
      expect(asked).toHaveLength(4);
      const last = (await details(before)).at(-1);
      expect(last).toMatchObject({ done: true, allSubscribers: { known: true, value: people } });
      expect(asked.length).toBeLessThanOrEqual(4 + emails);
      expect(violations).toEqual([]);
    },
    60_000,
  );
});

test('a list of sequences that is fresh is not asked for again', async () => {
  const { asked, look } = setUp(seededKit());
  await look(SEED.welcome);
  const again = await look(SEED.formula);
  expect(asked).toHaveLength(7);
  expect(asked.filter((path) => path.startsWith('/v4/sequences?'))).toHaveLength(1);
  expect(again.references.whole).toBe(true);
});

test('what refers to a sequence is found', async () => {
  const { look } = setUp(seededKit());
  expect((await look(SEED.welcome)).references).toEqual({
    excludedFrom: [
      { id: 99, name: 'Customer care after a purchase' },
      { id: SEED.excludes, name: 'Win back quiet readers' },
    ],
    whole: true,
  });
});

test('an account of 2,500 sequences: the first thousand before the verdict, the rest after it', async () => {
  const held = seededKit();
  const [first] = held.accounts;
  if (!first) throw new Error('No account');
  const sources = [{ type: 'sequence', ids: [SEED.empty] }];
  const mine = first.sequences.length;
  // The newest come first in Kit's list, so this one comes last.
  held.change(SEED.excludes, { exclude_subscriber_sources: sources });
  for (let at = 0; at < 2_500 - mine; at += 1) held.addSequence(first, { name: `Sequence ${at}` });
  const { asked, look, details } = setUp(held);
  const before = await look(SEED.empty);
  expect(asked).toHaveLength(4);
  expect(before.references).toEqual({ excludedFrom: [], whole: false });
  const last = (await details(before)).at(-1);
  expect(last?.references).toEqual({
    excludedFrom: [{ id: SEED.excludes, name: 'Win back quiet readers' }],
    whole: true,
  });
  expect(asked).toHaveLength(6);
});

test('nobody and no published email: nothing more is asked', async () => {
  const { asked, look, details } = setUp(seededKit());
  const told = await details(await look(SEED.empty));
  expect(asked).toHaveLength(4);
  expect(told.at(-1)).toMatchObject({ done: true, allSubscribers: null, addedInWeek: null });
});

test('requests that are left over tell who was added lately, of every state', async () => {
  const held = seededKit();
  held.setSubscribers(SEED.welcome, { cancelled: 3 });
  held.settle();
  const { asked, look, details } = setUp(held);
  const last = (await details(await look(SEED.welcome))).at(-1);
  expect(last).toMatchObject({
    allSubscribers: { value: 3 },
    addedInMonth: { value: 3 },
    addedInWeek: { value: 3 },
  });
  expect(asked.filter((path) => path.includes('added_after'))).toHaveLength(2);
});

describe('a job that begins', () => {
  afterEach(() => void vi.useRealTimers());

  test('after a report of 300 emails began: its own 20 requests go out at once', async () => {
    vi.useFakeTimers();
    const held = seededKit();
    const [first] = held.accounts;
    if (!first) throw new Error('No account');
    const { id } = held.addSequence(first, { name: 'A letter a day' });
    for (let at = 0; at < 300; at += 1) {
      held.addEmail(id, { subject: `Letter ${at}`, published: true, delay_value: 1, delay_unit: 'days' });
    }
    held.addSubscribers(id, 5_000);
    held.settle();
    const { asked, violations, look, kitWith, cache } = setUp(held);
    const budget = createBudget();
    let queued = 0;
    let most = 0;
    const watched: Budget = {
      ...budget,
      async turn(priority, signal) {
        most = Math.max(most, ++queued);
        return budget.turn(priority, signal).finally(() => queued--);
      },
    };
    const before = await look(id);
    const { port } = panel();
    const report = serveDetails(port, {
      find: async () => before,
      kit: (_accountId, ended) => kitWith(budgetUntil(watched, ended), 'bulk'),
      cache,
      reports,
    });
    await vi.advanceTimersByTimeAsync(1_000);
    reports.end(id);
    const sent = asked.length;
    const pressed = Date.now();
    const kit = kitWith(budget, 'bulk');
    const job = Promise.all(Array.from({ length: 20 }, () => kit.sequence(id))).then(
      () => Date.now() - pressed,
    );
    await vi.runAllTimersAsync();
    expect(await job).toBeLessThan(1_000);
    await report;
    // What was on its way when the job began has arrived, and nothing after it.
    expect(asked.length - sent).toBe(20);
    expect(most).toBeLessThanOrEqual(6);
    expect(violations).toEqual([]);
  });
});

/** A port, and what went through it. */
function panel() {
  const told: Details[] = [];
  let close = () => {};
  const port = {
    postMessage: (details: Details) => told.push(details),
    disconnect: vi.fn(),
    onDisconnect: {
      addListener(closed: () => void) {
        close = closed;
      },
    },
  };
  return { port, told, close: () => close() };
}

describe('a panel at the other end', () => {
  test('is told until nothing more will come', async () => {
    const { look, kitWith, cache } = setUp(seededKit());
    const before = await look(SEED.welcome);
    const { port, told } = panel();
    await serveDetails(port, { find: async () => before, kit: () => kitWith(unlimited), cache, reports });
    expect(told.length).toBeGreaterThan(1);
    expect(told.map(({ done }) => done)).toEqual([...told.slice(1).map(() => false), true]);
  });

  test('that closes: no further request is sent, and nothing more is told', async () => {
    let turns = 0;
    // Two requests get out, then the panel goes while the others wait.
    const slow: Budget = {
      refused: () => undefined,
      turn: (_priority, signal) => {
        turns += 1;
        if (turns <= 2) return Promise.resolve(ok(null));
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      },
    };
    const { asked, look, kitWith, cache } = setUp(seededKit());
    const before = await look(SEED.welcome);
    const { port, told, close } = panel();
    const over = serveDetails(port, {
      find: async () => before,
      kit: (_accountId, closed) => kitWith(budgetUntil(slow, closed)),
      cache,
      reports,
    });
    await vi.waitFor(() => expect(asked).toHaveLength(6));
    close();
    const heard = told.length;
    await over;
    expect(turns).toBeGreaterThan(2);
    expect(asked).toHaveLength(6);
    expect(told).toHaveLength(heard);
  });

  test('that closes before its review is found: nothing is asked', async () => {
    const { asked, look, kitWith, cache } = setUp(seededKit());
    const before = await look(SEED.welcome);
    const { port, told, close } = panel();
    const find = async () => {
      close();
      return before;
    };
    await serveDetails(port, { find, kit: () => kitWith(unlimited), cache, reports });
    expect(asked).toHaveLength(4);
    expect(told).toEqual([]);
  });

  test('whose review is not kept any more, or cannot be read: the port ends', async () => {
    const { kitWith, cache, asked } = setUp(seededKit());
    for (const find of [async () => null, () => Promise.reject(new Error())]) {
      const { port } = panel();
      await serveDetails(port, { find, kit: () => kitWith(unlimited), cache, reports });
      expect(port.disconnect).toHaveBeenCalledOnce();
    }
    expect(asked).toEqual([]);
  });
});
