import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WEEKDAYS } from './testing/estimate-worlds.ts';
import { areReadable, firstFrom, sendDaysOf } from './weekdays.ts';

const monday = Date.parse('2026-11-16') / (24 * 60 * 60_000);
/** Names of the days on which something may go out, from Monday on. */
const named = (week: readonly boolean[]) =>
  WEEKDAYS.filter((_, index) => week[new Date((monday + index) * 86_400_000).getUTCDay()]);
const days = (ofSequence: string[] | null, ofEmail: string[] | null) => {
  const { possible, sure } = sendDaysOf(ofSequence, ofEmail);
  return { possible: named(possible), sure: named(sure) };
};

test("a sequence's days are its emails', if these have none or all of their own", () => {
  fc.assert(
    fc.property(fc.subarray(WEEKDAYS, { minLength: 1 }), (week) => {
      expect(days(week, null)).toEqual({ possible: week, sure: week });
      expect(days(week, WEEKDAYS)).toEqual({ possible: week, sure: week });
    }),
  );
});

test("an email's own days narrow or replace those of the sequence", () => {
  expect(days(['monday', 'tuesday'], ['tuesday', 'sunday'])).toEqual({
    possible: ['tuesday', 'sunday'],
    sure: ['tuesday'],
  });
  expect(days(['monday'], ['sunday'])).toEqual({ possible: ['sunday'], sure: [] });
});

test.each([[null], [[]], [['Mon']], [['monday', 'everyday']]])('%j are any days, and none surely', (odd) => {
  expect(areReadable(odd)).toBe(false);
  expect(days(odd, null)).toEqual({ possible: WEEKDAYS, sure: [] });
  if (odd !== null) expect(days(WEEKDAYS, odd)).toEqual({ possible: WEEKDAYS, sure: [] });
});

test('the first day from a day on, that day too', () => {
  const { sure } = sendDaysOf(['monday', 'thursday'], null);
  const first = [0, 1, 2, 3, 4, 5, 6, 7].map((after) => firstFrom(monday + after, sure) - monday);
  expect(first).toEqual([0, 3, 3, 3, 7, 7, 7, 7]);
  expect(firstFrom(monday, sendDaysOf(null, null).sure)).toBe(Infinity);
  expect(firstFrom(Infinity, sure)).toBe(Infinity);
});
