import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_PAUSE, NO_PAUSE, pauseAfter, pausedFor } from './pause.ts';

const NOW = Date.UTC(2026, 10, 2);

test('there is none before the first 429', () => {
  expect(pausedFor(NO_PAUSE, NOW)).toBe(0);
});

test('lasts as long as Kit asks for, but not for hours', () => {
  expect(pausedFor(pauseAfter(NO_PAUSE, 30_000, NOW), NOW)).toBe(30_000);
  expect(pausedFor(pauseAfter(NO_PAUSE, 3_600_000, NOW), NOW)).toBe(LONGEST_PAUSE);
  expect(pausedFor(pauseAfter(NO_PAUSE, 30_000, NOW), NOW + 29_000)).toBe(1_000);
  expect(pausedFor(pauseAfter(NO_PAUSE, 30_000, NOW), NOW + 30_000)).toBe(0);
});

test('doubles with each refusal in a row, up to 8 s, and starts again after a window of peace', () => {
  let pause = NO_PAUSE;
  let now = NOW;
  const lengths = [];
  for (let refusal = 0; refusal < 6; refusal += 1) {
    pause = pauseAfter(pause, null, now);
    lengths.push(pausedFor(pause, now));
    now = pause.until + 100;
  }
  expect(lengths).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  now += 61_000;
  expect(pausedFor(pauseAfter(pause, null, now), now)).toBe(500);
});

test('requests that are refused together count once', () => {
  let pause = pauseAfter(NO_PAUSE, null, NOW);
  for (let other = 0; other < 100; other += 1) pause = pauseAfter(pause, null, NOW + other);
  const { until, refusals } = pauseAfter(NO_PAUSE, null, NOW);
  expect(pause).toMatchObject({ until, refusals });
  expect(pausedFor(pauseAfter(pause, 9_000, NOW + 200), NOW + 200)).toBe(9_000);
  expect(pausedFor(pauseAfter(pause, 0, NOW + 200), NOW + 200)).toBe(300);
});

test('never lasts longer than five minutes, whatever the clock does', () => {
  const time = fc.oneof(fc.nat(2 * NOW), fc.integer({ min: NOW - 400_000, max: NOW + 400_000 }));
  const refusal = fc.record({ after: fc.option(fc.nat(1e6)), at: time });
  fc.assert(
    fc.property(fc.array(refusal, { maxLength: 10 }), time, (refusals, now) => {
      const pause = refusals.reduce((before, { after, at }) => pauseAfter(before, after, at), NO_PAUSE);
      expect(pausedFor(pause, now)).toBeLessThanOrEqual(LONGEST_PAUSE);
    }),
  );
});
