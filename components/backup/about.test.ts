import { expect, test } from 'vitest';
import { aBackup } from '../../utils/backup/testing/fakes.ts';
import { ageWords, bytesWords, factsOf, holdsWords, removalWords, unfinishedWords } from './about.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [28_340, '28.3 kB'],
  [2_500_000, '2.5 MB'],
  [512_000_000_000, '512 GB'],
  [3e18, '3,000,000 TB'],
])('%s bytes are %s', (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});

const SECOND = 1000;
const DAY = 86_400 * SECOND;
test.each([
  [0, 'now'],
  [59 * SECOND, 'now'],
  [60 * SECOND, '1 minute ago'],
  [DAY - 1, '23 hours ago'],
  [DAY, 'yesterday'],
  [29 * DAY, '29 days ago'],
  [400 * DAY, 'last year'],
  // Clocks are set back, too.
  [-5 * DAY, 'now'],
])('%s ms are %s', (age, words) => {
  expect(ageWords(10_000 * DAY, 10_000 * DAY + age)).toBe(words);
});

test('what it holds', () => {
  const backup = aBackup({ people: { kept: 1284, expected: 1284 }, emails: 1, size: 28_340 });
  expect(holdsWords(backup)).toBe('1,284 subscribers, 1 email, 28.3 kB');
});

test.each([
  [{}, 'Not finished: 0 subscribers saved.'],
  [{ people: { kept: 40, expected: 100 } }, 'Not finished: 40 of 100 subscribers saved.'],
])('an unfinished one says so: %j', (change, words) => {
  expect(unfinishedWords(aBackup(change))).toContain(words);
  expect(factsOf(aBackup(change))).toEqual([]);
});

const NOON = Date.UTC(2026, 10, 26, 12);
const whole = { completedAt: 2000 };
test.each([
  [whole, ['Not downloaded']],
  [{ ...whole, origin: 'file' as const }, ['From a file']],
  [
    { ...whole, deletedAt: NOON, downloadedAt: NOON },
    ['Sequence deleted Nov 26, 2026', 'Downloaded Nov 26, 2026'],
  ],
])('what else there is to know of %j', (change, facts) => {
  expect(factsOf(aBackup(change))).toEqual(facts);
  expect(factsOf({ ...aBackup(change), keptUntil: NOON }).at(-1)).toBe('Kept until Nov 26, 2026');
  const stays = facts.includes('Not downloaded')
    ? 'Kept until you download or remove it'
    : 'Kept until you remove it';
  expect(factsOf({ ...aBackup(change), keptUntil: null }).at(-1)).toBe(stays);
});

const TRACE = 'nothing is left of the sequence';
test.each([
  ['the only trace of a deleted sequence', { ...whole, deletedAt: 5 }, true],
  ['a sequence that is still there', whole, false],
  ['downloaded', { ...whole, deletedAt: 5, downloadedAt: 6 }, false],
  ['from a file', { ...whole, deletedAt: 5, origin: 'file' as const }, false],
])('before a removal: %s', (_name, change, warned) => {
  const words = removalWords(aBackup(change));
  expect(words).toContain('You can’t undo that.');
  expect(words.includes(TRACE)).toBe(warned);
  expect(words).not.toContain('still being made');
});

const MAYBE = 'whether a delete of the sequence worked';
test.each([
  ['a delete was sent, and nobody knows how it ended', { ...whole, deletingAt: 5 }, true],
  ['it is known to be gone', { ...whole, deletingAt: 5, deletedAt: 6 }, false],
  ['the delete had no effect', { ...whole, deletingAt: null }, false],
  ['downloaded', { ...whole, deletingAt: 5, downloadedAt: 6 }, false],
])('before a removal while an outcome may be open: %s', (_name, change, warned) => {
  expect(removalWords(aBackup(change)).includes(MAYBE)).toBe(warned);
});

test('an unfinished one may still be in the making', () => {
  expect(removalWords(aBackup())).toContain('still being made');
});
