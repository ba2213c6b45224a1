import { expect, test } from 'vitest';
import { LONGEST_REST, nextLook } from './pauses.ts';

const minutes = (rest: 'work' | 'retry', rests: number) => (nextLook(rest, rests, 0) ?? 0) / 60_000;

test('what waits for Kit is tried after ever longer pauses, and the longest is the last', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map((rests) => minutes('retry', rests))).toEqual([
    1, 1, 2, 5, 10, 15, 15, 15,
  ]);
  expect(LONGEST_REST).toBe(15 * 60_000);
});

test('what somebody is at work on is looked after in a minute, however often it rested before', () => {
  expect([0, 1, 5, 100].map((rests) => minutes('work', rests))).toEqual([1, 1, 1, 1]);
});

test('the pause begins now, and what waits for a person is left alone', () => {
  expect(nextLook('retry', 1, 5_000)).toBe(65_000);
  expect(nextLook('person', 1, 5_000)).toBe(null);
});
