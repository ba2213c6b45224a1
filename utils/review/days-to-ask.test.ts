import { expect, test } from 'vitest';
import { daysToAsk } from './days-to-ask.ts';

const borders = [
  { had: Infinity, open: Infinity },
  { had: 95, open: 98 },
  { had: 60, open: 63 },
];

test('with one question, who surely has had everything; with two, who surely has not', () => {
  expect(daysToAsk(borders, 100, 1)).toEqual([60]);
  expect(daysToAsk(borders, 100, 2)).toEqual([60, 63]);
  expect(daysToAsk(borders, 100, 3)).toHaveLength(3);
});

test('no more than borders, and no day that says nothing', () => {
  expect(daysToAsk(borders, 100, 9)).toHaveLength(3);
  expect(daysToAsk(borders.slice(0, 1), 100, 9)).toEqual([]);
  expect(daysToAsk([], 100, 9)).toEqual([]);
  expect(daysToAsk([{ had: -Infinity, open: -Infinity }], 100, 9)).toEqual([]);
  const paused = borders.map(({ open }) => ({ had: -Infinity, open }));
  expect(daysToAsk(paused, 100, 9)).toEqual([63, 98]);
});

test('a day that serves two borders is asked about once', () => {
  const near = [
    { had: 50, open: 53 },
    { had: 47, open: 50 },
  ];
  const days = daysToAsk(near, 100, 9);
  expect(new Set(days).size).toBe(days.length);
});

test('a list older than any border is still parted at its oldest', () => {
  expect(daysToAsk([{ had: 10, open: 13 }], 5000, 1)).toEqual([10]);
});
