import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionDependencies } from './connection.ts';
import { DOCUMENTED } from './endpoints.ts';
import { account, KEY, METADATA, NOTHING, other, REDIRECT, setUp } from './testing/fakes.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

const back = (query: string) => ({ redirectAddress: REDIRECT, open: async () => `${REDIRECT}?${query}` });
/** An answer that belongs to the sign-in, as OAuth servers give it. */
const answering = (parameters: Record<string, string>) => ({
  redirectAddress: REDIRECT,
  async open(url: string) {
    const state = new URL(url).searchParams.get('state') ?? '';
    return `${REDIRECT}?${new URLSearchParams({ ...parameters, state })}`;
  },
});

describe('an API key', () => {
  test('is kept once Kit has taken it, without the spaces around', async () => {
    const { connections, store, kit } = setUp();
    const view = { status: 'connected', kind: 'api key', account, checkedAt: expect.any(Number) };
    expect(await connections.connectWithApiKey(`  ${KEY}\n`)).toEqual({ ok: true, value: view });
    expect(await connections.accounts()).toEqual([view]);
    expect(await store.read(account.id)).toMatchObject({ kind: 'api key', account, apiKey: KEY });
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });

  test('that Kit refuses is not kept', async () => {
    const { connections, held } = setUp();
    const problem = { kind: 'key refused' };
    expect(await connections.connectWithApiKey('kit_wrong_key')).toEqual({ ok: false, problem });
    expect(await connections.accounts()).toEqual([]);
    expect(await held()).toBe(NOTHING);
  });

  test.each(['', '   ', 'short', 'with spaces inside', 'nöt-ascii-key', 'x'.repeat(513), 'line\nbreak-key'])(
    '%j is none, and Kit is not asked',
    async (typed) => {
      const { connections, server, held } = setUp();
      expect(await connections.connectWithApiKey(typed)).toEqual({ ok: false, problem: { kind: 'no key' } });
      expect(server.calls).toEqual([]);
      expect(await held()).toBe(NOTHING);
    },
  );

  test('is not kept when Kit cannot be asked, and an earlier connection stays', async () => {
    const { connections, server, store } = setUp();
    await connections.connectWithApiKey(KEY);
    server.instead.set('/v4/account', () => new Response('', { status: 503 }));
    expect(await connections.connectWithApiKey('kit_another_key')).toEqual({
      ok: false,
      problem: { kind: 'kit', problem: { kind: 'server error', status: 503 } },
    });
    expect(await store.read(account.id)).toMatchObject({ apiKey: KEY });
  });

  test('is not sent without the permission to reach Kit', async () => {
    const { connections, server, kit } = setUp({ permitted: async () => false });
    const problem = { kind: 'no permission' };
    expect(await connections.connectWithApiKey(KEY)).toEqual({
      ok: false,
      problem: { kind: 'kit', problem },
    });
    expect(await kit.account()).toEqual({ ok: false, problem });
    expect(server.calls).toEqual([]);
  });

  test('that Kit takes no longer is not renewed', async () => {
    const { connections, server, kit } = setUp();
    await connections.connectWithApiKey(KEY);
    server.instead.set('/v4/account', () => Response.json({ errors: ['No'] }, { status: 401 }));
    server.calls.length = 0;
    expect(await kit.account()).toEqual({
      ok: false,
      problem: { kind: 'unauthorized', credential: 'api key' },
    });
    expect(server.calls).toEqual(['GET /v4/account']);
  });
});

describe('a test of a connection', () => {
  test('says what Kit says now, and notes when it last took the credential, and the account’s name', async () => {
    const { connections, server } = setUp();
    await connections.connectWithApiKey(KEY);
    const [{ checkedAt = 0 } = {}] = await connections.accounts();
    vi.spyOn(Date, 'now').mockReturnValue(checkedAt + 60_000);
    expect(await connections.test(account.id)).toMatchObject({ ok: true });
    expect(await connections.accounts()).toMatchObject([{ checkedAt: checkedAt + 60_000 }]);
    vi.mocked(Date.now).mockReturnValue(checkedAt + 120_000);
    server.instead.set('/v4/account', () =>
      Response.json({ errors: ['The access token is invalid'] }, { status: 401 }),
    );
    expect(await connections.test(account.id)).toEqual({
      ok: false,
      problem: { kind: 'unauthorized', credential: 'api key' },
    });
    expect(await connections.accounts()).toMatchObject([{ checkedAt: checkedAt + 60_000 }]);
    vi.restoreAllMocks();
  });

  test('of an account that is gone tells so, and keeps nothing', async () => {
    const { connections, held } = setUp();
    expect(await connections.test(account.id)).toEqual({ ok: false, problem: { kind: 'not connected' } });
    expect(await held()).toBe(NOTHING);
  });
});

describe('sign-in', () => {
  test('registers, asks with PKCE and a state, and keeps the tokens', async () => {
    const { connections, server, store, opened, kit } = setUp();
    const view = { status: 'connected', kind: 'oauth', account, checkedAt: expect.any(Number) };
    expect(await connections.connectWithOAuth()).toEqual({ ok: true, value: view });
    expect(await connections.accounts()).toEqual([view]);
    expect(opened[0]?.origin).toBe('https://app.kit.com');
    expect(Object.fromEntries(opened[0]?.searchParams ?? [])).toMatchObject({
      client_id: 'registered-client',
      response_type: 'code',
      redirect_uri: REDIRECT,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await store.readClientId('registered')).toBe('registered-client');
    expect(await kit.account()).toEqual({ ok: true, value: account });
    await connections.connectWithOAuth();
    expect(server.count('/oauth/register')).toBe(1);
    expect(opened[1]?.searchParams.get('state')).not.toBe(opened[0]?.searchParams.get('state'));
  });

  test("uses the built-in client, else the person's own", async () => {
    const builtIn = setUp({ builtInClientId: 'built-in' });
    await builtIn.connections.connectWithOAuth();
    expect(builtIn.opened[0]?.searchParams.get('client_id')).toBe('built-in');
    const own = setUp();
    await own.store.writeClientId('own', 'my-own');
    await own.connections.connectWithOAuth();
    expect(own.opened[0]?.searchParams.get('client_id')).toBe('my-own');
    expect(own.server.count('/oauth/register')).toBe(0);
  });

  test('uses the documented addresses when the metadata cannot be read or leads elsewhere', async () => {
    const answers = [
      () => new Response('', { status: 404 }),
      () => Response.json({ ...METADATA, token_endpoint: 'https://evil.example/token' }),
      () => Response.json({ ...METADATA, issuer: 'https://evil.example' }),
      () => Promise.reject(new TypeError('offline')),
    ];
    for (const answer of answers) {
      const { connections, server, opened } = setUp({ builtInClientId: 'built-in' });
      server.instead.set('/.well-known/', answer);
      await connections.connectWithOAuth();
      expect(`${opened[0]?.origin}${opened[0]?.pathname}`).toBe(DOCUMENTED.authorization);
    }
  });

  test('without any client id says so', async () => {
    const { connections, server, opened } = setUp();
    server.instead.set('/oauth/register', () => Response.json({ error: 'access_denied' }, { status: 403 }));
    expect(await connections.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'no client' } });
    expect(opened).toEqual([]);
  });

  const rejects = (message: string) => ({
    redirectAddress: REDIRECT,
    open: () => Promise.reject(new Error(message)),
  });
  test.each<[string, ConnectionDependencies['window'], object]>([
    ['the state of another sign-in', back('code=c&state=other'), { kind: 'state mismatch' }],
    ['no state', back('code=c'), { kind: 'state mismatch' }],
    ['Cancel in the window', answering({ error: 'access_denied' }), { kind: 'cancelled' }],
    ['a closed window', rejects('The user did not approve access.'), { kind: 'cancelled' }],
    [
      'a page that does not load',
      rejects('Authorization page could not be loaded.'),
      { kind: 'page failed' },
    ],
    [
      "an error of Kit's page",
      answering({ error: 'invalid_client' }),
      { kind: 'page refused', error: 'invalid_client' },
    ],
  ])('%s keeps nothing', async (_name, window, problem) => {
    const { connections, server, held } = setUp({ window });
    expect(await connections.connectWithOAuth()).toEqual({ ok: false, problem });
    expect(server.count('/oauth/token')).toBe(0);
    expect(await held()).toBe(NOTHING);
  });

  test('a code that Kit does not take keeps nothing', async () => {
    const { connections, server, held } = setUp();
    server.instead.set('/oauth/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await connections.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'code refused' } });
    expect(await held()).toBe(NOTHING);
  });

  test("a token that Kit's API does not take is revoked and not kept", async () => {
    const { connections, server, held } = setUp();
    server.apiTakesTokens = false;
    expect(await connections.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'token refused' } });
    expect([server.access.size, server.refreshes.size]).toEqual([0, 0]);
    expect(await held()).toBe(NOTHING);
  });

  test('an account that cannot be read after the sign-in keeps nothing, and says why', async () => {
    const { connections, server, held, store } = setUp();
    server.instead.set('/v4/account', () => Response.json({ errors: ['No'] }, { status: 403 }));
    expect(await connections.connectWithOAuth()).toEqual({
      ok: false,
      problem: { kind: 'kit', problem: { kind: 'forbidden' } },
    });
    expect(await held()).toBe(NOTHING);
    expect(await store.readClientId('registered')).toBe('registered-client');
  });

  test('a registration that Kit has forgotten is made anew the next time', async () => {
    const { connections, store } = setUp({ window: answering({ error: 'invalid_client' }) });
    await connections.connectWithOAuth();
    expect(await store.readClientId('registered')).toBeNull();
  });

  test.each([
    ['Cancel in the window', answering({ error: 'access_denied' })],
    ['the state of another sign-in', back('code=c&state=other')],
    ['a closed window', rejects('The user did not approve access.')],
    ['a page that does not load', rejects('Authorization page could not be loaded.')],
  ])('%s says nothing of the registration, which stays', async (_, window) => {
    const { connections, store, server } = setUp({ window });
    await connections.connectWithOAuth();
    await connections.connectWithOAuth();
    expect(await store.readClientId('registered')).toBe('registered-client');
    expect(server.count('/oauth/register')).toBe(1);
  });
});

describe('a credential that is replaced', () => {
  const SECOND = 'kit_second_key_0123456789';

  test.each(['oauth', 'api key'] as const)('a sign-in, by %s: its tokens are revoked', async (kind) => {
    const { connections, server, browser, kit } = setUp();
    await connections.connectWithOAuth();
    const before = [...server.access.keys(), ...server.refreshes.keys()];
    await (kind === 'oauth' ? connections.connectWithOAuth() : connections.connectWithApiKey(KEY));
    const alive = [...server.access.keys(), ...server.refreshes.keys()];
    expect(alive.filter((token) => before.includes(token))).toEqual([]);
    expect(alive).toHaveLength(kind === 'oauth' ? 2 : 0);
    expect(browser.tokens.size).toBe(kind === 'oauth' ? 1 : 0);
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });

  test('a key, by a sign-in or another key: there is nothing to revoke', async () => {
    const { connections, server } = setUp();
    server.keys.set(SECOND, account);
    await connections.connectWithApiKey(KEY);
    await connections.connectWithApiKey(SECOND);
    await connections.connectWithOAuth();
    expect(server.count('/oauth/revoke')).toBe(0);
  });

  test('under a request that is on its way: it is asked once more, with the new one', async () => {
    const { connections, server, kit } = setUp();
    server.keys.set(SECOND, account);
    await connections.connectWithOAuth();
    for (const replace of [
      () => connections.connectWithApiKey(KEY),
      () => connections.connectWithApiKey(SECOND),
      () => connections.connectWithOAuth(),
    ]) {
      let replaced = false;
      server.instead.set('/v4/account', async () => {
        server.instead.delete('/v4/account');
        if (!replaced) await replace();
        replaced = true;
        return Response.json({ errors: ['The access token is invalid'] }, { status: 401 });
      });
      expect(await kit.account()).toEqual({ ok: true, value: account });
    }
  });

  test('what Kit gave once more is not revoked', async () => {
    const { connections, server, kit } = setUp();
    await connections.connectWithOAuth();
    const [token] = server.access.keys();
    const [refresh] = server.refreshes.keys();
    server.instead.set('/oauth/token', () =>
      Response.json({
        ...{ access_token: token, refresh_token: refresh, token_type: 'Bearer', expires_in: 3600 },
      }),
    );
    await connections.connectWithOAuth();
    expect(server.count('/oauth/revoke')).toBe(0);
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });

  test('the tokens of another account are left alone', async () => {
    const { connections, server } = setUp();
    await connections.connectWithOAuth();
    server.visitor = other;
    await connections.connectWithOAuth();
    expect([server.access.size, server.refreshes.size]).toEqual([2, 2]);
    expect(server.count('/oauth/revoke')).toBe(0);
  });

  test('is replaced also when Kit cannot be told, and lives on when the new one could not be kept', async () => {
    const { connections, server, store } = setUp();
    await connections.connectWithOAuth();
    server.instead.set('/oauth/revoke', () => Promise.reject(new TypeError('offline')));
    expect(await connections.connectWithApiKey(KEY)).toMatchObject({ ok: true });
    expect(await store.read(account.id)).toMatchObject({ kind: 'api key' });
    server.instead.clear();
    const stuck = setUp({ store: { ...store, write: () => Promise.reject(new Error('full')) } }, server);
    await store.write({
      ...{ kind: 'oauth', account, checkedAt: 0, clientId: 'c', endpoints: DOCUMENTED },
      ...{ refreshToken: 'r', ended: false },
    });
    const revoked = server.count('/oauth/revoke');
    await expect(stuck.connections.connectWithApiKey(KEY)).rejects.toThrow('full');
    expect(server.count('/oauth/revoke')).toBe(revoked);
  });

  test('tokens that could not be kept are revoked, and those before them live on', async () => {
    const { connections, server, store, browser, kit } = setUp();
    await connections.connectWithOAuth();
    const before = [...server.access.keys(), ...server.refreshes.keys()];
    const full = { ...store, write: () => Promise.reject(new Error('full')) };
    const stuck = setUp({ store: full }, server, browser);
    await expect(stuck.connections.connectWithOAuth()).rejects.toThrow('full');
    expect([...server.access.keys(), ...server.refreshes.keys()]).toEqual(before);
    expect(server.count('/oauth/revoke')).toBe(2);
    expect(await kit.account()).toEqual({ ok: true, value: account });
    const [token, refresh] = before;
    server.instead.set('/oauth/token', () =>
      Response.json({
        ...{ access_token: token, refresh_token: refresh, token_type: 'Bearer', expires_in: 3600 },
      }),
    );
    await expect(stuck.connections.connectWithOAuth()).rejects.toThrow('full');
    expect(server.count('/oauth/revoke')).toBe(2);
  });
});

describe('disconnect', () => {
  test('revokes both tokens and forgets them', async () => {
    const { connections, server, held, kit } = setUp();
    await connections.connectWithOAuth();
    expect(await connections.disconnect(account.id)).toEqual({ revoked: true });
    expect([server.access.size, server.refreshes.size]).toEqual([0, 0]);
    expect(await held()).toBe(NOTHING);
    expect(await kit.account()).toEqual({ ok: false, problem: { kind: 'not connected' } });
  });

  test('forgets them too when Kit cannot be told', async () => {
    for (const answer of [
      () => new Response('', { status: 500 }),
      () => Promise.reject(new TypeError('offline')),
    ]) {
      const { connections, server, held } = setUp();
      await connections.connectWithOAuth();
      server.instead.set('/oauth/revoke', answer);
      expect(await connections.disconnect(account.id)).toEqual({ revoked: false });
      expect(await held()).toBe(NOTHING);
    }
  });

  test('forgets them too when the browser cannot say what it holds', async () => {
    const { connections, server, store, browser, kit } = setUp();
    await connections.connectWithOAuth();
    browser.session.read = () => Promise.reject(new Error('broken'));
    expect(await connections.disconnect(account.id)).toEqual({ revoked: true });
    expect(await store.list()).toEqual([]);
    expect(server.refreshes.size).toBe(0);
    expect(await kit.account()).toEqual({ ok: false, problem: { kind: 'not connected' } });
  });

  test('is not told to Kit by one token of two', async () => {
    const { connections, server } = setUp();
    await connections.connectWithOAuth();
    let calls = 0;
    server.instead.set('/oauth/revoke', () => {
      calls += 1;
      return new Response(null, { status: calls === 1 ? 200 : 500 });
    });
    expect(await connections.disconnect(account.id)).toEqual({ revoked: false });
    expect(calls).toBe(2);
  });

  test('after Kit has ended the sign-in there is nothing to revoke', async () => {
    const { connections, server, kit, expire } = setUp();
    await connections.connectWithOAuth();
    server.refreshes.clear();
    expire();
    await kit.account();
    expect(await connections.disconnect(account.id)).toEqual({ revoked: null });
    expect(server.count('/oauth/revoke')).toBe(0);
  });

  test('a key has nothing to revoke', async () => {
    const { connections, held } = setUp();
    expect(await connections.disconnect(account.id)).toEqual({ revoked: null });
    await connections.connectWithApiKey(KEY);
    expect(await connections.disconnect(account.id)).toEqual({ revoked: null });
    expect(await held()).toBe(NOTHING);
  });
});

test('whoever listens hears of a connection, its end at Kit, and a disconnection, and of nothing else', async () => {
  const changed = vi.fn();
  const { connections, server, kit, expire } = setUp({ changed });
  await connections.connectWithApiKey('wrong-key-000');
  expect(changed).toHaveBeenCalledTimes(0);
  await connections.connectWithOAuth();
  expect(changed).toHaveBeenCalledTimes(1);
  expire();
  await kit.account();
  expect(changed).toHaveBeenCalledTimes(1);
  server.refreshes.clear();
  expire();
  await kit.account();
  expect(changed).toHaveBeenCalledTimes(2);
  await kit.account();
  expect(changed).toHaveBeenCalledTimes(2);
  await connections.disconnect(account.id);
  expect(changed.mock.calls).toEqual([[account.id], [null], [null]]);
});

test('nothing that pages are told holds a credential', async () => {
  const { connections, server, kit, expire } = setUp();
  const told: unknown[] = [await connections.connectWithApiKey(KEY), await connections.accounts()];
  told.push(await connections.connectWithApiKey(`${KEY}-wrong`), await connections.connectWithOAuth());
  told.push(await connections.accounts());
  server.instead.set('/v4/account', () => new Response(KEY, { status: 500 }));
  told.push(
    await kit.account(),
    await connections.connectWithApiKey(KEY),
    await connections.connectWithOAuth(),
  );
  server.instead.clear();
  server.refreshes.clear();
  expire();
  told.push(await kit.account(), await connections.accounts(), await connections.disconnect(account.id));
  expect(JSON.stringify(told)).not.toMatch(/secret|kit_/);
  expect(told).toHaveLength(11);
});
