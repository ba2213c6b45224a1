import { describe, expect, test } from 'vitest';
import { aBackup } from '../testing/fakes.ts';
import { memoryStore } from '../testing/memory-store.ts';
import { Ledger } from './ledger.ts';

const chain = { added: { addedAfter: null, addedBefore: null }, people: 2, after: null, done: false };

async function begun() {
  const store = memoryStore();
  const ledger = await Ledger.begin(store, aBackup());
  await ledger.add([chain]);
  await ledger.keep(0, [{ id: 1 }, { id: 2 }], { after: 'a', done: false });
  return { store, ledger };
}

test('goes on from where it was, and keeps nobody twice', async () => {
  const { store, ledger } = await begun();
  const again = await Ledger.resume(store, ledger.backup);
  expect(again.chains).toEqual([{ ...chain, after: 'a' }]);
  await again.keep(0, [{ id: 2 }, { id: 3 }], { after: null, done: true });
  expect([again.kept, again.backup.people.kept]).toEqual([3, 3]);
  expect(await store.names(again.backup.id)).toEqual(['people/0001', 'people/0002']);
});

test('one of which nothing says how far it came goes on from its start', async () => {
  const store = memoryStore();
  const ledger = await Ledger.resume(store, await store.write(aBackup(), null));
  expect(ledger.chains).toBeNull();
  await ledger.add([chain]);
  await ledger.keep(0, [{ id: 1 }], { after: null, done: true });
  expect(await store.names(ledger.backup.id)).toEqual(['people/0001']);
});

describe('a backup that somebody removed', () => {
  const asks: [string, (ledger: Ledger) => Promise<unknown>][] = [
    ['written to', (ledger) => ledger.save({ emails: 1 })],
    ['read', (ledger) => ledger.reader()],
    ['finished', (ledger) => ledger.finish({ completedAt: 2000, checksum: 'c' })],
  ];

  test('is not gone on with', async () => {
    const { store, ledger } = await begun();
    await store.remove(ledger.backup.id);
    await expect(Ledger.resume(store, ledger.backup)).rejects.toMatchObject({ problem: { kind: 'removed' } });
  });

  test.each(asks)('is not %s, nor made again', async (_, ask) => {
    const { store, ledger } = await begun();
    await store.remove(ledger.backup.id);
    await expect(ask(ledger)).rejects.toMatchObject({ problem: { kind: 'removed' } });
    expect(await store.list()).toEqual([]);
  });
});
