import { beforeEach, expect, test, vi } from 'vitest';
import { emptyIndexedDB } from '../storage/testing/indexed-db.ts';
import { type Connection, openConnectionStore } from './store.ts';
import { account, other, setUp } from './testing/fakes.ts';

let browser: ReturnType<typeof emptyIndexedDB>;
beforeEach(() => {
  browser = emptyIndexedDB();
});

const connection: Extract<Connection, { kind: 'api key' }> = {
  kind: 'api key',
  account,
  checkedAt: 0,
  apiKey: 'kit_key',
};

test('each account has one connection, and a new one replaces it', async () => {
  const store = openConnectionStore();
  expect(await store.read(account.id)).toBeNull();
  await store.write(connection);
  await store.write({ ...connection, account: other });
  await store.write({ ...connection, apiKey: 'kit_new_key' });
  expect(await openConnectionStore().read(account.id)).toEqual({ ...connection, apiKey: 'kit_new_key' });
  await store.remove(account.id);
  expect(await store.list()).toEqual([{ ...connection, account: other }]);
});

test('client ids, each of its kind', async () => {
  const store = openConnectionStore();
  await store.writeClientId('own', 'mine');
  await store.writeClientId('registered', 'given');
  await store.writeClientId('registered', null);
  expect(await store.readClientId('own')).toBe('mine');
  expect(await store.readClientId('registered')).toBeNull();
});

test('storage that could not be opened once is tried again', async () => {
  const store = openConnectionStore();
  browser.refuseNext();
  await expect(store.list()).rejects.toMatchObject({ name: 'AbortError' });
  await store.write(connection);
  expect(await store.list()).toEqual([connection]);
});

test('a database that the browser closed is opened again', async () => {
  const store = openConnectionStore();
  await store.write(connection);
  browser.closeAll();
  expect(await store.read(account.id)).toEqual(connection);
});

test('a refresh token that replaces a used one is written in one transaction that survives a crash', async () => {
  const { connections, expire, kit, store } = setUp();
  await connections.connectWithOAuth();
  expire();
  const transaction = vi.spyOn(browser.latest(), 'transaction');
  expect(await kit.account()).toEqual({ ok: true, value: account });
  expect(await store.read(account.id)).toMatchObject({ refreshToken: 'secret-refresh-2' });
  const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite');
  expect(writes).toEqual([[['connection'], 'readwrite', { durability: 'strict' }]]);
});
