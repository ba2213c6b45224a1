import { type DBSchema, openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Database, NewerDatabase, openOnce } from './open-once.ts';
import { emptyIndexedDB } from './testing/indexed-db.ts';

interface Schema extends DBSchema {
  numbers: { key: string; value: number };
  words: { key: string; value: string };
}

const open = () =>
  openOnce<Schema>({
    name: 'test',
    version: 1,
    upgrade(database) {
      database.createObjectStore('numbers');
      database.createObjectStore('words');
    },
  });
const put = (database: Database<Schema>, value: number) =>
  database.write(['numbers'], ({ store }) => store.put(value, 'a'));
const get = (database: Database<Schema>) => database.read(['numbers'], ({ store }) => store.get('a'));

let browser: ReturnType<typeof emptyIndexedDB>;
beforeEach(() => {
  browser = emptyIndexedDB();
  vi.spyOn(indexedDB, 'open');
});

test('is opened at its first use, and once for all who use it', async () => {
  const database = open();
  expect(indexedDB.open).not.toHaveBeenCalled();
  await Promise.all([put(database, 1), put(database, 2)]);
  expect(await get(database)).toBe(2);
  expect(indexedDB.open).toHaveBeenCalledOnce();
});

test('one transaction on several stores', async () => {
  const database = open();
  const given = await database.write(['numbers', 'words'], async (transaction) => {
    await transaction.objectStore('numbers').put(7, 'a');
    await transaction.objectStore('words').put('seven', 'a');
    return 'given';
  });
  expect(given).toBe('given');
  const both = await database.read(['numbers', 'words'], (transaction) =>
    Promise.all([transaction.objectStore('numbers').get('a'), transaction.objectStore('words').get('a')]),
  );
  expect(both).toEqual([7, 'seven']);
});

test('what is written is written strictly, and is complete', async () => {
  const database = open();
  await get(database);
  const transaction = vi.spyOn(browser.latest(), 'transaction');
  await put(database, 1);
  expect(transaction).toHaveBeenCalledWith(['numbers'], 'readwrite', { durability: 'strict' });
  expect(await get(open())).toBe(1);
});

test.each([
  [
    'rejects',
    async () => {
      throw new Error('broken');
    },
  ],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
])('work that %s leaves nothing written', async (_name, fail: () => Promise<never>) => {
  const database = open();
  await put(database, 1);
  const half = database.write(['numbers'], ({ store }) => {
    store.put(2, 'a').catch(() => undefined);
    return fail();
  });
  await expect(half).rejects.toThrow('broken');
  expect(await get(database)).toBe(1);
});

test('a request that fails is told, and takes the transaction with it', async () => {
  const database = open();
  await put(database, 1);
  const clash = database.write(['numbers'], async ({ store }) => {
    await store.put(2, 'b');
    await store.add(3, 'a');
  });
  await expect(clash).rejects.toMatchObject({ name: 'ConstraintError' });
  expect(await database.read(['numbers'], ({ store }) => store.getAll())).toEqual([1]);
});

test('what ended the transaction is told, not that it ended', async () => {
  const database = open();
  await put(database, 1);
  const clash = database.write(['numbers'], async ({ store }) => {
    store.add(2, 'a').catch(() => undefined);
    await store.put(3, 'b');
    await store.get('b');
  });
  await expect(clash).rejects.toMatchObject({ name: 'ConstraintError' });
});

test('opening that failed is told to all who wait for it, and tried again by the next', async () => {
  browser.refuseNext();
  const database = open();
  const both = await Promise.allSettled([put(database, 1), put(database, 2)]);
  const aborted = { status: 'rejected', reason: expect.objectContaining({ name: 'AbortError' }) };
  expect(both).toEqual([aborted, aborted]);
  expect(indexedDB.open).toHaveBeenCalledOnce();
  await put(database, 3);
  expect(await get(database)).toBe(3);
});

test('an upgrade that fails is told by opening alone', async () => {
  let isBroken = true;
  const database = openOnce<Schema>({
    name: 'test',
    version: 1,
    upgrade(database, _from, _to, transaction) {
      database.createObjectStore('numbers');
      if (isBroken) transaction.abort();
    },
  });
  await expect(put(database, 1)).rejects.toMatchObject({ name: 'AbortError' });
  isBroken = false;
  await put(database, 2);
  expect(await get(database)).toBe(2);
});

describe('a connection that is gone', () => {
  test('closed by the browser, which says so: another is opened before anything is asked of it', async () => {
    const database = open();
    await put(database, 1);
    const asked = vi.spyOn(browser.latest(), 'transaction');
    browser.closeAll();
    expect(await get(database)).toBe(1);
    expect(asked).not.toHaveBeenCalled();
    expect(browser.connections).toHaveLength(2);
  });

  test('closed, and nobody says so: what could not begin is begun once more, on another', async () => {
    const database = open();
    await put(database, 1);
    browser.latest().close();
    const work = vi.fn(async () => undefined);
    await Promise.all([database.write(['numbers'], work), put(database, 2)]);
    expect(work).toHaveBeenCalledOnce();
    expect(await get(database)).toBe(2);
    expect(browser.connections).toHaveLength(2);
  });

  test('closed each time: that is told', async () => {
    const database = open();
    await put(database, 1);
    browser.latest().close();
    vi.spyOn(browser.connections, 'push').mockImplementation((next) => {
      next.close();
      return 0;
    });
    await expect(put(database, 2)).rejects.toMatchObject({ name: 'InvalidStateError' });
    expect(browser.connections.push).toHaveBeenCalledOnce();
  });

  test('closed while something is under way: that may have been written, so it is not done again', async () => {
    const database = open();
    await put(database, 1);
    const work = vi.fn(async ({ abort }: { abort(): void }) => abort());
    const aborted = database.write(['numbers'], (transaction) => work({ abort: () => transaction.abort() }));
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect(work).toHaveBeenCalledOnce();
    await put(database, 3);
    expect(await get(database)).toBe(3);
  });

  test('no other error is tried again', async () => {
    const database = open();
    await put(database, 1);
    const transaction = vi.spyOn(browser.latest(), 'transaction').mockImplementationOnce(() => {
      throw new DOMException('No such store', 'NotFoundError');
    });
    await expect(put(database, 2)).rejects.toThrow('No such store');
    expect(transaction).toHaveBeenCalledOnce();
    expect(await get(database)).toBe(1);
  });
});

describe('another version', () => {
  test('an upgrade by somebody else is not held up; afterwards a newer database is told as such', async () => {
    const database = open();
    await put(database, 1);
    const blocked = vi.fn();
    const newer = await openDB('test', 2, { blocked });
    expect(blocked).not.toHaveBeenCalled();
    await expect(get(database)).rejects.toBeInstanceOf(NewerDatabase);
    await expect(get(database)).rejects.toMatchObject({ name: 'NewerDatabase', message: 'test' });
    expect(await newer.get('numbers', 'a')).toBe(1);
  });

  test('a database that is deleted, as the browser does with a site’s data, is made anew', async () => {
    const database = open();
    await put(database, 1);
    const asked = vi.spyOn(browser.latest(), 'transaction');
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('test').onsuccess = resolve;
    });
    expect(await get(database)).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
    await put(database, 2);
    expect(await get(database)).toBe(2);
  });

  test('an older one is upgraded', async () => {
    await put(open(), 1);
    const upgrade = vi.fn();
    const next = openOnce<Schema>({ name: 'test', version: 2, upgrade });
    expect(await get(next)).toBe(1);
    expect(upgrade.mock.calls[0]?.slice(1, 3)).toEqual([1, 2]);
  });
});
