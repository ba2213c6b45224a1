import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BackupProgress, createTeller, lastMinute, paceOf, type Sample } from './pace.ts';

const MINUTE = 60_000;

/** Samples of somebody who keeps `perSecond` people each second. */
function steady(perSecond: number, seconds: number): Sample[] {
  return Array.from({ length: seconds + 1 }, (_, second) => ({
    at: second * 1000,
    kept: second * perSecond,
  }));
}

test('a steady pace is told as it is, and how long the rest takes', () => {
  const pace = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(pace, fc.integer({ min: 2, max: 200 }), fc.nat(1_000_000), (perSecond, seconds, left) => {
      const now = seconds * 1000;
      const samples = lastMinute(steady(perSecond, seconds), now);
      const { perMinute, secondsLeft } = paceOf(samples, now, left, null);
      expect(perMinute).toBe(perSecond * 60);
      expect(secondsLeft).toBe(Math.ceil(left / perSecond));
    }),
  );
});

test('never more than the limit lets through', () => {
  const samples = steady(13_000, 10);
  expect(paceOf(samples, 10_000, 1_000_000, null).perMinute).toBe(780_000);
  expect(paceOf(samples, 10_000, 1_000_000, 500)).toEqual({ perMinute: 500_000, secondsLeft: 120 });
});

test('only the last minute counts, with the sample that it begins with', () => {
  const samples = [0, 10, 20, 70, 90].map((second) => ({ at: second * 1000, kept: second }));
  expect(lastMinute(samples, 90_000)).toEqual(samples.slice(2));
  expect(lastMinute(samples, 9_000_000)).toEqual(samples.slice(4));
});

test('nobody can tell at once, nor while nothing comes', () => {
  const nobodyKnows = { perMinute: null, secondsLeft: null };
  expect(paceOf([], 0, 10, null)).toEqual(nobodyKnows);
  expect(paceOf(steady(10, 1), 1000, 10, null)).toEqual(nobodyKnows);
  expect(paceOf([{ at: 0, kept: 7 }], MINUTE, 10, null)).toEqual(nobodyKnows);
  expect(paceOf([{ at: 0, kept: 7 }], MINUTE, 0, null)).toEqual({ perMinute: null, secondsLeft: 0 });
  expect(paceOf(steady(10, 5), 5000, null, null)).toEqual({ perMinute: 600, secondsLeft: null });
});

test('a pace never jumps to nonsense, whatever the clock does', () => {
  const sample = fc.record({ at: fc.integer(), kept: fc.nat() });
  const samples = fc.array(sample);
  fc.assert(
    fc.property(samples, fc.integer(), fc.option(fc.nat()), fc.option(fc.nat()), (some, now, left, limit) => {
      const { perMinute, secondsLeft } = paceOf(some, now, left, limit);
      if (perMinute !== null) expect(perMinute).toBeGreaterThanOrEqual(0);
      if (secondsLeft !== null) expect(secondsLeft).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('each phase is told at once, and then a few times per second', () => {
  const told: BackupProgress[] = [];
  let now = 0;
  const report = createTeller(
    (taking) => told.push(taking),
    () => now,
    null,
  );
  const say = (phase: BackupProgress['phase'], kept: number) =>
    report({ phase, kept, expected: 100, startedAt: 0 });
  say('settings', 0);
  for (; now < 3000; now += 50) say('people', now / 50);
  expect(told.length).toBeGreaterThan(5);
  expect(told.length).toBeLessThan(14);
  expect(told.at(-1)).toMatchObject({ phase: 'people', perMinute: 1200, secondsLeft: expect.any(Number) });
  say('verifying', 0);
  expect(told.at(-1)).toMatchObject({ phase: 'verifying', kept: 0, perMinute: null });
});
