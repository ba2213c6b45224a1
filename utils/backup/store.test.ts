import { beforeEach, expect, test } from 'vitest';
import { emptyIndexedDB } from '../storage/testing/indexed-db.ts';
import type { Part } from './backup.ts';
import { type BackupStore, openBackupStore } from './store.ts';
import { aBackup, aPart } from './testing/fakes.ts';

const DAY = 86_400_000;
let now: number;
let store: BackupStore;
let browser: ReturnType<typeof emptyIndexedDB>;
beforeEach(() => {
  browser = emptyIndexedDB();
  now = 0;
  store = openBackupStore(() => now);
});

const checkpoint = { chains: null, pages: 2 };

async function namesIn(id: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of (await store.open(id))?.parts() ?? []) names.push(name);
  return names;
}

test('a backup comes back as it was written, in another life too, and its size is what is stored', async () => {
  const backup = aBackup();
  const people = await aPart('people/0001', Array(1000).fill({ id: 1, name: 'Maya ☂' }), 1000);
  const written = await store.write(backup, checkpoint, [people]);
  const later = openBackupStore();
  expect(await later.find(backup.id)).toEqual({ ...backup, size: written.size });
  expect(await later.checkpoint(backup.id)).toEqual(checkpoint);
  expect(await (await later.open(backup.id))?.part('people/0001')).toEqual(people);
  expect(written.size).toBeGreaterThan(20);
  expect(written.size).toBeLessThan(people.text.length / 10);
});

test('what is not there', async () => {
  expect(await store.find('another')).toBeNull();
  expect(await store.checkpoint('another')).toBeNull();
  expect(await store.open('another')).toBeNull();
  expect(await store.mark('another', { deletedAt: 1 })).toBeNull();
  const backup = await store.write(aBackup(), null);
  expect(await (await store.open(backup.id))?.part('emails')).toBeNull();
});

test('parts come in the order of their names, and only those of the backup', async () => {
  const [one, other] = [aBackup({ id: 'a' }), aBackup({ id: 'ab' })];
  const parts: Part[] = [];
  for (const name of ['sequence', 'people/0002', 'names', 'people/0001', 'emails'] as const) {
    parts.push(await aPart(name, name));
  }
  await store.write(one, checkpoint, parts);
  await store.write(other, checkpoint, [await aPart('references', null)]);
  expect(await namesIn('a')).toEqual(['emails', 'names', 'people/0001', 'people/0002', 'sequence']);
});

test('a part that is written again takes the place of the first, in the size too', async () => {
  const backup = aBackup();
  const small = await store.write(backup, checkpoint, [await aPart('emails', 'x')]);
  await store.write(backup, checkpoint, [await aPart('emails', crypto.randomUUID().repeat(50))]);
  expect(await store.write(backup, checkpoint, [await aPart('emails', 'x')])).toEqual(small);
  expect(await namesIn(backup.id)).toEqual(['emails']);
});

test('what was removed is not written again by whoever goes on', async () => {
  const backup = aBackup();
  await store.write(backup, checkpoint, [await aPart('emails', [])]);
  expect(await store.update(backup, null)).toMatchObject({ id: backup.id });
  await store.remove(backup.id);
  expect(await store.update(backup, checkpoint, [await aPart('names', [])])).toBeNull();
  expect(await store.list()).toEqual([]);
  await store.write(backup, checkpoint);
  expect(await namesIn(backup.id)).toEqual([]);
});

test('a backup that is removed while it is read is not read as if it were shorter', async () => {
  const backup = aBackup();
  await store.write(backup, null, [await aPart('emails', []), await aPart('names', [])]);
  const parts = (await store.open(backup.id))?.parts()[Symbol.asyncIterator]();
  expect(await parts?.next()).toMatchObject({ value: { name: 'emails' } });
  await store.remove(backup.id);
  await expect(parts?.next()).rejects.toThrow('removed');
});

test('the list is newest first, and says what became of each', async () => {
  for (const [id, startedAt] of [
    ['a', 2],
    ['b', 3],
    ['c', 1],
  ] as const) {
    await store.write(aBackup({ id, startedAt }), null);
  }
  await store.mark('c', { downloadedAt: 7 });
  await store.mark('c', { deletedAt: 8 });
  const list = await store.list();
  expect(list.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  expect(list[2]).toMatchObject({ downloadedAt: 7, deletedAt: 8 });
});

test('old ones are forgotten with their parts', async () => {
  const [old, unfinished, used] = [aBackup({ completedAt: 1 }), aBackup(), aBackup({ completedAt: 1 })];
  for (const backup of [old, unfinished, used]) await store.write(backup, null, [await aPart('emails', [])]);
  now = 85 * DAY;
  const young = await store.write(aBackup({ completedAt: 1 }), null);
  const gone = await store.forget(91 * DAY, 90, new Set([used.id]));
  expect(new Set(gone.map(({ id }) => id))).toEqual(new Set([old.id, unfinished.id]));
  expect(new Set((await store.list()).map(({ id }) => id))).toEqual(new Set([young.id, used.id]));
  await store.write(old, null);
  expect(await namesIn(old.id)).toEqual([]);
});

test('storage that fails once is tried again', async () => {
  browser.refuseNext();
  await expect(store.list()).rejects.toMatchObject({ name: 'AbortError' });
  expect(await store.list()).toEqual([]);
});

test('a database that the browser closed is opened again, for a backup that is being read too', async () => {
  const parts = [await aPart('sequence', { id: 80 }), await aPart('emails', [1])];
  const backup = await store.write(aBackup(), checkpoint, parts);
  const reader = await store.open(backup.id);
  const read: string[] = [];
  for await (const { name } of reader?.parts() ?? []) {
    read.push(name);
    browser.closeAll();
  }
  expect(new Set(read)).toEqual(new Set(['sequence', 'emails']));
  expect(await store.find(backup.id)).toEqual(backup);
  browser.closeAll();
  expect(await store.update({ ...backup, completedAt: 1 }, null)).toMatchObject({ completedAt: 1 });
});
