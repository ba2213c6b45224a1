import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import type { BackupReader } from './backup.ts';
import { checksumOf } from './checksum.ts';
import { allParts } from './file/testing/fakes.ts';
import { importBackup } from './import.ts';
import { type BackupStore, openBackupStore } from './store.ts';
import { aBackup, sampleBackup } from './testing/fakes.ts';

let store: BackupStore;
let reader: BackupReader;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = openBackupStore();
  reader = await sampleBackup(7, { origin: 'file' });
});

const keep = (from: Pick<BackupReader, 'backup' | 'parts'> = reader, signal = new AbortController().signal) =>
  importBackup(store, from, () => undefined, signal);

test('all of it is kept, as it was in the file', async () => {
  const told: number[] = [];
  const kept = await importBackup(store, reader, (done) => told.push(done), new AbortController().signal);
  expect(kept).toMatchObject({ ok: true, value: { known: false, backup: { id: reader.backup.id } } });
  const found = await store.open(reader.backup.id);
  if (!found) throw new Error('Nothing was kept');
  const { size, ...facts } = found.backup;
  const { size: _, ...expected } = reader.backup;
  expect(facts).toEqual(expected);
  expect(size).toBeGreaterThan(0);
  const parts = await allParts(found);
  expect(parts).toEqual(await allParts(reader));
  expect(await checksumOf(found.backup, parts)).toBe(found.backup.checksum);
  // Seven people, two emails, three other parts.
  expect(told.at(-1)).toBe(12);
});

test('what the store knows of it already stays', async () => {
  await keep();
  await store.mark(reader.backup.id, { deletedAt: 5 });
  expect(await keep()).toMatchObject({ ok: true, value: { known: true, backup: { deletedAt: 5 } } });
});

test.each([
  ['complete', { completedAt: 1, checksum: 'other' }],
  ['being made', { completedAt: null, checksum: null }],
])('another backup under the same id is left alone: %s', async (_name, change) => {
  const other = await store.write(aBackup({ id: reader.backup.id, ...change }), null);
  expect(await keep()).toEqual({ ok: false, problem: { kind: 'other' } });
  expect(await store.find(other.id)).toEqual(other);
});

test('a file that was not kept to its end is kept again', async () => {
  await store.write(aBackup({ id: reader.backup.id, origin: 'file' }), null);
  expect(await keep()).toMatchObject({
    ok: true,
    value: { known: false, backup: { completedAt: expect.any(Number) } },
  });
});

/** The same parts, with something happening before the last one is read. */
function interrupted(what: () => unknown): Pick<BackupReader, 'backup' | 'parts'> {
  return {
    backup: reader.backup,
    async *parts() {
      const parts = await allParts(reader);
      yield* parts.slice(0, -1).map((part) => ({ ...part, text: part.text.padEnd(2 ** 20) }));
      await what();
      yield* parts.slice(-1);
    },
  };
}

test('until all of it is written it is unfinished', async () => {
  let meanwhile: unknown;
  await keep(
    interrupted(async () => {
      meanwhile = await store.find(reader.backup.id);
    }),
  );
  expect(meanwhile).toMatchObject({ completedAt: null, checksum: null, people: { kept: 0, expected: 7 } });
});

test('one that is removed meanwhile does not come back', async () => {
  const kept = await keep(interrupted(() => store.remove(reader.backup.id)));
  expect(kept).toEqual({ ok: false, problem: { kind: 'removed' } });
  expect(await store.list()).toEqual([]);
});

test.each(['stopped', 'broken'])('nothing stays of one that was %s', async (how) => {
  const controller = new AbortController();
  const stop = () => {
    if (how === 'broken') throw new Error('The disk is gone');
    controller.abort();
  };
  await expect(keep(interrupted(stop), controller.signal)).rejects.toThrow();
  expect(await store.list()).toEqual([]);
});

test.each(['stopped', 'broken', 'read to its end'])(
  'what another tab kept of the same file meanwhile stays whole when this one is %s',
  async (how) => {
    const controller = new AbortController();
    const other = async () => {
      await keep();
      await store.mark(reader.backup.id, { deletedAt: 5 });
      if (how === 'broken') throw new Error('The disk is gone');
      if (how === 'stopped') controller.abort();
    };
    const ended = await keep(interrupted(other), controller.signal).catch(() => null);
    if (how === 'read to its end') expect(ended).toMatchObject({ ok: true, value: { known: true } });
    else expect(ended).toBe(null);
    expect(await store.find(reader.backup.id)).toMatchObject({
      ...{ completedAt: reader.backup.completedAt, checksum: reader.backup.checksum, deletedAt: 5 },
    });
  },
);
