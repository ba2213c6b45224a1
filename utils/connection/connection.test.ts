import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createKit } from '../kit/client.ts';
import { createConnection, type Surroundings } from './connection.ts';
import { DOCUMENTED } from './endpoints.ts';
import { type AccessToken, type Connection, openConnectionStore } from './store.ts';

const KEY = 'kit_right_key_0123456789';
const REDIRECT = 'https://ours.chromiumapp.org/';
const account = { id: 1, name: 'Juniper' };
const METADATA = {
  issuer: 'https://api.kit.com',
  authorization_endpoint: 'https://app.kit.com/oauth/authorize',
  token_endpoint: 'https://app.kit.com/oauth/token',
  registration_endpoint: 'https://app.kit.com/oauth/register',
  revocation_endpoint: 'https://app.kit.com/oauth/revoke',
};

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

/** Kit, as far as a connection sees it: it hands out numbered tokens, and each refresh token works once. */
function fakeKit() {
  let last = 0;
  const kit = {
    calls: [] as string[],
    access: new Set<string>(),
    refreshes: new Set<string>(),
    apiTakesTokens: true,
    lifetime: 3600,
    /** Replaces the answer to the requests whose path contains the key. */
    instead: new Map<string, () => Response | Promise<Response>>(),
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url);
      const body = new URLSearchParams(await request.clone().text());
      kit.calls.push(`${request.method} ${pathname} ${body.get('grant_type') ?? ''}`.trim());
      for (const [path, answer] of kit.instead) if (pathname.includes(path)) return answer();
      switch (pathname) {
        case '/.well-known/oauth-authorization-server':
          return Response.json(METADATA);
        case '/oauth/register':
          return Response.json({ client_id: 'registered-client' }, { status: 201 });
        case '/oauth/revoke':
          kit.access.delete(body.get('token') ?? '');
          kit.refreshes.delete(body.get('token') ?? '');
          return new Response(null, { status: 200 });
        case '/oauth/token':
          if (
            body.get('grant_type') === 'refresh_token' &&
            !kit.refreshes.delete(body.get('refresh_token') ?? '')
          ) {
            return Response.json({ error: 'invalid_grant' }, { status: 400 });
          }
          return Response.json(issue());
        case '/v4/account':
          return authorized(request)
            ? Response.json({ user: {}, account })
            : Response.json({ errors: ['The access token is invalid'] }, { status: 401 });
      }
      return new Response('', { status: 404 });
    },
    count: (call: string) => kit.calls.filter((made) => made.includes(call)).length,
  };
  function issue() {
    last += 1;
    kit.access.add(`secret-access-${last}`);
    kit.refreshes.add(`secret-refresh-${last}`);
    return {
      access_token: `secret-access-${last}`,
      refresh_token: `secret-refresh-${last}`,
      token_type: 'Bearer',
      expires_in: kit.lifetime,
    };
  }
  function authorized({ headers }: Request): boolean {
    const token = headers.get('authorization')?.replace('Bearer ', '');
    if (token) return kit.apiTakesTokens && kit.access.has(token);
    return headers.get('x-kit-api-key') === KEY;
  }
  return kit;
}

function setUp(change: Partial<Surroundings> = {}) {
  const server = fakeKit();
  const store = openConnectionStore();
  let token: AccessToken | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const opened: URL[] = [];
  const around: Surroundings = {
    store,
    session: {
      read: async () => token,
      write: async (next) => {
        token = next;
      },
    },
    window: {
      redirectAddress: REDIRECT,
      async open(url) {
        opened.push(new URL(url));
        const state = new URL(url).searchParams.get('state');
        return `${REDIRECT}?code=secret-code&state=${state}`;
      },
    },
    fetch: server.fetch,
    kit: (authorization) => createKit(authorization, { fetch: server.fetch, sleep: async () => undefined }),
    permitted: async () => true,
    lock: (work) => {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return next;
    },
    changed: vi.fn(),
    builtInClientId: '',
    ...change,
  };
  const connection = createConnection(around);
  const expire = () => {
    if (token) token = { ...token, expiresAt: Date.now() };
  };
  const held = async () => JSON.stringify([await store.read(), token]);
  return {
    connection,
    server,
    store,
    opened,
    expire,
    held,
    kit: createKit(connection.authorization, { fetch: server.fetch, sleep: async () => undefined }),
  };
}

const NOTHING = '[null,null]';
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
    const { connection, store, kit } = setUp();
    const view = { status: 'connected', kind: 'api key', account };
    expect(await connection.connectWithApiKey(`  ${KEY}\n`)).toEqual({ ok: true, value: view });
    expect(await connection.view()).toEqual(view);
    expect(await store.read()).toEqual({ kind: 'api key', account, apiKey: KEY });
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });

  test('that Kit refuses is not kept', async () => {
    const { connection, held } = setUp();
    const problem = { kind: 'key refused' };
    expect(await connection.connectWithApiKey('kit_wrong_key')).toEqual({ ok: false, problem });
    expect(await connection.view()).toEqual({ status: 'none' });
    expect(await held()).toBe(NOTHING);
  });

  test.each(['', '   ', 'short', 'with spaces inside', 'nöt-ascii-key', 'x'.repeat(513), 'line\nbreak-key'])(
    '%j is none, and Kit is not asked',
    async (typed) => {
      const { connection, server, held } = setUp();
      expect(await connection.connectWithApiKey(typed)).toEqual({ ok: false, problem: { kind: 'no key' } });
      expect(server.calls).toEqual([]);
      expect(await held()).toBe(NOTHING);
    },
  );

  test('is not kept when Kit cannot be asked, and an earlier connection stays', async () => {
    const { connection, server, store } = setUp();
    await connection.connectWithApiKey(KEY);
    server.instead.set('/v4/account', () => new Response('', { status: 503 }));
    expect(await connection.connectWithApiKey('kit_another_key')).toEqual({
      ok: false,
      problem: { kind: 'kit', problem: { kind: 'server error', status: 503 } },
    });
    expect(await store.read()).toMatchObject({ apiKey: KEY });
  });

  test('is not sent without the permission to reach Kit', async () => {
    const { connection, server, kit } = setUp({ permitted: async () => false });
    const problem = { kind: 'no permission' };
    expect(await connection.connectWithApiKey(KEY)).toEqual({ ok: false, problem: { kind: 'kit', problem } });
    expect(await kit.account()).toEqual({ ok: false, problem });
    expect(server.calls).toEqual([]);
  });

  test('that Kit takes no longer is not renewed', async () => {
    const { connection, server, kit } = setUp();
    await connection.connectWithApiKey(KEY);
    server.instead.set('/v4/account', () => new Response('', { status: 401 }));
    server.calls.length = 0;
    expect(await kit.account()).toEqual({ ok: false, problem: { kind: 'unauthorized' } });
    expect(server.calls).toEqual(['GET /v4/account']);
  });
});

describe('sign-in', () => {
  test('registers, asks with PKCE and a state, and keeps the tokens', async () => {
    const { connection, server, store, opened, kit } = setUp();
    const view = { status: 'connected', kind: 'oauth', account };
    expect(await connection.connectWithOAuth()).toEqual({ ok: true, value: view });
    expect(await connection.view()).toEqual(view);
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
    await connection.connectWithOAuth();
    expect(server.count('/oauth/register')).toBe(1);
    expect(opened[1]?.searchParams.get('state')).not.toBe(opened[0]?.searchParams.get('state'));
  });

  test("uses the built-in client, else the person's own", async () => {
    const builtIn = setUp({ builtInClientId: 'built-in' });
    await builtIn.connection.connectWithOAuth();
    expect(builtIn.opened[0]?.searchParams.get('client_id')).toBe('built-in');
    const own = setUp();
    await own.store.writeClientId('own', 'my-own');
    await own.connection.connectWithOAuth();
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
      const { connection, server, opened } = setUp({ builtInClientId: 'built-in' });
      server.instead.set('/.well-known/', answer);
      await connection.connectWithOAuth();
      expect(`${opened[0]?.origin}${opened[0]?.pathname}`).toBe(DOCUMENTED.authorization);
    }
  });

  test('without any client id says so', async () => {
    const { connection, server, opened } = setUp();
    server.instead.set('/oauth/register', () => Response.json({ error: 'access_denied' }, { status: 403 }));
    expect(await connection.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'no client' } });
    expect(opened).toEqual([]);
  });

  const rejects = (message: string) => ({
    redirectAddress: REDIRECT,
    open: () => Promise.reject(new Error(message)),
  });
  test.each<[string, Surroundings['window'], object]>([
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
    const { connection, server, held } = setUp({ window });
    expect(await connection.connectWithOAuth()).toEqual({ ok: false, problem });
    expect(server.count('/oauth/token')).toBe(0);
    expect(await held()).toBe(NOTHING);
  });

  test('a code that Kit does not take keeps nothing', async () => {
    const { connection, server, held } = setUp();
    server.instead.set('/oauth/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await connection.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'code refused' } });
    expect(await held()).toBe(NOTHING);
  });

  test("a token that Kit's API does not take is revoked and not kept", async () => {
    const { connection, server, held } = setUp();
    server.apiTakesTokens = false;
    expect(await connection.connectWithOAuth()).toEqual({ ok: false, problem: { kind: 'token refused' } });
    expect(server.refreshes.size).toBe(0);
    expect(await held()).toBe(NOTHING);
  });

  test('a registration that Kit has forgotten is made anew the next time', async () => {
    const { connection, store } = setUp({ window: answering({ error: 'invalid_client' }) });
    await connection.connectWithOAuth();
    expect(await store.readClientId('registered')).toBeNull();
  });
});

describe('access tokens', () => {
  test('two calls with an expired one make one refresh', async () => {
    const { connection, server, kit, expire, store } = setUp();
    await connection.connectWithOAuth();
    expire();
    const answers = await Promise.all([kit.account(), kit.account(), kit.account()]);
    expect(answers).toEqual(Array(3).fill({ ok: true, value: account }));
    expect(server.count('refresh_token')).toBe(1);
    expect(await store.read()).toMatchObject({ refreshToken: 'secret-refresh-2' });
  });

  test('two calls whose token is refused make one refresh', async () => {
    const { connection, server, kit } = setUp();
    await connection.connectWithOAuth();
    server.access.clear();
    const answers = await Promise.all([kit.account(), kit.account()]);
    expect(answers).toEqual(Array(2).fill({ ok: true, value: account }));
    expect(server.count('refresh_token')).toBe(1);
  });

  test('the new pair is kept before the new token is used', async () => {
    const { connection, server, kit, expire, store } = setUp();
    await connection.connectWithOAuth();
    expire();
    let kept: Connection | null = null;
    server.instead.set('/v4/account', async () => {
      kept = await store.read();
      return new Response('', { status: 500 });
    });
    await kit.account();
    expect(kept).toMatchObject({ refreshToken: 'secret-refresh-2' });
  });

  test('a refresh token that Kit does not take signs out, with no further try', async () => {
    const { connection, server, kit, expire, store } = setUp();
    await connection.connectWithOAuth();
    server.refreshes.clear();
    expire();
    const unauthorized = { ok: false, problem: { kind: 'unauthorized' } };
    expect(await kit.account()).toEqual(unauthorized);
    expect(await connection.view()).toEqual({ status: 'signed out', kind: 'oauth', account });
    expect(await store.read()).toMatchObject({ ended: true, refreshToken: null });
    expect(await kit.account()).toEqual(unauthorized);
    expect(server.count('refresh_token')).toBe(1);
    expect((await connection.connectWithOAuth()).ok).toBe(true);
    expect(await connection.view()).toMatchObject({ status: 'connected' });
  });

  test.each<[string, () => Response | Promise<Response>, object]>([
    ['503', () => new Response('', { status: 503 }), { kind: 'server error', status: 503 }],
    ['429', () => new Response('', { status: 429 }), { kind: 'rate limited' }],
    ['offline', () => Promise.reject(new TypeError('offline')), { kind: 'unreachable' }],
    ['no reply', () => Promise.reject(new DOMException('', 'TimeoutError')), { kind: 'timeout' }],
  ])('a refresh that fails with %s does not sign out', async (_name, answer, problem) => {
    const { connection, server, kit, expire } = setUp();
    await connection.connectWithOAuth();
    expire();
    server.instead.set('/oauth/token', answer);
    expect(await kit.account()).toEqual({ ok: false, problem });
    expect(await connection.view()).toMatchObject({ status: 'connected' });
    server.instead.clear();
    expect(await kit.account()).toEqual({ ok: true, value: account });
  });
});

describe('disconnect', () => {
  test('revokes both tokens and forgets them', async () => {
    const { connection, server, held, kit } = setUp();
    await connection.connectWithOAuth();
    expect(await connection.disconnect()).toEqual({ revoked: true });
    expect([server.access.size, server.refreshes.size]).toEqual([0, 0]);
    expect(await held()).toBe(NOTHING);
    expect(await kit.account()).toEqual({ ok: false, problem: { kind: 'not connected' } });
  });

  test('forgets them too when Kit cannot be told', async () => {
    for (const answer of [
      () => new Response('', { status: 500 }),
      () => Promise.reject(new TypeError('offline')),
    ]) {
      const { connection, server, held } = setUp();
      await connection.connectWithOAuth();
      server.instead.set('/oauth/revoke', answer);
      expect(await connection.disconnect()).toEqual({ revoked: false });
      expect(await held()).toBe(NOTHING);
    }
  });

  test('a key has nothing to revoke', async () => {
    const { connection, held } = setUp();
    expect(await connection.disconnect()).toEqual({ revoked: null });
    await connection.connectWithApiKey(KEY);
    expect(await connection.disconnect()).toEqual({ revoked: null });
    expect(await held()).toBe(NOTHING);
  });
});

test('whoever listens hears of a connection, its end at Kit, and a disconnection, and of nothing else', async () => {
  const changed = vi.fn();
  const { connection, server, kit, expire } = setUp({ changed });
  await connection.connectWithApiKey('wrong-key-000');
  expect(changed).toHaveBeenCalledTimes(0);
  await connection.connectWithOAuth();
  expect(changed).toHaveBeenCalledTimes(1);
  expire();
  await kit.account();
  expect(changed).toHaveBeenCalledTimes(1);
  server.refreshes.clear();
  expire();
  await kit.account();
  await kit.account();
  expect(changed).toHaveBeenCalledTimes(2);
  await connection.disconnect();
  expect(changed).toHaveBeenCalledTimes(3);
});

test('nothing that pages are told holds a credential', async () => {
  const { connection, server, kit, expire } = setUp();
  const told: unknown[] = [await connection.connectWithApiKey(KEY), await connection.view()];
  told.push(await connection.connectWithApiKey(`${KEY}-wrong`), await connection.connectWithOAuth());
  told.push(await connection.view());
  server.instead.set('/v4/account', () => new Response(KEY, { status: 500 }));
  told.push(
    await kit.account(),
    await connection.connectWithApiKey(KEY),
    await connection.connectWithOAuth(),
  );
  server.instead.clear();
  server.refreshes.clear();
  expire();
  told.push(await kit.account(), await connection.view(), await connection.disconnect());
  expect(JSON.stringify(told)).not.toMatch(/secret|kit_/);
  expect(told).toHaveLength(11);
});
