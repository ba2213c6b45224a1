import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roomFor, stillCounted, WINDOW, waitFor } from './window.ts';

const NOW = Date.UTC(2026, 10, 2);
const times = fc.array(
  fc.oneof(fc.integer({ min: NOW - 2 * WINDOW, max: NOW + 2 * WINDOW }), fc.nat(2 * NOW)),
  { maxLength: 200 },
);

test.each([
  ['api key', 'interactive', 120],
  ['api key', 'bulk', 100],
  ['oauth', 'interactive', 600],
  ['oauth', 'bulk', 500],
] as const)('%s, %s: %i', (kind, priority, room) => {
  expect(roomFor(kind, priority)).toBe(room);
});

describe('what is still counted', () => {
  test('the last 61 s, in order', () => {
    expect(stillCounted([NOW - 5, NOW - 61_000, NOW - 60_999, NOW], NOW)).toEqual([
      NOW - 60_999,
      NOW - 5,
      NOW,
    ]);
  });

  test('times from the future, as if they were now', () => {
    expect(stillCounted([NOW + 3_600_000, NOW - 1], NOW)).toEqual([NOW - 1, NOW]);
  });

  test('not what is no time at all', () => {
    expect(stillCounted([Number.NaN, Number.POSITIVE_INFINITY, NOW], NOW)).toEqual([NOW]);
  });

  test('nothing is counted twice, and everything ends after one window', () => {
    fc.assert(
      fc.property(times, (given) => {
        const counted = stillCounted(given, NOW);
        expect(counted.every((time) => time > NOW - WINDOW && time <= NOW)).toBe(true);
        expect(stillCounted(counted, NOW)).toEqual(counted);
        expect(stillCounted(counted, NOW + WINDOW)).toEqual([]);
      }),
    );
  });
});

describe('the wait', () => {
  test('nothing while there is room', () => {
    expect(waitFor([NOW - 10], 2, 0, NOW)).toBe(0);
  });

  test('until the oldest that is in the way has left', () => {
    expect(waitFor([NOW - 60_000, NOW - 10], 2, 0, NOW)).toBe(1_000);
    expect(waitFor([NOW - 60_000, NOW - 10], 2, 1, NOW)).toBe(60_990);
    expect(waitFor([NOW - 60_000, NOW - 10], 1, 0, NOW)).toBe(60_990);
  });

  test('a window or more for those who do not fit into this one', () => {
    expect(waitFor([NOW], 1, 5, NOW)).toBe(WINDOW);
  });

  test('is just long enough for there to be room, and never longer than a window', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 120 }), (given, room) => {
        const counted = stillCounted(given, NOW);
        const wait = waitFor(counted, room, 0, NOW);
        expect(wait).toBeLessThanOrEqual(WINDOW);
        expect(stillCounted(counted, NOW + wait).length).toBeLessThan(room);
        if (wait > 0) expect(stillCounted(counted, NOW + wait - 1).length).toBeGreaterThanOrEqual(room);
      }),
    );
  });
});
