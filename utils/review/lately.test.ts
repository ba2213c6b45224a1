import fc from 'fast-check';
import { expect, test } from 'vitest';
import { questionAbout } from './cuts.ts';
import { latelyFrom } from './lately.ts';

const TODAY = 20_000;
const asked = (day: number, count: number | null) => ({ question: questionAbout(day), count });

test('the same day was asked about: the very number', () => {
  const { activeInMonth, activeInWeek } = latelyFrom(100, [asked(TODAY - 30, 12)], [], TODAY);
  expect(activeInMonth).toEqual({ from: 12, to: 12 });
  expect(activeInWeek).toEqual({ from: 0, to: 12 });
});

test('other days narrow it down, and what narrows nothing down is none', () => {
  const answers = [asked(TODAY - 40, 20), asked(TODAY - 20, 5), asked(TODAY - 3, null)];
  expect(latelyFrom(100, answers, [], TODAY)).toMatchObject({
    activeInMonth: { from: 5, to: 20 },
    activeInWeek: { from: 0, to: 5 },
  });
  expect(latelyFrom(100, [asked(TODAY - 3, 0)], [], TODAY).activeInWeek).toBeNull();
  expect(latelyFrom(null, answers, [], TODAY)).toEqual({
    activeInWeek: null,
    activeInMonth: null,
    last: null,
  });
});

test('the last person: those of every state count before those that are active', () => {
  const answers = [asked(TODAY - 90, 4), asked(TODAY - 50, 0)];
  expect(latelyFrom(100, answers, [], TODAY).last).toEqual({
    from: TODAY - 91,
    to: TODAY - 49,
    activeOnly: true,
  });
  const month = { day: TODAY - 30, people: 0 };
  expect(latelyFrom(100, answers, [month], TODAY).last).toEqual({
    from: TODAY - 91,
    to: TODAY - 29,
    activeOnly: false,
  });
  // Somebody who is not active came later: of the active ones alone it stays true.
  expect(latelyFrom(100, answers, [{ ...month, people: 1 }], TODAY).last).toMatchObject({ activeOnly: true });
  expect(latelyFrom(100, [asked(TODAY - 50, 2)], [], TODAY).last).toMatchObject({
    from: TODAY - 51,
    to: null,
  });
});

/** Moments at which people were added, in days, and what Kit may take a day's edge for. */
const list = fc.array(
  fc.record({ added: fc.double({ min: TODAY - 120, max: TODAY + 1, noNaN: true }), active: fc.boolean() }),
  { maxLength: 12 },
);
const edge = fc.double({ min: -14 / 24, max: 1 + 12 / 24, noNaN: true });
const days = fc.array(fc.integer({ min: TODAY - 130, max: TODAY }), { maxLength: 4 });

test('whatever Kit takes a day for, the bounds hold', () => {
  fc.assert(
    fc.property(list, edge, days, fc.subarray([7, 30]), (people, shift, asks, periods) => {
      const after = (day: number, some: typeof people) =>
        some.filter(({ added }) => added >= day + shift).length;
      const active = people.filter((one) => one.active);
      const { activeInWeek, activeInMonth, last } = latelyFrom(
        active.length,
        asks.map((day) => asked(day, after(day, active))),
        periods.map((period) => ({ day: TODAY - period, people: after(TODAY - period, people) })),
        TODAY,
      );
      for (const [period, range] of [
        [7, activeInWeek],
        [30, activeInMonth],
      ] as const) {
        const truth = after(TODAY - period, active);
        expect(range === null || (range.from <= truth && truth <= range.to)).toBe(true);
      }
      if (!last) return;
      const some = (last.activeOnly ? active : people).map(({ added }) => Math.floor(added));
      const latest = Math.max(...some);
      if (last.from !== null) expect(latest).toBeGreaterThanOrEqual(last.from);
      if (last.to !== null) expect(latest).toBeLessThanOrEqual(last.to);
    }),
    { numRuns: 1_000 },
  );
});
