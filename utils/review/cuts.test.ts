import { expect, test } from 'vitest';
import { cutsOf, peopleBefore, questionAbout } from './cuts.ts';

const cuts = [
  { day: 10, people: 3 },
  { day: 20, people: 5 },
  { day: 30, people: 8 },
];

test.each([
  ['between cuts', { had: 19, open: 21 }, { from: 3, to: 8 }],
  ['at cuts', { had: 20, open: 20 }, { from: 5, to: 5 }],
  ['before all cuts', { had: 9, open: 11 }, { from: 0, to: 5 }],
  ['after all cuts', { had: 29, open: 31 }, { from: 5, to: 9 }],
  ['everybody', { had: Infinity, open: Infinity }, { from: 9, to: 9 }],
  ['nobody', { had: -Infinity, open: -Infinity }, { from: 0, to: 0 }],
  ['anybody', { had: -Infinity, open: Infinity }, { from: 0, to: 9 }],
])('people before a border: %s', (_, border, expected) => {
  expect(peopleBefore(border, cuts, 9)).toEqual(expected);
});

test('a question and its answer are about the same day', () => {
  const question = questionAbout(20_000);
  expect(question).toEqual({ addedAfter: '2024-10-04', addedBefore: null });
  expect(cutsOf([{ question, count: 4 }], 9)).toEqual([{ day: 20_000, people: 5 }]);
});

test.each([['yesterday'], ['2026-13-01'], ['2026-11-20T15:00:00Z']])('%s is not a day', (addedAfter) => {
  expect(cutsOf([{ question: { addedAfter, addedBefore: null }, count: 4 }], 9)).toEqual([]);
});
