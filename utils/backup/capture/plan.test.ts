import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AddedFilter } from '../../kit/calls/subscribers.ts';
import { divide, type Piece, since } from './plan.ts';
import { arbitraryFilters } from './testing/arbitrary.ts';
import { exact, type Filters, matcher } from './testing/world.ts';

const DAY = 86_400_000;
const UNTIL = Date.UTC(2026, 10, 20, 13, 7, 9);
const FROM = UNTIL - 1000 * DAY;

/** So many people, all added at once. */
interface Burst {
  at: number | null;
  people: number;
}

function people(bursts: Burst[], added: AddedFilter, filters: Filters): number {
  const isAmong = matcher(added, filters);
  return bursts.reduce((sum, burst) => sum + (isAmong(burst.at) ? burst.people : 0), 0);
}

async function divided(bursts: Burst[], filters: Filters) {
  let counts = 0;
  const count = async (added: AddedFilter) => {
    counts += 1;
    const isMoment = (bound: string | null) => bound !== null && bound.length > 10;
    if (filters.kind === 'refused' && (isMoment(added.addedAfter) || isMoment(added.addedBefore)))
      return null;
    return people(bursts, added, filters);
  };
  const total = bursts.reduce((sum, burst) => sum + burst.people, 0);
  const pieces = await divide({ total, from: FROM, until: UNTIL }, count);
  return { pieces, counts, total };
}

const missed = (bursts: Burst[], pieces: Piece[], filters: Filters) =>
  bursts.filter(({ at }) => !pieces.some(({ added }) => matcher(added, filters)(at)));

const time = fc.oneof(
  fc.integer({ min: FROM, max: UNTIL }),
  fc.integer({ min: -5, max: 1005 }).map((day) => Math.floor(FROM / DAY) * DAY + day * DAY),
  fc.constantFrom(0, FROM - 4000 * DAY, UNTIL + DAY),
);
const burst = fc.record({
  at: fc.oneof({ weight: 20, arbitrary: time }, fc.constant(null)),
  people: fc.integer({ min: 1, max: 60_000 }),
});
const bursts = fc.array(burst, { minLength: 1, maxLength: 25 });

test('everybody is in a piece, whatever the filters mean', async () => {
  await fc.assert(
    fc.asyncProperty(bursts, arbitraryFilters, async (some, filters) => {
      const { pieces } = await divided(some, filters);
      expect(missed(some, pieces, filters)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('pieces say how many people Kit counts in them, and few people are in two', async () => {
  await fc.assert(
    fc.asyncProperty(bursts, arbitraryFilters, async (some, filters) => {
      const { pieces, total } = await divided(some, filters);
      for (const piece of pieces) {
        const there = people(some, piece.added, filters);
        expect(piece.people).toBeGreaterThanOrEqual(there);
        // Neighbours are merged by what was counted in each, and no further than this.
        const enough = Math.min(50_000, Math.max(10_000, total / 4));
        expect(piece.people).toBeLessThanOrEqual(Math.max(there, enough));
      }
      const sum = pieces.reduce((all, piece) => all + piece.people, 0);
      expect(sum).toBeLessThanOrEqual(total * 2 + 50_000);
    }),
  );
});

const evenly = Array.from({ length: 1000 }, (_, day) => ({ at: FROM + day * DAY, people: 1000 }));

test('a million people over three years: pieces of at most 50,000, for few counts', async () => {
  const { pieces, counts } = await divided(evenly, exact);
  expect(pieces.length).toBeGreaterThan(19);
  expect(Math.max(...pieces.map((piece) => piece.people))).toBeLessThanOrEqual(50_000);
  expect(counts).toBeLessThan(70);
  expect(pieces.reduce((sum, piece) => sum + piece.people, 0)).toBeLessThan(1_010_000);
});

test('people who were added long before the sequence is said to be made are divided all the same', async () => {
  const early = evenly.map(({ at, people }) => ({ at: at - 1100 * DAY, people }));
  const { pieces } = await divided(early, exact);
  expect(Math.max(...pieces.map((piece) => piece.people))).toBeLessThanOrEqual(50_000);
});

test('a day on which everybody was imported is divided within the day, where Kit knows moments', async () => {
  const second = (at: number) => ({ at: FROM + 300 * DAY + at * 1000, people: 100 });
  const imported = Array.from({ length: 3000 }, (_, at) => second(at));
  const { pieces } = await divided(imported, exact);
  expect(Math.max(...pieces.map((piece) => piece.people))).toBeLessThanOrEqual(50_000);
  const days = { includes: false, unit: 'day', offset: 0 } as const;
  const whole = await divided(imported, { ...exact, after: days, before: days });
  expect(whole.pieces.some((piece) => piece.people === 300_000)).toBe(true);
});

test('one piece, of everybody, where dates are ignored, or not everybody has one, or Kit does not count', async () => {
  const everybody = [{ added: { addedAfter: null, addedBefore: null }, people: 1_000_000 }];
  const ignored = await divided(evenly, { ...exact, kind: 'ignored' });
  expect(ignored.pieces).toEqual(everybody);
  expect(ignored.counts).toBeLessThan(20);
  const [, ...most] = evenly;
  const undated = await divided([...most, { at: null, people: 1000 }], exact);
  expect(undated.pieces).toEqual(everybody);
  const range = { total: 1_000_000, from: FROM, until: UNTIL };
  expect(await divide(range, async () => null)).toEqual(everybody);
});

test('counts that make no sense end all the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(2_000_000)), async (answers) => {
      let counts = 0;
      const count = async () => {
        counts += 1;
        return answers.next().value ?? 0;
      };
      await divide({ total: 1_000_000, from: FROM, until: UNTIL }, count);
      expect(counts).toBeLessThan(1000);
    }),
    { numRuns: 30 },
  );
});

test('whoever was added since then is asked for, whatever a day is', () => {
  fc.assert(
    fc.property(time, fc.nat(3 * DAY), arbitraryFilters, (from, after, filters) => {
      expect(matcher(since(from), filters)(from + after)).toBe(true);
    }),
  );
});
