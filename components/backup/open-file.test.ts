import { expect, test } from 'vitest';
import { zipOf } from '../../utils/backup/file/testing/fakes.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { sampleBackup } from '../../utils/backup/testing/fakes.ts';
import { memoryStore } from '../../utils/backup/testing/memory-store.ts';
import { openFile as openFileIn } from './open-file.ts';
import { keptIn } from './testing/kept.ts';

const openFile = (store: BackupStore, ...rest: Tail<Parameters<typeof openFileIn>>) =>
  openFileIn(keptIn(store), ...rest);
type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
const { signal } = new AbortController();
const file = async () => ({
  kind: 'file' as const,
  file: new File([await zipOf(await sampleBackup(5))], 'backup.zip'),
});
const unreadable = (name: string) => ({
  kind: 'file' as const,
  file: Object.assign(new File(['PK'], name), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
  }),
});

test('a file is checked and kept, and how far that is is told', async () => {
  const told: number[] = [];
  const store = memoryStore();
  const opened = await openFile(store, await file(), ({ kept }) => told.push(kept), signal);
  expect(opened).toMatchObject({ step: 'kept', kept: { known: false } });
  expect(told.at(-1)).toBeGreaterThan(5);
  expect(await store.list()).toHaveLength(1);
});

test('a folder, or a file that is not there any more, is not called a lack of room', async () => {
  const opened = await openFile(memoryStore(), unreadable('folder'), () => undefined, signal);
  expect(opened).toEqual({
    step: 'refused',
    words:
      'Your browser couldn’t read this file. Choose it again. If it’s a folder, press Choose folder. Nothing was changed.',
  });
});

test('a store that fails is, and nothing is kept', async () => {
  const store = { ...memoryStore(), update: () => Promise.reject(new Error('full')) };
  const opened = await openFile(store, await file(), () => undefined, signal);
  expect(opened).toMatchObject({ step: 'refused', words: expect.stringContaining('not be enough room') });
  expect(await store.list()).toEqual([]);
});

test('stopped, it says nothing', async () => {
  const stopped = AbortSignal.abort();
  expect(await openFile(memoryStore(), await file(), () => undefined, stopped)).toEqual({ step: 'idle' });
});
