import { expect, test } from 'vitest';
import { durationWords } from './duration.ts';

test.each([
  [0, '10 seconds'],
  [7, '10 seconds'],
  [41, '50 seconds'],
  [90, '90 seconds'],
  [91, '2 minutes'],
  [120, '2 minutes'],
  [1240, '21 minutes'],
  [7199, '120 minutes'],
  [7200, '2 hours'],
  [9000, '2.5 hours'],
])('%i s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words.replace(' ', '\u00a0'));
});
