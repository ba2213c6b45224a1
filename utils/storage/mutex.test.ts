import { expect, test } from 'vitest';
import { createMutex } from './mutex.ts';

test('one after the other, in their order', async () => {
  const mutex = createMutex();
  const log: string[] = [];
  const first = Promise.withResolvers<string>();
  const runs = [
    mutex.run(async () => {
      log.push('first begins');
      const value = await first.promise;
      log.push('first ends');
      return value;
    }),
    mutex.run(async () => log.push('second')),
    mutex.run(async () => log.push('third')),
  ];
  await Promise.resolve();
  expect(log).toEqual(['first begins']);
  first.resolve('value');
  expect(await Promise.all(runs)).toEqual(['value', 3, 4]);
  expect(log).toEqual(['first begins', 'first ends', 'second', 'third']);
});

test.each([
  ['rejects', () => Promise.reject(new Error('full'))],
  [
    'throws',
    () => {
      throw new Error('full');
    },
  ],
])('what %s is told to who asked for it, and the next goes on', async (_name, work) => {
  const mutex = createMutex();
  const failed = mutex.run(work);
  const next = mutex.run(async () => 'done');
  await expect(failed).rejects.toThrow('full');
  expect(await next).toBe('done');
  expect(await mutex.run(async () => 'later')).toBe('later');
});
