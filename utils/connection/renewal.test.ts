import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Connection, type ConnectionStore, openConnectionStore } from './store.ts';
import { account, fakeBrowser, fakeKit, setUp, signedOut } from './testing/fakes.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

describe('access tokens', () => {
  test('two calls with an expired one make one refresh', async () => {
    const { connections, server, kit, expire, store } = setUp();
    await connections.connectWithOAuth();
    expire();
    const answers = await Promise.all([kit.account(), kit.account(), kit.account()]);
    expect(answers).toEqual(Array(3).fill({ ok: true, value: account }));
    expect(server.count('refresh_token')).toBe(1);
    expect(await store.read(account.id)).toMatchObject({ refreshToken: 'secret-refresh-2' });
  });

  test('two backgrounds with an expired one make one refresh', async () => {
    const first = setUp();
    await first.connections.connectWithOAuth();
    const second = setUp({}, first.server, first.browser);
    // Both have their database open, so that neither is late.
    await second.connections.accounts();
    first.expire();
    const answers = await Promise.all([first.kit.account(), second.kit.account()]);
    expect(answers).toEqual(Array(2).fill({ ok: true, value: account }));
    expect(first.server.count('refresh_token')).toBe(1);
  });

  test('two calls whose token is refused make one refresh', async () => {
    const { connections, server, kit } = setUp();
    await connections.connectWithOAuth();
    server.access.clear();
    const answers = await Promise.all([kit.account(), kit.account()]);
    expect(answers).toEqual(Array(2).fill({ ok: true, value: account }));
    expect(server.count('refresh_token')).toBe(1);
  });

  test('the new pair is kept before the new token is used', async () => {
    const { connections, server, kit, expire, store } = setUp();
    await connections.connectWithOAuth();
    expire();
    let kept: Connection | null = null;
    server.instead.set('/v4/account', async () => {
      kept = await store.read(account.id);
      return new Response('', { status: 500 });
    });
    await kit.account();
    expect(kept).toMatchObject({ refreshToken: 'secret-refresh-2' });
  });

  test('a refresh token that Kit does not take signs out, with no further try', async () => {
    const { connections, server, kit, expire, store } = setUp();
    await connections.connectWithOAuth();
    server.refreshes.clear();
    expire();
    expect(await kit.account()).toEqual(signedOut);
    expect(await connections.accounts()).toMatchObject([{ status: 'signed out', kind: 'oauth', account }]);
    expect(await store.read(account.id)).toMatchObject({ ended: true, refreshToken: null });
    expect(await kit.account()).toEqual(signedOut);
    expect(server.count('refresh_token')).toBe(1);
    expect((await connections.connectWithOAuth()).ok).toBe(true);
    expect(await connections.accounts()).toMatchObject([{ status: 'connected' }]);
  });

  test.each<[string, () => Response | Promise<Response>, object]>([
    ['503', () => new Response('', { status: 503 }), { kind: 'server error', status: 503 }],
    ['429', () => new Response('', { status: 429 }), { kind: 'rate limited' }],
    ['offline', () => Promise.reject(new TypeError('offline')), { kind: 'unreachable' }],
    ['no reply', () => Promise.reject(new DOMException('', 'TimeoutError')), { kind: 'timeout' }],
  ])('a refresh that fails with %s does not sign out', async (_name, answer, problem) => {
    const { connections, server, kit, expire } = setUp();
    await connections.connectWithOAuth();
    expire();
    server.instead.set('/oauth/token', answer);
    expect(await kit.account()).toEqual({ ok: false, problem });
    expect(await connections.accounts()).toMatchObject([{ status: 'connected' }]);
    server.instead.clear();
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });
});

describe('a background that ends between the reply to a refresh and the writing of it', () => {
  const storageFailed = { ok: false, problem: { kind: 'storage failed' } };
  const ways: [string, ConnectionStore['write'], unknown][] = [
    ['killed', () => new Promise(() => {}), 'no answer'],
    ['stopped by its storage', () => Promise.reject(new Error('full')), storageFailed],
  ];
  test.each(ways)('%s: the next one asks to sign in again, once', async (_name, write, answer) => {
    const before = setUp();
    await before.connections.connectWithOAuth();
    const { server, browser, expire } = before;
    const dying = setUp({ store: { ...openConnectionStore(), write } }, server, browser);
    expire();
    const lost = dying.kit.account();
    await vi.waitUntil(() => server.refreshes.has('secret-refresh-2'));
    browser.dropLocks();

    const changed = vi.fn();
    const next = setUp({ changed }, server, browser);
    expect(await next.store.read(account.id)).toMatchObject({ refreshToken: 'secret-refresh-1' });
    expect(await next.kit.account()).toEqual(signedOut);
    expect(await next.connections.accounts()).toMatchObject([
      { account, kind: 'oauth', status: 'signed out' },
    ]);
    expect(await next.kit.account()).toEqual(signedOut);
    expect(server.count('refresh_token')).toBe(2);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(await Promise.race([lost, Promise.resolve('no answer')])).toEqual(answer);

    await next.connections.connectWithOAuth();
    expect(await next.kit.account()).toEqual({ ok: true, value: account });
  });

  test('after the writing of the pair, but before that of the access token: it goes on', async () => {
    const server = fakeKit();
    const browser = fakeBrowser();
    await setUp({}, server, browser).connections.connectWithOAuth();
    const session = { ...browser.session, write: () => new Promise<void>(() => {}) };
    const dying = setUp({ session }, server, browser);
    dying.expire();
    dying.kit.account();
    await vi.waitUntil(async () => {
      const kept = await dying.store.read(account.id);
      return kept?.kind === 'oauth' && kept.refreshToken === 'secret-refresh-2';
    });
    browser.dropLocks();
    const next = setUp({}, server, browser);
    expect(await next.kit.account()).toEqual({ ok: true, value: account });
    expect(await next.connections.accounts()).toMatchObject([{ status: 'connected' }]);
  });
});

describe('session storage that takes nothing', () => {
  const full = () => {
    const browser = fakeBrowser();
    return { ...browser, session: { ...browser.session, write: () => Promise.reject(new Error('quota')) } };
  };

  test('each request gets a token by the refresh token, which is kept each time', async () => {
    const { connections, server, kit, store } = setUp({}, fakeKit(), full());
    expect((await connections.connectWithOAuth()).ok).toBe(true);
    for (const last of [2, 3]) {
      expect(await kit.account()).toEqual({ ok: true, value: account });
      expect(await store.read(account.id)).toMatchObject({ refreshToken: `secret-refresh-${last}` });
    }
    expect(server.count('refresh_token')).toBe(2);
  });

  test('without a refresh token, connecting fails', async () => {
    const server = fakeKit();
    const { connections } = setUp({}, server, full());
    server.instead.set('/oauth/token', () => {
      server.access.set('lonely', account);
      return Response.json({ access_token: 'lonely', token_type: 'Bearer', expires_in: 3600 });
    });
    await expect(connections.connectWithOAuth()).rejects.toThrow('quota');
  });

  test('a disconnection revokes both tokens all the same', async () => {
    const server = fakeKit();
    const browser = fakeBrowser();
    await setUp({}, server, browser).connections.connectWithOAuth();
    const session = { ...browser.session, write: () => Promise.reject(new Error('broken')) };
    const changed = vi.fn();
    const { connections } = setUp({ session, changed }, server, browser);
    expect(await connections.disconnect(account.id)).toEqual({ revoked: true });
    expect([server.access.size, server.refreshes.size]).toEqual([0, 0]);
    expect(await connections.accounts()).toMatchObject([]);
    expect(changed).toHaveBeenCalledOnce();
  });
});

describe('a clock that is wrong', () => {
  const DAY = 86_400_000;
  const NOW = Date.parse('2026-11-02T09:00:00Z');
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('set back by a day: a token that has ended at Kit is renewed once it is refused, exactly once', async () => {
    const { connections, server, kit, store } = setUp();
    await connections.connectWithOAuth();
    vi.setSystemTime(NOW - DAY);
    server.access.clear();
    const answers = await Promise.all([kit.account(), kit.account()]);
    expect(answers).toEqual(Array(2).fill({ ok: true, value: account }));
    expect(await kit.account()).toEqual({ ok: true, value: account });
    expect(server.count('refresh_token')).toBe(1);
    expect(await store.read(account.id)).toMatchObject({ refreshToken: 'secret-refresh-2', ended: false });
  });

  test('set forward by a day: the token is renewed early, exactly once, and goes on working', async () => {
    const { connections, server, kit } = setUp();
    await connections.connectWithOAuth();
    vi.setSystemTime(NOW + DAY);
    expect(await kit.account()).toEqual({ ok: true, value: account });
    expect(await kit.account()).toEqual({ ok: true, value: account });
    expect(server.count('refresh_token')).toBe(1);
    vi.setSystemTime(NOW);
    expect(await kit.account()).toEqual({ ok: true, value: account });
    expect(server.count('refresh_token')).toBe(1);
  });

  test('set back after a renewal on a fast one: a refusal still renews', async () => {
    const { connections, server, kit } = setUp();
    vi.setSystemTime(NOW + DAY);
    await connections.connectWithOAuth();
    vi.setSystemTime(NOW);
    server.access.clear();
    expect(await kit.account()).toEqual({ ok: true, value: account });
    expect(server.count('refresh_token')).toBe(1);
  });
});
