import { beforeEach, expect, test, vi } from 'vitest';
import { backupsInBackground as kept } from '../../components/backup/kept.ts';
import type { Part } from '../../utils/backup/backup.ts';
import { sha256 } from '../../utils/backup/checksum.ts';
import { allParts } from '../../utils/backup/file/testing/fakes.ts';
import type { ImportAsk } from '../../utils/backup/import-port.ts';
import { PIECE } from '../../utils/backup/pieces.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { sampleBackup } from '../../utils/backup/testing/fakes.ts';
import { memoryStore } from '../../utils/backup/testing/memory-store.ts';
import { ok } from '../../utils/result.ts';
import { type BackupsForPages, backupsForPages } from './backups.ts';
import { messageTable } from './messages.ts';
import { portTable } from './ports.ts';

const runtime = vi.hoisted(() => ({ sendMessage: vi.fn(), connect: vi.fn() }));
vi.mock('wxt/browser', () => ({ browser: { runtime } }));

let store: BackupStore;
let backups: BackupsForPages;
beforeEach(() => {
  store = memoryStore();
  backups = backupsForPages(store, async () => 90);
  runtime.sendMessage.mockImplementation(
    async ({ name, payload }: { name: 'backups.list'; payload: never }) => {
      const jobs = { removeBackup: async (id: string) => store.remove(id).then(() => ok(null)) };
      const value = await messageTable({ backups, jobs } as never)[name].handle(payload, null);
      // What no browser takes.
      expect(JSON.stringify(value).length).toBeLessThan(2 * PIECE);
      return { value: structuredClone(value) };
    },
  );
  runtime.connect.mockImplementation(({ name }: { name: string }) => connected(name.replace('import/', '')));
});

/** Both ends of a port on which a backup is handed over. */
function connected(id: string) {
  const ends = [0, 1].map(() => ({
    heard: [] as ((message: never) => void)[],
    ended: [] as (() => void)[],
  }));
  const end = (own = 0) => ({
    onMessage: { addListener: (listener: (message: never) => void) => ends[own]?.heard.push(listener) },
    onDisconnect: { addListener: (listener: () => void) => ends[own]?.ended.push(listener) },
    postMessage: (message: unknown) =>
      queueMicrotask(() => {
        for (const hear of ends[1 - own]?.heard ?? []) hear(structuredClone(message) as never);
      }),
    disconnect: () => {
      for (const hear of ends[1 - own]?.ended ?? []) hear();
    },
  });
  const page = end(0);
  queueMicrotask(() => portTable({ backups } as never).import.serve(end(1) as never, id as never));
  return page as typeof page & { ask?: ImportAsk };
}

const { signal } = new AbortController();
const large = async (): Promise<Part> => {
  const text = `["${'☂😀'.repeat(PIECE / 2)}"]`;
  return { name: 'emails', text, sha256: await sha256(text), count: 1 };
};

test('a page finds what the background keeps, part by part', async () => {
  const { backup, parts } = await sampleBackup(5);
  for await (const part of parts()) await store.write(backup, null, [part]);
  expect(await kept.list()).toEqual(await store.listed(90));
  const [there, opened] = [await store.open(backup.id), await kept.open(backup.id)];
  if (!there || !opened) throw new Error('It is not there');
  expect(opened.backup).toEqual(there.backup);
  expect(await allParts(opened)).toEqual(await allParts(there));
  expect(await opened.part('people/0001')).toEqual(await there.part('people/0001'));
  expect(await opened.part('people/0099')).toBeNull();
  expect((await kept.noteDownload(backup.id))?.downloadedAt).toBeGreaterThan(0);
  await kept.remove(backup.id);
  expect(await kept.open(backup.id)).toBeNull();
});

test('what is handed over is kept, and how far that is is told', async () => {
  const reader = await sampleBackup(5, { origin: 'file' });
  const told: number[] = [];
  const done = await kept.keep(reader, (count) => told.push(count), signal);
  expect(done).toMatchObject({ ok: true, value: { known: false } });
  const there = await store.open(reader.backup.id);
  expect(there && (await allParts(there))).toEqual(await allParts(reader));
  expect(told.at(-1)).toBeGreaterThan(5);
  expect(await kept.keep(reader, () => undefined, signal)).toMatchObject({ value: { known: true } });
});

test('a part that is larger than a message goes in pieces, both ways', async () => {
  const part = await large();
  const { backup } = await sampleBackup(1, { origin: 'file' });
  const parts = async function* () {
    yield part;
  };
  await kept.keep({ backup, parts }, () => undefined, signal);
  expect((await store.open(backup.id))?.part).toBeTruthy();
  const read = await (await kept.open(backup.id))?.part('emails');
  expect(read?.text === part.text).toBe(true);
});

test('a storage that fails is told, and is no empty list', async () => {
  const broken = () => Promise.reject(new Error('no'));
  Object.assign(store, { listed: broken, find: broken, mark: broken });
  await expect(kept.list()).rejects.toThrow();
  await expect(kept.open('x')).rejects.toThrow();
  await expect(kept.noteDownload('x')).rejects.toThrow();
  await expect(
    kept.keep(await sampleBackup(1, { origin: 'file' }), () => undefined, signal),
  ).rejects.toThrow();
});

test('whoever stops in the middle leaves nothing behind', async () => {
  const stop = new AbortController();
  const reader = await sampleBackup(5, { origin: 'file' });
  const parts = async function* () {
    for await (const part of reader.parts()) {
      yield part;
      stop.abort();
    }
  };
  await expect(kept.keep({ ...reader, parts }, () => undefined, stop.signal)).rejects.toThrow();
  await expect.poll(() => store.list()).toEqual([]);
  await expect(kept.keep(reader, () => undefined, AbortSignal.abort())).rejects.toThrow();
});
