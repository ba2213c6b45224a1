import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sleep } from './clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('sleeps as long as it is told to', async () => {
  const woken = vi.fn();
  const slept = sleep(1_000).then(woken);
  await vi.advanceTimersByTimeAsync(999);
  expect(woken).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await slept;
});

test('wakes when the signal says so, and does not fall asleep after it', async () => {
  const alarm = new AbortController();
  const slept = sleep(1_000, alarm.signal);
  alarm.abort();
  await slept;
  await sleep(1_000, alarm.signal);
});
