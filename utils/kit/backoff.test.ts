import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, retryAfterOf } from './backoff.ts';

const NOW = Date.UTC(2026, 10, 2, 9, 0, 0);

test('the back-off doubles up to 8 s', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(backoff)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test.each([
  ['0', 0],
  ['7', 7_000],
  [' 120 ', 120_000],
  ['Mon, 02 Nov 2026 09:00:30 GMT', 30_000],
  ['Mon, 02 Nov 2026 08:00:00 GMT', 0],
  ['Monday, 02-Nov-26 09:00:05 GMT', 5_000],
  [null, null],
  ['', null],
  ['soon', null],
  ['-1', null],
  ['1.5', null],
  ['2026-11-02T09:00:30Z', null],
  ['not a date GMT', null],
])('Retry-After %j', (header, ms) => {
  expect(retryAfterOf(header, NOW)).toBe(ms);
});

test('any Retry-After gives a wait or none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (header) => {
        const ms = retryAfterOf(header, NOW);
        expect(ms === null || ms >= 0).toBe(true);
      },
    ),
  );
});
