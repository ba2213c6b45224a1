import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf, type Fetch } from './client.ts';
import { type Demo, startDemo } from './demo.ts';
import { DEMO_CLIENT_ID } from './oauth/provider.ts';
import { SEED } from './seed.ts';

let demo: Demo;
let fetch: Fetch;
const APP = 'https://app.kit.com';
const API = 'https://api.kit.com';
const CHROMIUM = `https://${'abcdefghijklmnop'.repeat(2)}.chromiumapp.org/`;
const FIREFOX = `https://${'0123456789'.repeat(4)}.extensions.allizom.org/back`;
const VERIFIER = 'v'.repeat(43);

beforeEach(async () => {
  demo = await startDemo();
  fetch = clientOf(demo.proxyPort);
});
afterEach(() => demo.close());

/** Follows the browser's way from the authorise page to the extension. */
async function authorise(client = DEMO_CLIENT_ID, redirectUri = CHROMIUM, more = {}): Promise<URL> {
  const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
  const query = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'mine',
    scope: 'public',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  let url = `${APP}/oauth/authorize?${query}`;
  const jar = new Map<string, string>();
  while (url.startsWith(APP)) {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, { headers: { cookie } });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? [];
      jar.set(name, value);
    }
    if (answer.headers.location === undefined) throw new Error(`${answer.status} ${answer.text}`);
    url = new URL(String(answer.headers.location), url).href;
  }
  return new URL(url);
}

interface Tokens {
  status: number;
  access_token?: string;
  refresh_token?: string;
}

async function token(fields: Record<string, string>, client = DEMO_CLIENT_ID): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: client, ...fields });
  const answer = await fetch(`${API}/oauth/token`, { method: 'POST', body });
  return { status: answer.status, ...(answer.json() as Omit<Tokens, 'status'>) };
}

function exchange(back: URL, redirectUri = CHROMIUM, client = DEMO_CLIENT_ID, verifier = VERIFIER) {
  const code = back.searchParams.get('code') ?? '';
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  };
  return token(fields, client);
}

const refresh = (refresh_token = '') => token({ grant_type: 'refresh_token', refresh_token });
const account = (given = '') => fetch(`${API}/v4/account`, { headers: { authorization: `Bearer ${given}` } });

test('code flow with PKCE gives tokens that open the account', async () => {
  const back = await authorise();
  expect(back.searchParams.get('state')).toBe('mine');
  const tokens = await exchange(back);
  expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer', scope: 'public', expires_in: 172_800 });
  expect((await account(tokens.access_token)).json()).toMatchObject({ account: { id: SEED.account } });
  expect((await exchange(back)).status).toBe(400);
});

test('a wrong verifier, a missing challenge and a foreign redirect address are refused', async () => {
  expect(await exchange(await authorise(), CHROMIUM, DEMO_CLIENT_ID, 'w'.repeat(43))).toMatchObject({
    status: 400,
    error: 'invalid_grant',
  });
  const plain = { code_challenge: '', code_challenge_method: '' };
  expect((await authorise(DEMO_CLIENT_ID, CHROMIUM, plain)).searchParams.get('error')).toBe(
    'invalid_request',
  );
  await expect(authorise(DEMO_CLIENT_ID, 'https://evil.example/')).rejects.toThrow('400');
});

test('refresh tokens rotate; using one twice ends them all', async () => {
  const first = await exchange(await authorise());
  const second = await refresh(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
  expect((await refresh(second.refresh_token)).status).toBe(400);
  expect((await account(second.access_token)).status).toBe(401);
});

test('a public client registers itself, with an extension address only', async () => {
  const register = (uri: string) =>
    fetch(`${APP}/oauth/register`, {
      method: 'POST',
      body: {
        client_name: 'Mine',
        redirect_uris: [uri],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    });
  const made = await register(FIREFOX);
  expect(made.status).toBe(201);
  const { client_id } = made.json() as { client_id: string };
  expect(made.text).not.toContain('client_secret"');
  const tokens = await exchange(await authorise(client_id, FIREFOX), FIREFOX, client_id);
  expect(tokens.status).toBe(200);
  const refused = await register('https://evil.example/');
  expect([refused.status, refused.json()]).toMatchObject([400, { error: 'invalid_redirect_uri' }]);
});

test('revoking ends the pair and is remembered', async () => {
  const tokens = await exchange(await authorise());
  const body = new URLSearchParams({ client_id: DEMO_CLIENT_ID, token: tokens.refresh_token ?? '' });
  const revoked = await fetch(`${API}/oauth/revoke`, { method: 'POST', body });
  expect([revoked.status, revoked.text]).toEqual([200, '']);
  expect(demo.oauth.revokedTokens).toEqual([tokens.refresh_token]);
  expect((await account(tokens.access_token)).status).toBe(401);
});

test('what tests need: refusal, forged state, expiry, an API that takes no tokens', async () => {
  const tokens = await exchange(await authorise());
  demo.oauth.expireAccessTokens();
  expect((await account(tokens.access_token)).json()).toEqual({ errors: ['The access token expired'] });
  demo.oauth.accessTokenSeconds = 60;
  const fresh = await refresh(tokens.refresh_token);
  expect(fresh).toMatchObject({ status: 200, expires_in: 60 });
  demo.kit.acceptsOAuthTokens = false;
  expect((await account(fresh.access_token)).status).toBe(401);
  demo.oauth.forgeState = true;
  expect((await authorise()).searchParams.get('state')).toBe('forged');
  demo.oauth.approve = 'refuse';
  expect((await authorise()).searchParams.get('error')).toBe('access_denied');
  demo.oauth.approve = 'click';
  await expect(authorise()).rejects.toThrow('Authorize');
  demo.faults.push({ path: /^\/oauth\/authorize/, effect: { kind: 'status', status: 500 } });
  await expect(authorise()).rejects.toThrow('500');
});
