import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from './journal.ts';
import type { Operation, OperationState } from './operation.ts';

let journal: Journal;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  journal = openJournal();
});

const done: OperationState = { step: 'done', how: 'now' };

function operation(change: Partial<Operation> = {}): Operation {
  return {
    id: crypto.randomUUID(),
    kind: 'delete',
    sequenceId: 80,
    review: null,
    backupId: null,
    state: { step: 'sending' },
    startedAt: 1000,
    steps: [{ step: 'intended', at: 1000 }],
    seen: false,
    ...change,
  };
}

test('a row comes back as it was written, in another life too', async () => {
  const row = operation();
  await journal.write(row);
  expect(await openJournal().read(row.id)).toEqual(row);
  expect(await journal.read('another')).toBeNull();
});

test('the open ones are those that have not ended', async () => {
  const row = operation();
  await journal.write(row);
  await journal.write(operation({ sequenceId: 81, state: done }));
  expect(await journal.open()).toEqual([row]);
  await journal.write({ ...row, state: done });
  expect(await journal.open()).toEqual([]);
});

test('the latest on a sequence', async () => {
  // The browser gives them in the order of their ids.
  const last = operation({ id: 'b', startedAt: 3000 });
  for (const row of [
    operation({ id: 'a', startedAt: 2000 }),
    last,
    operation({ id: 'c', startedAt: 1000 }),
    operation({ sequenceId: 81, startedAt: 4000 }),
  ]) {
    await journal.write(row);
  }
  expect(await journal.latest(80)).toEqual(last);
  expect(await journal.latest(82)).toBeNull();
});

test('old ones are forgotten once they have ended', async () => {
  const old = operation({ state: done, startedAt: 999 });
  const stillOpen = operation({ startedAt: 999 });
  const young = operation({ state: done, startedAt: 1000 });
  for (const row of [old, stillOpen, young]) await journal.write(row);
  await journal.forget(1000);
  expect(await journal.read(old.id)).toBeNull();
  expect(await journal.read(stillOpen.id)).toEqual(stillOpen);
  expect(await journal.read(young.id)).toEqual(young);
});

test('storage that fails once is tried again', async () => {
  const sound = globalThis.indexedDB;
  globalThis.indexedDB = {
    open: () => {
      throw new Error('broken');
    },
  } as never;
  await expect(journal.open()).rejects.toThrow('broken');
  globalThis.indexedDB = sound;
  expect(await journal.open()).toEqual([]);
});
