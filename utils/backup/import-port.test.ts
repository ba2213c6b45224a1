import { expect, test } from 'vitest';
import type { BackupReader } from './backup.ts';
import { allParts } from './file/testing/fakes.ts';
import { type ImportAsk, type ImportPiece, serveImport } from './import-port.ts';
import { sampleBackup } from './testing/fakes.ts';
import { memoryStore } from './testing/memory-store.ts';

type Answer = (asked: Extract<ImportAsk, { want: string }>) => unknown;

/** A page that answers what it is asked, and leaves where the answer is undefined. */
async function imported(answer: Answer, store = memoryStore(), id = reader.backup.id) {
  const heard: ((message: unknown) => void)[] = [];
  const ended: (() => void)[] = [];
  const told: ImportAsk[] = [];
  await serveImport(
    {
      onMessage: { addListener: (listener) => heard.push(listener) },
      onDisconnect: { addListener: (listener) => ended.push(listener) },
      postMessage(asked) {
        told.push(asked);
        if (!('want' in asked)) return;
        const said = answer(asked);
        if (said === undefined) for (const end of ended) end();
        else for (const hear of heard) hear(said);
      },
    },
    id,
    store,
  );
  return { store, told, end: told.findLast((one) => 'end' in one)?.end };
}

const reader: BackupReader = await sampleBackup(5, { origin: 'file' });
const { size: _, ...facts } = reader.backup;
const parts = await allParts(reader);
/** Each part in two pieces. */
const pieces: ImportPiece[] = parts.flatMap((part) => [
  { ...part, text: part.text.slice(0, 3), more: true },
  { ...part, text: part.text.slice(3), more: false },
]);

/** A page with this backup and these pieces. */
function page(backup: unknown = reader.backup, from: unknown[] = pieces): Answer {
  const left = [...from];
  return ({ want }) => (want === 'backup' ? backup : (left.shift() ?? null));
}

test('a backup that comes in pieces is kept as it was', async () => {
  const { store, told, end } = await imported(page());
  expect(end).toMatchObject({ ok: true, value: { known: false, backup: facts } });
  const kept = await store.open(reader.backup.id);
  expect(kept && (await allParts(kept))).toEqual(parts);
  expect(told).toContainEqual({ kept: expect.any(Number) });
});

test('a page that leaves in the middle leaves nothing behind, and is told nothing', async () => {
  let asked = 0;
  const all = page();
  const { store, told } = await imported((wanted) => {
    asked += 1;
    return asked > 4 ? undefined : all(wanted);
  });
  expect(asked).toBe(5);
  expect(await store.list()).toEqual([]);
  expect(told.some((one) => 'end' in one)).toBe(false);
});

test.each<[string, unknown, unknown[]]>([
  ['one that says it was made here', { ...reader.backup, origin: 'kit' }, pieces],
  ['one that says that its sequence was deleted', { ...reader.backup, deletedAt: 5 }, pieces],
  ['one that is not whole', { ...reader.backup, completedAt: null }, pieces],
  ['something else', 'backup', pieces],
  ['another one', { ...reader.backup, id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f' }, pieces],
  ['a part of no such name', reader.backup, [{ ...pieces[1], name: 'other' }]],
  ['a part that lacks a piece', reader.backup, pieces.slice(1)],
])('nothing is kept of %s', async (_name, backup, from) => {
  const { store, end } = await imported(page(backup, from));
  expect(end).toEqual({ ok: false, problem: { kind: 'storage failed' } });
  expect(await store.list()).toEqual([]);
});

test('a backup that was made here is not written over', async () => {
  const store = memoryStore();
  await store.write({ ...reader.backup, origin: 'kit', checksum: 'other' }, null);
  const { end } = await imported(page(), store);
  expect(end).toEqual({ ok: false, problem: { kind: 'other' } });
  expect((await store.find(reader.backup.id))?.origin).toBe('kit');
});
