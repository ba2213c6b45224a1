import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionAbout } from './cuts.ts';
import {
  type Basis,
  type CountAnswer,
  type CountQuestion,
  daysToLookAt,
  type Estimate,
  estimate,
  estimateFrom,
  questionsFor,
  type Range,
} from './estimate.ts';
import { placer } from './placing.ts';
import { type SimulatedWorld, simulate, type Truth } from './testing/estimate-simulator.ts';
import { anyWorld, ordinaryWorld, shownOf, withPast } from './testing/estimate-worlds.ts';

const DAY = 24 * 60 * 60_000;
const width = ({ from, to }: Range) => to - from;
const few = (worlds: fc.Arbitrary<SimulatedWorld>) =>
  worlds.map((world) => ({ ...world, people: Math.min(world.people, 1000) }));

function within(value: number, { from, to }: Range, what: string) {
  expect(from, `${what}, at least`).toBeLessThanOrEqual(value);
  expect(to, `${what}, at most`).toBeGreaterThanOrEqual(value);
}

function holds(result: Estimate, truth: Truth) {
  within(truth.midway, result.midway, 'midway');
  within(truth.finished, result.finished, 'finished');
  within(truth.unsent, result.unsent, 'unsent');
  for (const [index, { people }] of result.waiting.entries()) {
    within(truth.waiting[index] ?? -1, people, `waiting for ${index}`);
  }
}

function given<T>(result: T | null): T {
  if (result === null) throw new Error('There should be an estimate');
  return result;
}

/** Looks at everybody whom Kit lists from the day that is asked for on. */
function lookedAt(basis: Basis, truth: Truth): Estimate {
  const { all } = daysToLookAt(basis);
  const question: CountQuestion | null = Number.isFinite(all) ? questionAbout(all) : null;
  const added = all === Infinity ? [] : truth.list(question);
  return given(estimateFrom(basis, { added, unread: 0, lookedAt: 'all' }));
}

const counted = ({ sequence, emails, now }: Basis, truth: Truth): CountAnswer[] =>
  questionsFor(sequence, emails, now, Infinity).map((question) => ({
    question,
    count: truth.count(question),
  }));

const average = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe('people who are looked at one by one, against the simulator', () => {
  test('300 ordinary sequences of up to 1,000 people: each number is exact, or a cause says why it is not', () => {
    const widths: [before: number, after: number, exact: number][] = [];
    fc.assert(
      fc.property(few(ordinaryWorld), (world) => {
        const truth = simulate(world);
        const { sequence, emails, now } = world;
        const basis = { sequence, emails, active: truth.active, now };
        const result = lookedAt(basis, truth);
        holds(result, truth);
        const open = result.waiting.some(({ people }) => width(people) > 0);
        expect(result.causes.length > 0).toBe(open);
        const named = ['batch', 'turn of day', 'own send days', 'clock change'];
        expect(result.causes.every((cause) => named.includes(cause))).toBe(true);
        if (truth.active === 0 || result.waiting.length === 0) return;
        const before = given(estimate(basis, counted(basis, truth)));
        const of = ({ waiting }: Estimate) =>
          average(waiting.map(({ people }) => width(people))) / truth.active;
        widths.push([of(before), of(result), open ? 0 : 1]);
      }),
      { numRuns: 300 },
    );
    const [before = 1, after = 1, exact = 0] = [0, 1, 2].map((at) =>
      average(widths.map((each) => each[at] ?? 1)),
    );
    const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
    console.info(
      `Average width of the number waiting for one email, in shares of all people: ${percent(before)} by counts, ${percent(after)} by looking at each; all exact in ${percent(exact)} of the sequences`,
    );
    expect(after).toBeLessThan(before / 3);
  });

  test('the causes of one place alone leave it open, and without any one of them it would be certain', () => {
    fc.assert(
      fc.property(few(ordinaryWorld), (world) => {
        const { place } = placer(world.sequence, world.emails);
        for (const addedAt of simulate(world).list(null).slice(0, 50)) {
          const { had, causes } = place(addedAt, world.now);
          expect(causes.length > 0).toBe(had.from < had.to);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('300 sequences of any kind, oddly shown', () => {
    const shown = few(anyWorld).chain((world) => fc.tuple(fc.constant(world), shownOf(world)));
    fc.assert(
      fc.property(shown, ([world, { sequence, emails }]) => {
        const truth = simulate(world);
        const result = lookedAt({ sequence, emails, active: truth.active, now: world.now }, truth);
        holds(result, truth);
        const open = [result.midway, ...result.waiting.map(({ people }) => people)].some(
          (each) => width(each) > 0,
        );
        if (open) expect(result.causes).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('when the next email of each is due: never before now, nor later than it goes out', () => {
    fc.assert(
      fc.property(few(ordinaryWorld), (world) => {
        const { place } = placer(world.sequence, world.emails);
        for (const addedAt of simulate(world).list(null).slice(0, 20)) {
          const { had, due } = place(addedAt, world.now);
          if (!due) continue;
          expect(due.from).toBeGreaterThanOrEqual(world.now);
          expect(due.to).toBeGreaterThanOrEqual(due.from);
          // By then they have had one more, whatever is left open.
          expect(place(addedAt, due.to).had.from).toBeGreaterThan(had.from);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('people who could not be read, or have no time, may be anywhere', () => {
    fc.assert(
      fc.property(
        few(ordinaryWorld),
        fc.array(fc.boolean()),
        fc.array(fc.boolean()),
        (world, unread, timeless) => {
          const truth = simulate(world);
          const { sequence, emails, now } = world;
          const all = truth.list(null);
          const read = all.filter((_, index) => !unread[index]);
          const added = read.map((at, index) => (timeless[index] ? null : at));
          const basis = { sequence, emails, active: truth.active, now };
          const looked = { added, unread: all.length - read.length, lookedAt: 'all' as const };
          holds(given(estimateFrom(basis, looked)), truth);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('how often the last email was sent, as a second witness', () => {
  const old = { madeAt: 0, changedAt: 0 };
  /** As Kit's statistics show it. */
  const withSends = (world: SimulatedWorld, truth: Truth) => {
    let at = -1;
    return world.emails.map((email) => {
      if (email.published) at += 1;
      return { ...email, recipients: email.published ? (truth.sends[at] ?? 0) : 0 };
    });
  };
  const paused = withPast(few(anyWorld)).map((world) => ({
    ...world,
    sequence: { ...world.sequence, active: false },
    pausedAt: world.pausedAt ?? world.now - 30 * DAY,
  }));

  test('500 paused sequences, with pauses and other delays before: narrower than "0 to all", and right', () => {
    const shares: number[] = [];
    fc.assert(
      fc.property(paused, (world) => {
        const truth = simulate(world);
        const { sequence, now } = world;
        const basis = { sequence, emails: withSends(world, truth), active: truth.active, now };
        const age = { madeAt: now - 4 * 365 * DAY, changedAt: world.pausedAt };
        const published = world.emails.filter(({ published }) => published).length;
        // Statistics are a day late, and none at all say nothing.
        if (now - world.pausedAt < DAY || published === 0 || truth.sends.every((sent) => sent === 0)) return;
        for (const result of [
          lookedAt({ ...basis, ...age }, truth),
          given(estimate({ ...basis, ...age }, counted(basis, truth))),
        ]) {
          within(truth.midway, result.midway, 'midway');
          within(truth.finished, result.finished, 'finished');
          within(truth.unsent, result.unsent, 'unsent');
          const never = truth.active - (truth.sends.at(-1) ?? 0);
          expect(result.midway.from).toBe(Math.max(0, never));
          if (truth.active > 0) shares.push(width(result.midway) / truth.active);
        }
      }),
      { numRuns: 500 },
    );
    console.info(
      `A paused sequence: midway is ${(average(shares) * 100).toFixed(1)} % wide on average; it was 100 % without the statistics`,
    );
    expect(average(shares)).toBeLessThan(0.8);
  });

  const now = Date.UTC(2026, 10, 20, 15);
  const sequence = {
    ...{ active: true, hold: false, repeat: false, send_hour: 9, time_zone: 'UTC' },
    send_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  };
  const email = (id: number, recipients: number | null) => ({
    ...{ id, subject: '', published: true, position: id, delay_value: id === 1 ? 0 : 2, delay_unit: 'days' },
    ...{ send_days: null, recipients },
  });
  const basis = (sends: (number | null)[], more: Partial<Basis> = {}): Basis => ({
    ...{ sequence, emails: sends.map((sent, at) => email(at + 1, sent)), active: 100, now },
    ...{ madeAt: now - 400 * DAY, changedAt: now - 30 * DAY, ...more },
  });
  const long = Array.from({ length: 100 }, () => now - 300 * DAY);
  const midway = (of: Basis) => {
    const result = given(estimateFrom(of, { added: long, unread: 0, lookedAt: 'all' }));
    return { midway: result.midway, says: result.caveats.includes('sends disagree'), causes: result.causes };
  };

  test('it agrees: nothing is said of it', () => {
    expect(midway(basis([120, 100]))).toEqual({ midway: { from: 0, to: 0 }, says: false, causes: [] });
  });

  test('it disagrees: that is said, and the more careful number counts', () => {
    const disagree = { midway: { from: 0, to: 40 }, says: true, causes: ['sends disagree'] };
    expect(midway(basis([120, 60]))).toEqual(disagree);
  });

  test('what it may have got late is no disagreement', () => {
    const yesterday = [...long.slice(40), ...Array.from({ length: 40 }, () => now - 2 * DAY - 7 * 3_600_000)];
    const result = estimateFrom(basis([120, 60]), { added: yesterday, unread: 0, lookedAt: 'all' });
    expect(result?.caveats).not.toContain('sends disagree');
  });

  test('it is not heard where it may not know all', () => {
    for (const unheard of [
      basis([120, null]),
      basis([0, 0]),
      basis([120, 60], { madeAt: null }),
      basis([120, 60], { madeAt: now - 6 * 365 * DAY }),
    ]) {
      expect(midway(unheard).says).toBe(false);
    }
    const still = { ...sequence, active: false };
    expect(midway(basis([120, 60], { sequence: still })).midway).toEqual({ from: 40, to: 100 });
    const justNow = { sequence: still, changedAt: now - 3_600_000 };
    expect(midway(basis([120, 60], justNow)).midway).toEqual({ from: 0, to: 100 });
    expect(midway(basis([120, 60], { ...old, sequence: still })).midway).toEqual({ from: 0, to: 100 });
  });
});
