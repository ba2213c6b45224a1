import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { account, KEY, NOTHING, OTHER_KEY, other, setUp, signedOut } from './testing/fakes.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

/** Juniper by sign-in or key, Alder by the other. */
async function connectBoth(juniper: 'api key' | 'oauth', alder: 'api key' | 'oauth') {
  const deps = setUp();
  for (const [kind, key, who] of [
    [juniper, KEY, account],
    [alder, OTHER_KEY, other],
  ] as const) {
    deps.server.visitor = who;
    const { connections } = deps;
    const result = await (kind === 'oauth'
      ? connections.connectWithOAuth()
      : connections.connectWithApiKey(key));
    expect(result).toMatchObject({ ok: true, value: { account: who, kind, status: 'connected' } });
  }
  return deps;
}

const KINDS = ['api key', 'oauth'] as const;
const PAIRS = KINDS.flatMap((juniper) => KINDS.map((alder) => [juniper, alder] as const));

test.each(PAIRS)(
  '%s and %s: both are listed by name, and each asks Kit as itself',
  async (juniper, alder) => {
    const { connections, kitFor } = await connectBoth(juniper, alder);
    expect(await connections.accounts()).toMatchObject([
      { account: other, kind: alder, status: 'connected' },
      { account, kind: juniper, status: 'connected' },
    ]);
    expect(await Promise.all([kitFor(1).account(), kitFor(2).account()])).toEqual([
      { ok: true, value: account },
      { ok: true, value: other },
    ]);
  },
);

test.each(PAIRS)('%s and %s: disconnecting one leaves the other', async (juniper, alder) => {
  const { connections, server, kitFor, held } = await connectBoth(juniper, alder);
  await connections.disconnect(account.id);
  expect(await connections.accounts()).toMatchObject([{ account: other, kind: alder, status: 'connected' }]);
  expect(await kitFor(1).account()).toEqual({ ok: false, problem: { kind: 'not connected' } });
  expect(await kitFor(2).account()).toEqual({ ok: true, value: other });
  expect([...server.refreshes.values()]).toEqual(alder === 'oauth' ? [other] : []);
  await connections.disconnect(other.id);
  expect(await held()).toBe(NOTHING);
});

test.each(PAIRS)(
  '%s, then %s for the same account: the later one replaces the earlier',
  async (first, then) => {
    const { connections, store, browser, kit } = setUp();
    for (const kind of [first, then]) {
      await (kind === 'oauth' ? connections.connectWithOAuth() : connections.connectWithApiKey(KEY));
    }
    expect(await connections.accounts()).toMatchObject([{ account, kind: then, status: 'connected' }]);
    expect(await store.list()).toHaveLength(1);
    expect(browser.tokens.size).toBe(then === 'oauth' ? 1 : 0);
    expect(await kit.account()).toEqual({ ok: true, value: account });
  },
);

test('an account that was never connected has no way to ask, and costs no request', async () => {
  const { server, kitFor } = await connectBoth('api key', 'oauth');
  server.calls.length = 0;
  expect(await kitFor(3).account()).toEqual({ ok: false, problem: { kind: 'not connected' } });
  expect(server.calls).toEqual([]);
});

test('Kit signing one account out leaves the other, and reconnecting mends it', async () => {
  const { connections, server, kitFor, expire } = await connectBoth('oauth', 'oauth');
  server.refreshes.delete('secret-refresh-1');
  expire(account.id);
  expire(other.id);
  expect(await Promise.all([kitFor(1).account(), kitFor(2).account()])).toEqual([
    signedOut,
    { ok: true, value: other },
  ]);
  expect(await connections.accounts()).toMatchObject([
    { account: other, status: 'connected' },
    { account, status: 'signed out' },
  ]);
  server.visitor = account;
  await connections.connectWithOAuth();
  expect(await connections.accounts()).toMatchObject([{ status: 'connected' }, { status: 'connected' }]);
  expect(await kitFor(1).account()).toEqual({ ok: true, value: account });
});

test('a refresh that hangs does not hold up the other account', async () => {
  const { server, kitFor, expire } = await connectBoth('oauth', 'oauth');
  let release = (_reply: Response) => {};
  const hanging = new Promise<Response>((resolve) => {
    release = resolve;
  });
  expire(account.id);
  server.instead.set('/oauth/token', () => hanging);
  const stuck = kitFor(1).account();
  await vi.waitUntil(() => server.count('refresh_token') === 1);
  server.instead.clear();
  expire(other.id);
  expect(await kitFor(2).account()).toEqual({ ok: true, value: other });
  expect(server.count('refresh_token')).toBe(2);
  release(new Response('', { status: 503 }));
  expect(await stuck).toEqual({ ok: false, problem: { kind: 'server error', status: 503 } });
});
