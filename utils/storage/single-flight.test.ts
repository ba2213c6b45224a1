import { expect, test, vi } from 'vitest';
import { createSingleFlight } from './single-flight.ts';

test('whoever asks meanwhile joins; whoever asks later begins anew', async () => {
  const flight = createSingleFlight<string, number>();
  const first = Promise.withResolvers<number>();
  const begin = vi.fn(() => first.promise);
  const waiting = [flight('a', begin), flight('a', begin)];
  expect(begin).toHaveBeenCalledOnce();
  first.resolve(1);
  expect(await Promise.all(waiting)).toEqual([1, 1]);
  expect(await flight('a', async () => 2)).toBe(2);
});

test('another key is another flight', async () => {
  const flight = createSingleFlight<number, string>();
  const pending = flight(1, () => new Promise(() => undefined));
  expect(await flight(2, async () => 'second')).toBe('second');
  expect(flight(1, async () => 'not begun')).toBe(pending);
});

test('a failure is told to all who wait, and is not kept', async () => {
  const flight = createSingleFlight<string, number>();
  const failing = () => Promise.reject(new Error('lost'));
  const waiting = [flight('a', failing), flight('a', failing)];
  for (const one of waiting) await expect(one).rejects.toThrow('lost');
  expect(await flight('a', async () => 1)).toBe(1);
});
