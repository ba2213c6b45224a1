import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { Job } from './job.ts';
import { JOB_FIELDS } from './testing/fields.ts';
import { createWaiters } from './waiters.ts';

const job = (step: string, id = 'a'): Job => ({
  ...JOB_FIELDS,
  id,
  kind: 'toy',
  subject: 's',
  state: { step },
});
const never = new AbortController().signal;
const create = () => createWaiters(({ state }) => state.step === 'done');
const working = async () => job('working');

test('everybody who waits for a job hears of it when it rests, and not before', async () => {
  const waiters = create();
  const heard: string[] = [];
  const all = ['one', 'other'].map(async (name) => {
    const rested = await waiters.wait('a', working, never);
    heard.push(`${name} ${rested?.state.step}`);
  });
  waiters.hear(job('working'));
  waiters.hear(job('done', 'b'));
  await Promise.resolve();
  expect(heard).toEqual([]);
  waiters.hear(job('done'));
  await Promise.all(all);
  expect(heard).toEqual(['one done', 'other done']);
});

test('nobody waits for a job that rests already', async () => {
  expect(await create().wait('a', async () => job('done'), never)).toEqual(job('done'));
});

test('whoever stops waiting gets nothing, and the others wait on', async () => {
  const waiters = create();
  const stop = new AbortController();
  const [stopped, other] = [stop.signal, never].map((signal) => waiters.wait('a', working, signal));
  stop.abort();
  expect(await stopped).toBe(null);
  waiters.hear(job('done'));
  expect(await other).toEqual(job('done'));
});

test('whoever is told to stop before waiting does not wait, even where the journal is slow', async () => {
  expect(await create().wait('a', () => new Promise(() => undefined), AbortSignal.abort())).toBe(null);
});

test('a journal that cannot be read says so to whoever waits', async () => {
  const read = () => Promise.reject(new Error('Storage does not answer'));
  await expect(create().wait('a', read, never)).rejects.toThrow('does not answer');
});

test('a journal that fails whoever stopped waiting takes nobody along who came since', async () => {
  const waiters = create();
  const stop = new AbortController();
  let fail = (_: Error) => {};
  const first = waiters.wait('a', () => new Promise((_, reject) => (fail = reject)), stop.signal);
  stop.abort();
  await first;
  const second = waiters.wait('a', working, never);
  fail(new Error('Storage does not answer'));
  await new Promise((resolve) => setImmediate(resolve));
  waiters.hear(job('done'));
  expect(await second).toEqual(job('done'));
});

test('whoever heard leaves nothing on the signal', async () => {
  const waiters = create();
  const { signal } = new AbortController();
  await waiters.wait('a', async () => job('done'), signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
