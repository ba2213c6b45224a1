import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import { type BackupStore, openBackupStore } from '../backup/store.ts';
import { aBackup } from '../backup/testing/fakes.ts';
import { createKit } from '../kit/client.ts';
import { ok } from '../result.ts';
import { createBackups } from './backups.ts';
import { review } from './testing/fakes.ts';

const HOUR = 60 * 60_000;
const NOW = 1_800_000_000_000;
let store: BackupStore;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  store = openBackupStore();
});

function setUp(now = NOW) {
  const demo = seededKit();
  const violations: string[] = [];
  const key = demo.accounts[0]?.apiKeys[0] ?? '';
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': key }) },
    {
      fetch: fetchFrom(demo, violations),
      budget: { turn: async () => ok(null), refused: () => undefined },
      sleep: async () => undefined,
    },
  );
  return createBackups({
    store,
    kit: () => kit,
    requestsPerMinute: async () => 100,
    now: () => now,
    sleep: async () => undefined,
  });
}

const stopped = new AbortController().signal;
const welcome = { ...review, sequence: { ...review.sequence, id: SEED.welcome } };

test('a new one is complete when it is said to be', async () => {
  const backups = setUp();
  const id = await backups.choose(welcome);
  expect(await backups.take(id, welcome, stopped, () => undefined)).toMatchObject({ ok: true });
  expect(await store.find(id)).toMatchObject({
    sequence: { id: SEED.welcome, name: 'Welcome series' },
    completedAt: expect.any(Number),
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    people: { kept: 1480, expected: 1480 },
    deletedAt: null,
  });
  expect((await backups.emails(id)).map(({ subject }) => subject)).toContain('Hello, and what to expect');
  await expect(backups.emails('another')).rejects.toThrow();
  await backups.hold(id, NOW + 1);
  expect(await store.find(id)).toMatchObject({ deletedAt: null, deletingAt: NOW + 1 });
  await backups.release(id);
  expect(await store.find(id)).toMatchObject({ deletedAt: null, deletingAt: null });
  await backups.hold(id, NOW + 2);
  await backups.noteGone(id, NOW + 3);
  expect(await store.find(id)).toMatchObject({ deletedAt: NOW + 3, deletingAt: null });
});

test('an unfinished one of the last hour is gone on with, and no other', async () => {
  const of = (change: Parameters<typeof aBackup>[0]) =>
    aBackup({ sequence: { id: SEED.welcome, name: 'W' }, startedAt: NOW - 1000, ...change });
  await store.write(of({ startedAt: NOW - HOUR }), null);
  // The clock was set back since.
  await store.write(of({ startedAt: NOW + 1 }), null);
  await store.write(of({ completedAt: NOW - 10 }), null);
  await store.write(of({ account: { id: 2, name: 'Another' } }), null);
  await store.write(of({ sequence: { id: 81, name: 'Another' } }), null);
  // It is being opened from a file, or was when the background stopped: it would count as kept outside the browser.
  await store.write(of({ origin: 'file' }), null);
  const known = new Set((await store.list()).map(({ id }) => id));
  expect(known).not.toContain(await setUp().choose(welcome));
  const unfinished = of({ startedAt: NOW - HOUR + 1 });
  await store.write(unfinished, null);
  expect(await setUp().choose(welcome)).toBe(unfinished.id);
});

test('one that was removed meanwhile cannot be held as what a sequence leaves behind', async () => {
  const backups = setUp();
  const id = await backups.choose(welcome);
  await expect(backups.hold(id, NOW)).rejects.toThrow();
  await expect(backups.noteGone(id, NOW)).resolves.toBeUndefined();
  await expect(backups.release(id)).resolves.toBeUndefined();
});
