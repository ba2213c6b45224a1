import { expect, test } from 'vitest';
import { dayForLately, latelyFrom } from './lately.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 20, 15);
const ago = (days: number) => NOW - days * DAY;
const added = [ago(0.5), ago(0.9), ago(1.1), ago(6), ago(8), ago(29.9), ago(31)];

test('each period to the number, and when the last of them was added', () => {
  const exact = { day: 2, week: 4, month: 6, last: ago(0.5) };
  expect(latelyFrom(added, dayForLately(NOW), true, NOW)).toEqual(exact);
  expect(latelyFrom(added, -Infinity, true, NOW)).toEqual(exact);
});

test('whatever the hour, the days that are looked at hold all 30', () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const now = Date.UTC(2026, 10, 20, hour);
    expect(latelyFrom([], dayForLately(now), true, now).month).toBe(0);
  }
});

test('a period that reaches further back than was looked is left out', () => {
  const since = Math.floor(NOW / DAY) - 10;
  expect(latelyFrom(added.slice(0, 5), since, true, NOW)).toMatchObject({ day: 2, week: 4, month: null });
});

test('nothing is said where somebody was left out, or has no time', () => {
  const nothing = { day: null, week: null, month: null, last: null };
  expect(latelyFrom(added, -Infinity, false, NOW)).toEqual(nothing);
  expect(latelyFrom([...added, null], -Infinity, true, NOW)).toEqual(nothing);
});
