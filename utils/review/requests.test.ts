import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import type { Kit as EmbeddedKit } from '../../demo/kit/kit.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import { type Budget, budgetUntil, createBudget } from '../kit/budget.ts';
import { createKit } from '../kit/client.ts';
import type { Priority } from '../kit/window.ts';
import { fail, ok } from '../result.ts';
import { fakeSessionArea } from '../storage/testing/session-area.ts';
import { type Details, gatherDetails } from './details.ts';
import { gatherReview } from './gather.ts';
import { createReports } from './reports.ts';
import type { Look } from './review.ts';
import { serveDetails } from './serve.ts';
import { createSequencesCache } from './session-cache.ts';
import { factsOf, verdictOn } from './verdict.ts';

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
    'and %i emails: four requests, then two, or at most one per email',
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
      const few = people <= 1000;
      expect(last).toMatchObject({ done: true, people: few ? expect.any(Array) : null });
      // Where the page of people was all that could be asked, everybody's number is left out.
      if (few || emails > 2) expect(last?.allSubscribers).toEqual({ known: true, value: people });
      expect(asked.length).toBeLessThanOrEqual(4 + (few ? 2 : emails));
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
  expect(told.at(-1)).toMatchObject({
    ...{ done: true, allSubscribers: null, people: [] },
    lately: { day: 0, week: 0, month: 0 },
  });
});

const DAY = 24 * 60 * 60_000;

/** A sequence of so many emails, a day apart but for the last delay, with people added evenly since it was made. */
function sequenceWith(people: number, { emails = 5, last = 1, days = 400, more = {} } = {}) {
  const held = seededKit();
  const [first] = held.accounts;
  if (!first) throw new Error('No account');
  const made = Date.now() - days * DAY;
  const settings = { name: 'Looked at', created_at: new Date(made).toISOString(), ...more };
  const { id } = held.addSequence(first, settings);
  for (let at = 0; at < emails; at += 1) {
    const delay_value = at === 0 ? 0 : at === emails - 1 ? last : 1;
    const email = { subject: at === emails - 1 ? '(empty)' : `Letter ${at}`, published: true };
    held.addEmail(id, { ...email, delay_value, delay_unit: 'days' });
  }
  held.addSubscribers(id, people, 'active', made, Math.floor((days * DAY) / people));
  held.settle();
  return { held, id };
}

describe('people are looked at one by one', () => {
  test('where few of many can be waiting: each by name, and the numbers are those of the list', async () => {
    const { held, id } = sequenceWith(40_000);
    const { asked, look, details } = setUp(held);
    const last = (await details(await look(id))).at(-1);
    expect(asked).toHaveLength(6);
    const { estimate, people } = last ?? {};
    expect(estimate?.midway.to).toBe(people?.length);
    // A hundred a day for four days, and whoever is in doubt.
    expect(people?.length).toBeGreaterThan(300);
    expect(people?.length).toBeLessThan(700);
    const [person] = people ?? [];
    expect(person).toMatchObject({
      address: expect.stringContaining('@'),
      next: { from: expect.any(Number) },
    });
    expect(estimate?.caveats).not.toContain('counts disagree');
    // Those of 30 days are too many, so nothing is said of them.
    expect(last?.lately).toMatchObject({ day: expect.any(Number), month: null });
    const urls = asked.filter((path) => path.includes('per_page=1000') && path.includes('subscribers'));
    expect(urls).toHaveLength(2);
    expect(urls.every((path) => path.includes('added_after') && path.includes('status=active'))).toBe(true);
  });

  test.each([
    ['few people', 0],
    ['many, of whom few came lately', 4_000],
  ])('%s: how many were added lately is told to the number', async (_, before) => {
    const { held, id } = sequenceWith(1, { days: 900 });
    held.setSubscribers(id, {});
    held.addSubscribers(id, before, 'active', Date.now() - 900 * DAY, 60_000);
    // One a day, the last of them half a day ago.
    const last = Date.now() - DAY / 2;
    held.addSubscribers(id, 400, 'active', last - 399 * DAY, DAY);
    held.settle();
    const { look, details } = setUp(held);
    const { lately } = (await details(await look(id))).at(-1) ?? {};
    expect(lately).toMatchObject({ day: 1, week: 7, month: 30 });
    // Kit tells seconds.
    expect(Math.abs((lately?.last ?? 0) - last)).toBeLessThanOrEqual(1000);
  });

  test('a list of up to five pages, where that is wanted', async () => {
    const { held, id } = sequenceWith(4_500, { days: 3 });
    const { asked, look, kitWith, cache } = setUp(held);
    const before = await look(id);
    const told: Details[] = [];
    await gatherDetails(kitWith(unlimited), before, cache, (each) => told.push(each), { pages: 5 });
    expect(told.at(-1)?.people?.length).toBeGreaterThan(4_000);
    expect(told.at(-1)?.estimate?.causes).not.toContain('by day');
    expect(asked.filter((path) => path.includes('after=') && path.includes('per_page=1000')).length).toBe(5);
  });

  test('too many can be waiting: they are counted, and nobody is named', async () => {
    const { held, id } = sequenceWith(40_000, { days: 20 });
    const { look, details } = setUp(held);
    const last = (await details(await look(id))).at(-1);
    expect(last?.people).toBeNull();
    expect(last?.estimate?.midway.from).toBeGreaterThan(5_000);
    expect(last?.estimate?.causes).toContain('by day');
  });

  test('a last email that is far off keeps 12,000 people in, and 120 wait for others', async () => {
    const { held, id } = sequenceWith(12_000, { last: 999 });
    const { asked, look, details } = setUp(held);
    const before = await look(id);
    const last = (await details(before)).at(-1);
    const { estimate, people } = last ?? {};
    expect(asked.length).toBeLessThanOrEqual(4 + 5);
    expect(estimate?.midway).toEqual({ from: 12_000, to: 12_000 });
    const near = people?.filter(({ next }) => next.from < 4) ?? [];
    expect(near.length).toBeGreaterThan(60);
    expect(near.length).toBeLessThan(180);
    expect(people?.slice(0, near.length)).toEqual(near);
    expect(estimate?.farOff?.people.from).toBeGreaterThan(11_800);
    // Nobody was added before it was made.
    expect(estimate?.farOff?.from).toBeGreaterThan(Date.now() + 590 * DAY);
    const verdict = verdictOn(factsOf(before, last ?? null));
    expect(verdict.level).toBe('in use');
    expect(verdict.reasons.map(({ kind }) => kind).slice(0, 2)).toEqual(['midway', 'far off']);
  });

  test('nobody waits for more than an email that is far off: check first', async () => {
    const { held, id } = sequenceWith(500, { last: 999, days: 300 });
    held.setSubscribers(id, {});
    held.addSubscribers(id, 500, 'active', Date.now() - 300 * DAY, DAY / 4);
    held.settle();
    const { look, details } = setUp(held);
    const before = await look(id);
    const last = (await details(before)).at(-1);
    expect(verdictOn(factsOf(before, last ?? null))).toMatchObject({
      level: 'careful',
      reasons: [{ kind: 'far off', people: { from: 500, to: 500 }, subject: '(empty)' }, {}],
    });
  });

  test('Kit lists fewer than it counts: the others may be anywhere', async () => {
    const { held, id } = sequenceWith(200);
    const { look, kitWith, cache } = setUp(held);
    const before = await look(id);
    const kit = kitWith(unlimited);
    const told: Details[] = [];
    const lacking: typeof kit = {
      ...kit,
      async activeSubscribers(...of) {
        const page = await kit.activeSubscribers(...of);
        return page.ok ? ok({ ...page.value, items: page.value.items.slice(1) }) : page;
      },
    };
    await gatherDetails(lacking, before, cache, (each) => told.push(each));
    expect(told.at(-1)?.estimate?.causes).toContain('some people unread');
    expect(told.at(-1)?.lately).toEqual({ day: null, week: null, month: null, last: null });
  });

  test('Kit does not list them: they are counted', async () => {
    const { held, id } = sequenceWith(200);
    const { look, kitWith, cache } = setUp(held);
    const before = await look(id);
    const kit = kitWith(unlimited);
    const told: Details[] = [];
    const silent = { ...kit, activeSubscribers: async () => fail({ kind: 'timeout' } as const) };
    await gatherDetails(silent, before, cache, (each) => told.push(each));
    expect(told.at(-1)).toMatchObject({ people: null, lately: null });
    expect(told.at(-1)?.estimate?.midway.to).toBeLessThan(20);
  });

  test('a paused sequence: everybody may be waiting, but those whom Kit never sent the last email to surely are', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString();
    const { held, id } = sequenceWith(300, { more: { active: false, updated_at: day(20) } });
    const { look, details } = setUp(held);
    const before = await look(id);
    const [sent] = (before.schedule ?? []).slice(-1);
    const schedule = before.schedule?.map((email) =>
      email === sent ? { ...email, recipients: 260 } : email,
    );
    const last = (await details({ ...before, schedule: schedule ?? null })).at(-1);
    expect(last?.estimate?.midway).toEqual({ from: 40, to: 300 });
    expect(last?.people).toHaveLength(300);
    expect(last?.people?.every(({ due }) => due === null)).toBe(true);
  });
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
    // One request gets out, then the panel goes while the next one waits.
    const slow: Budget = {
      refused: () => undefined,
      turn: (_priority, signal) => {
        turns += 1;
        if (turns <= 1) return Promise.resolve(ok(null));
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
    await vi.waitFor(() => expect(asked).toHaveLength(5));
    close();
    const heard = told.length;
    await over;
    expect(turns).toBeGreaterThan(1);
    expect(asked).toHaveLength(5);
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
