import { createServer } from 'node:http';
import type { Account } from '../kit/account.ts';
import type { Kit } from '../kit/kit.ts';
import { type Ask, json, type Reply, redirect } from '../server/exchange.ts';
import { APP_HOSTS, listen } from '../server/network.ts';
import { type Approval, serveConsent } from './consent.ts';
import { EXTENSION_REDIRECT, ISSUER, openProvider } from './provider.ts';
import { OAuthStore } from './store.ts';

const APP = `https://${APP_HOSTS[0]}`;

/** What Kit's metadata said when it was probed (the contract's `x-live-metadata`). */
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${APP}/oauth/authorize`,
  token_endpoint: `${ISSUER}/oauth/token`,
  registration_endpoint: `${APP}/oauth/register`,
  revocation_endpoint: `${ISSUER}/oauth/revoke`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  scopes_supported: ['public'],
};

/** What tests and `npm start` may set, and see, of the OAuth server. */
export class OAuth {
  approve: Approval = 'at once';
  /** Sends the browser back to the extension with a `state` that it never made. */
  forgeState = false;
  accessTokenSeconds = 172_800;
  /** The tokens that somebody asked to revoke, in order. */
  readonly revokedTokens: string[] = [];
  readonly #store: OAuthStore;
  readonly #expired = new Set<string>();

  constructor(store: OAuthStore) {
    this.#store = store;
  }

  /** Access tokens that work now. */
  get accessTokens(): string[] {
    return this.#live('AccessToken');
  }

  /** Refresh tokens that were not used yet. */
  get refreshTokens(): string[] {
    return this.#live('RefreshToken');
  }

  expireAccessTokens(): void {
    for (const token of this.accessTokens) this.#expired.add(token);
    this.#store.model('AccessToken').clear();
  }

  /** Makes Kit forget everything that was authorised: refreshing gives `invalid_grant`. */
  revokeEverything(): void {
    for (const name of ['AccessToken', 'RefreshToken', 'Grant']) this.#store.model(name).clear();
  }

  lookUp(token: string): { accountId: number } | 'expired' | undefined {
    const entry = this.#store.model('AccessToken').get(token);
    if (entry && entry.expiresAt > Date.now()) return { accountId: Number(entry.payload.accountId) };
    return entry || this.#expired.has(token) ? 'expired' : undefined;
  }

  #live(name: string): string[] {
    return [...this.#store.model(name)]
      .filter(([, { payload, expiresAt }]) => !payload.consumed && expiresAt > Date.now())
      .map(([token]) => token);
  }
}

export interface OAuthServer {
  oauth: OAuth;
  /** Whether the request is for this server; `handle` may then have it. */
  owns(ask: Ask): boolean;
  /** `account` is the one that is signed in where the request comes from. */
  handle(ask: Ask, account: Account): Promise<Reply>;
  close(): Promise<void>;
}

export async function openOAuth(kit: Kit): Promise<OAuthServer> {
  const store = new OAuthStore();
  const oauth = new OAuth(store);
  const accountOf = (id: string) => kit.account(Number(id));
  const provider = openProvider(
    store,
    () => oauth.accessTokenSeconds,
    (id) => accountOf(id) !== undefined,
  );
  serveConsent(
    provider,
    () => oauth.approve,
    (id) => {
      const account = accountOf(id);
      if (!account) throw new Error(`The demo has no account ${id}`);
      return account;
    },
  );
  const inner = createServer(provider.callback());
  const port = await listen(inner);

  async function ask(request: Ask, account: Account): Promise<Reply> {
    const { body, type } = asForm(request);
    const fresh = request.url.pathname === '/oauth/authorize';
    const response = await fetch(`http://127.0.0.1:${port}${request.path}`, {
      method: request.method,
      redirect: 'manual',
      headers: {
        ...(type === undefined ? {} : { 'content-type': type }),
        accept: request.headers.accept ?? '*/*',
        // Every authorisation starts afresh: Kit's own session says who it is.
        cookie: fresh ? '' : (request.headers.cookie ?? ''),
        'x-forwarded-proto': 'https',
        'x-forwarded-host': request.host,
        'x-demo-account': String(account.profile.id),
      },
      ...(request.method === 'GET' || request.method === 'HEAD' ? {} : { body }),
    });
    const headers: Reply['headers'] = { 'set-cookie': response.headers.getSetCookie() };
    for (const name of ['content-type', 'location', 'cache-control']) {
      const value = response.headers.get(name);
      if (value !== null) headers[name] = value;
    }
    return { status: response.status, headers, body: await response.text() };
  }

  return {
    oauth,
    owns: ({ url }) =>
      url.pathname === '/.well-known/oauth-authorization-server' || /^(\/v4)?\/oauth\//.test(url.pathname),
    async handle(request, account) {
      const { pathname } = request.url;
      if (pathname.startsWith('/.well-known/')) return json(200, METADATA);
      // Kit's guides name addresses under /v4 as well.
      if (pathname === '/v4/oauth/authorize') return redirect(`${APP}/oauth/authorize${request.url.search}`);
      const reply = await ask({ ...request, path: request.path.replace(/^\/v4/, '') }, account);
      if (pathname.endsWith('/oauth/revoke') && reply.status === 200) {
        oauth.revokedTokens.push(String(new URLSearchParams(asForm(request).body).get('token')));
      }
      if (pathname.endsWith('/oauth/token') && reply.status === 200) return withCreatedAt(reply);
      if (oauth.forgeState) forge(reply);
      return reply;
    },
    async close() {
      const closed = new Promise((resolve) => inner.close(resolve));
      inner.closeAllConnections();
      await closed;
    },
  };
}

/** Kit documents JSON for its token endpoint; the library wants a form. */
function asForm({ headers, text, url }: Ask): { body: string; type: string | undefined } {
  const type = headers['content-type'];
  if (!type?.startsWith('application/json') || url.pathname === '/oauth/register')
    return { body: text, type };
  return { body: String(new URLSearchParams(JSON.parse(text))), type: 'application/x-www-form-urlencoded' };
}

function withCreatedAt(reply: Reply): Reply {
  const token = { ...JSON.parse(reply.body.toString()), created_at: Math.floor(Date.now() / 1000) };
  return { ...reply, body: JSON.stringify(token) };
}

function forge(reply: Reply): void {
  const location = String(reply.headers.location);
  if (!EXTENSION_REDIRECT.test(location)) return;
  const url = new URL(location);
  url.searchParams.set('state', 'forged');
  reply.headers.location = url.href;
}
