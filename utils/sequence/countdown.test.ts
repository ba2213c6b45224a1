import { expect, test } from 'vitest';
import { SLICE, watchCountdown } from './countdown.ts';
import { COUNTDOWN } from './sequence-job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Jump {
  /** What the wall clock does beside the time that passes, in ms. */
  wall: number;
  /** How long the lid was closed, in ms. */
  slept?: number;
}

/** A countdown in whose slices, counted from 0, this happens. `stops`: the steady clock stands still in sleep. */
async function countdown(jumps: Record<number, Jump>, { stops = true, begun = 0, length = COUNTDOWN } = {}) {
  const clock = { wall: 1e12, steady: 77 };
  const until = clock.wall + length;
  clock.wall += begun;
  const stop = new AbortController();
  let slices = 0;
  const said = await watchCountdown(
    { until, length },
    {
      now: () => clock.wall,
      monotonic: () => clock.steady,
      signal: stop.signal,
      async sleep(ms) {
        const { wall = 0, slept = 0 } = jumps[slices] ?? {};
        slices += 1;
        clock.wall += ms + slept + wall;
        clock.steady += ms + (stops ? 0 : slept);
      },
    },
  );
  return { said, slices };
}

test('nothing happens before its time, and at its time it is up', async () => {
  expect(await countdown({})).toEqual({ said: 'time is up', slices: COUNTDOWN / SLICE });
  expect(await countdown({}, { length: 30_000 })).toEqual({ said: 'time is up', slices: 30 });
  const slept = { 29: { wall: 0, slept: 30_001 } };
  expect((await countdown(slept, { length: 30_000 })).said).toBe('too late');
});

test('a little later is no sleep: the boundary is half a minute in all', async () => {
  expect((await countdown({ 1: { wall: 0, slept: 30_000 } })).said).toBe('time is up');
  expect((await countdown({ 1: { wall: 0, slept: 30_001 } })).said).toBe('too late');
  const twice = { 1: { wall: 0, slept: 20_000 }, 3: { wall: 0, slept: 20_000 } };
  expect((await countdown(twice)).said).toBe('too late');
});

test.each([true, false])('a sleep of nine hours is seen; the steady clock stops in it: %s', async (stops) => {
  const nine = { wall: 0, slept: 9 * HOUR };
  expect(await countdown({ 2: nine }, { stops })).toEqual({ said: 'too late', slices: 3 });
});

test.each([true, false])(
  'a clock that is set back after the sleep hides nothing; the steady clock stops: %s',
  async (stops) => {
    const jumps = { 1: { wall: 0, slept: 9 * HOUR }, 2: { wall: -9 * HOUR } };
    expect((await countdown(jumps, { stops })).said).toBe('too late');
  },
);

test('a clock that is set back in the sleep hides it from neither: a steady clock that goes on, or hours that differ', async () => {
  const exactly = { 1: { wall: -9 * HOUR, slept: 9 * HOUR } };
  expect((await countdown(exactly, { stops: false })).said).toBe('too late');
  for (const wall of [-10 * HOUR, -8 * HOUR]) {
    expect((await countdown({ 1: { wall, slept: 9 * HOUR } })).said).toBe('too late');
  }
});

test('many small steps back do not add up to time that hides a sleep', async () => {
  const jumps = { 0: { wall: -20_000 }, 1: { wall: -20_000 }, 2: { wall: 0, slept: 40_000 } };
  expect((await countdown(jumps)).said).toBe('too late');
});

test('a clock that is corrected by seconds changes nothing', async () => {
  for (const wall of [-3_000, 3_000]) {
    expect(await countdown({ 2: { wall } })).toEqual({ said: 'time is up', slices: COUNTDOWN / SLICE });
  }
});

test.each([-HOUR, HOUR])('a clock that is set by %d ms is told as unsure', async (wall) => {
  expect((await countdown({ 2: { wall } })).said).toBe('too late');
});

test('a sleep before the first look counts', async () => {
  expect(await countdown({}, { begun: HOUR })).toEqual({ said: 'too late', slices: 0 });
  expect((await countdown({}, { begun: -HOUR })).said).toBe('too late');
});

test('a wish ends it', async () => {
  const tools = { now: () => 0, monotonic: () => 0, sleep: async () => {}, signal: AbortSignal.abort() };
  expect(await watchCountdown({ until: COUNTDOWN, length: COUNTDOWN }, tools)).toBe('interrupted');
});
