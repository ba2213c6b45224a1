import { createKit } from '../../kit/client.ts';
import { type ConnectionDependencies, createConnections } from '../connection.ts';
import { type AccessToken, openConnectionStore } from '../store.ts';

/** What the tests of this folder share: Kit as far as a connection sees it, and a browser around the connections. */
export const KEY = 'kit_right_key_0123456789';
export const OTHER_KEY = 'kit_other_key_0123456789';
export const account = { id: 1, name: 'Juniper' };
export const other = { id: 2, name: 'Alder' };
export const REDIRECT = 'https://ours.chromiumapp.org/';
export const METADATA = {
  issuer: 'https://api.kit.com',
  authorization_endpoint: 'https://app.kit.com/oauth/authorize',
  token_endpoint: 'https://app.kit.com/oauth/token',
  registration_endpoint: 'https://app.kit.com/oauth/register',
  revocation_endpoint: 'https://app.kit.com/oauth/revoke',
};

/** It hands out numbered tokens, and each refresh token works once. */
export function fakeKit() {
  let last = 0;
  const kit = {
    calls: [] as string[],
    /** Tokens that work, and whose they are. */
    access: new Map<string, typeof account>(),
    refreshes: new Map<string, typeof account>(),
    keys: new Map([
      [KEY, account],
      [OTHER_KEY, other],
    ]),
    /** Who is signed in where the next sign-in happens. */
    visitor: account,
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
          return grant(body);
        case '/v4/account': {
          const asking = owner(request);
          return asking
            ? Response.json({ user: {}, account: asking })
            : Response.json({ errors: ['The access token is invalid'] }, { status: 401 });
        }
      }
      return new Response('', { status: 404 });
    },
    count: (call: string) => kit.calls.filter((made) => made.includes(call)).length,
  };
  function grant(body: URLSearchParams): Response {
    if (body.get('grant_type') !== 'refresh_token') return issue(kit.visitor);
    const used = body.get('refresh_token') ?? '';
    const owner = kit.refreshes.get(used);
    kit.refreshes.delete(used);
    return owner ? issue(owner) : Response.json({ error: 'invalid_grant' }, { status: 400 });
  }
  function issue(owner: typeof account): Response {
    last += 1;
    kit.access.set(`secret-access-${last}`, owner);
    kit.refreshes.set(`secret-refresh-${last}`, owner);
    return Response.json({
      access_token: `secret-access-${last}`,
      refresh_token: `secret-refresh-${last}`,
      token_type: 'Bearer',
      expires_in: kit.lifetime,
    });
  }
  function owner({ headers }: Request): typeof account | undefined {
    const token = headers.get('authorization')?.replace('Bearer ', '');
    if (token) return kit.apiTakesTokens ? kit.access.get(token) : undefined;
    return kit.keys.get(headers.get('x-kit-api-key') ?? '');
  }
  return kit;
}

/** What a browser keeps while it runs: it outlives the background. */
export function fakeBrowser() {
  const tokens = new Map<number, AccessToken>();
  const queues = new Map<string, Promise<unknown>>();
  return {
    tokens,
    session: {
      read: async (accountId: number) => tokens.get(accountId) ?? null,
      async write(accountId: number, token: AccessToken | null) {
        if (token) tokens.set(accountId, token);
        else tokens.delete(accountId);
      },
    },
    lock<T>(name: string, work: () => Promise<T>): Promise<T> {
      const next = (queues.get(name) ?? Promise.resolve()).then(work);
      queues.set(
        name,
        next.catch(() => undefined),
      );
      return next;
    },
    /** A lock goes with the background that held it. */
    dropLocks: () => queues.clear(),
  };
}

/** Connections on a fake Kit, in a fake browser. Give both again for a background that starts anew. */
export function setUp(
  change: Partial<ConnectionDependencies> = {},
  server = fakeKit(),
  deps: ReturnType<typeof fakeBrowser> = fakeBrowser(),
) {
  const store = openConnectionStore();
  const opened: URL[] = [];
  const connections = createConnections({
    store,
    session: deps.session,
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
    lock: deps.lock,
    changed: () => {},
    builtInClientId: '',
    ...change,
  });
  const kitFor = (accountId: number) =>
    createKit(connections.authorization(accountId), { fetch: server.fetch, sleep: async () => undefined });
  return {
    connections,
    server,
    browser: deps,
    store,
    opened,
    /** Makes an account's access token one that is about to end. */
    expire(accountId = account.id) {
      const token = deps.tokens.get(accountId);
      if (token) deps.tokens.set(accountId, { ...token, expiresAt: Date.now() });
    },
    /** Everything that is kept, as text. */
    held: async () => JSON.stringify([await store.list(), [...deps.tokens]]),
    kitFor,
    kit: kitFor(account.id),
  };
}

/** What `held` gives when nothing is kept. */
export const NOTHING = '[[],[]]';

export const signedOut = { ok: false, problem: { kind: 'unauthorized', credential: 'oauth' } };
