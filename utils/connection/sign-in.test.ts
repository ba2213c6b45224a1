import { describe, expect, test } from 'vitest';
import { DOCUMENTED } from './endpoints.ts';
import { refresh, register, revoke, signIn } from './sign-in.ts';

const REDIRECT = 'https://ours.chromiumapp.org/';
const TOKENS = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 3600 };

/** Kit's answer to every request, and what was sent. */
function kitThat(answer: () => Response | Promise<Response>) {
  const sent: { address: string; body: string }[] = [];
  const fetch = async (request: Request) => {
    sent.push({ address: request.url, body: await request.text() });
    return answer();
  };
  return { sent, fetch };
}

const window = (change: (back: URL) => void = () => {}) => ({
  redirectAddress: REDIRECT,
  async open(address: string) {
    const back = new URL(`${REDIRECT}?code=the-code`);
    back.searchParams.set('state', new URL(address).searchParams.get('state') ?? '');
    change(back);
    return back.href;
  },
});

const error = (status: number, body: object = { error: 'invalid_grant' }) => Response.json(body, { status });
const unreachable = () => Promise.reject(new TypeError('offline'));
const timeout = () => Promise.reject(new DOMException('No reply', 'TimeoutError'));
const aborted = () => Promise.reject(new DOMException('', 'AbortError'));

/** What a token request may meet, and what it is called; null where Kit has refused for good. */
const ANSWERS: [string, () => Response | Promise<Response>, object | null][] = [
  ['invalid_grant', () => error(400), null],
  ['401 with a challenge', () => challenge(), null],
  [
    '401 with the challenge of a proxy',
    () => challenge('Basic realm="Proxy"'),
    { kind: 'not from Kit', status: 401, requestId: null },
  ],
  ['the 404 page of a proxy', () => page(404), { kind: 'not from Kit', status: 404, requestId: null }],
  ['429 in JSON', () => error(429), { kind: 'rate limited' }],
  ['503 in JSON', () => error(503), { kind: 'server error', status: 503 }],
  ['an empty 502', () => new Response('', { status: 502 }), { kind: 'server error', status: 502 }],
  ['an HTML page', () => page(), { kind: 'not understood', status: 200, requestId: null }],
  ['offline', unreachable, { kind: 'unreachable' }],
  ['no reply', timeout, { kind: 'timeout' }],
  ['a request that was broken off', aborted, { kind: 'unreachable' }],
];
const challenge = (header = 'Bearer error="invalid_token"') =>
  new Response('', { status: 401, headers: { 'www-authenticate': header } });
const page = (status = 200) =>
  new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html' } });

describe('the code', () => {
  test('is exchanged with the verifier, and no secret', async () => {
    const { fetch, sent } = kitThat(() => Response.json(TOKENS));
    const before = Date.now();
    const tokens = await signIn('client', DOCUMENTED, window(), fetch);
    if (!tokens.ok) throw new Error(tokens.problem.kind);
    expect(tokens.value).toMatchObject({ access: { token: 'access' }, refreshToken: 'refresh' });
    expect(tokens.value.access.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(tokens.value.access.expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(sent.map(({ address }) => address)).toEqual([DOCUMENTED.token]);
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      client_id: 'client',
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: REDIRECT,
      code_verifier: expect.stringMatching(/^[\w-]{43,128}$/),
    });
  });

  test.each(ANSWERS)('that meets %s is no sign-in', async (_name, answer, problem) => {
    const result = await signIn('client', DOCUMENTED, window(), kitThat(answer).fetch);
    expect(result).toEqual({
      ok: false,
      problem: problem ? { kind: 'kit', problem } : { kind: 'code refused' },
    });
  });

  test('a token without a lifetime or a refresh token is used until it is refused', async () => {
    const reply = { access_token: 'access', token_type: 'Bearer' };
    const { fetch } = kitThat(() => Response.json(reply));
    expect(await signIn('client', DOCUMENTED, window(), fetch)).toEqual({
      ok: true,
      value: { access: { token: 'access', expiresAt: Number.MAX_SAFE_INTEGER }, refreshToken: null },
    });
  });

  test('an error of Kit’s page is told, but not at any length', async () => {
    const { fetch, sent } = kitThat(() => Response.json(TOKENS));
    const refusing = window((back) => {
      back.searchParams.delete('code');
      back.searchParams.set('error', 'x'.repeat(1000));
    });
    expect(await signIn('client', DOCUMENTED, refusing, fetch)).toEqual({
      ok: false,
      problem: { kind: 'page refused', error: 'x'.repeat(100) },
    });
    expect(sent).toEqual([]);
  });
});

test.each(ANSWERS)('a refresh that meets %s', async (_name, answer, problem) => {
  expect(await refresh('client', DOCUMENTED, 'old', kitThat(answer).fetch)).toEqual({
    ok: false,
    problem: problem ?? 'refused',
  });
});

describe('registration', () => {
  test('asks to be a public client with our address', async () => {
    const { fetch, sent } = kitThat(() => Response.json({ client_id: 'given' }, { status: 201 }));
    const endpoints = { ...DOCUMENTED, registration: 'https://app.kit.com/oauth/register' };
    expect(await register(endpoints, REDIRECT, fetch)).toBe('given');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      client_name: 'Safe Delete for Kit',
      redirect_uris: [REDIRECT],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'public',
    });
  });

  test('gives nothing where Kit refuses, or has no place for it', async () => {
    const endpoints = { ...DOCUMENTED, registration: 'https://app.kit.com/oauth/register' };
    expect(await register(endpoints, REDIRECT, kitThat(() => error(403)).fetch)).toBeNull();
    const nowhere = kitThat(() => Response.json({ client_id: 'given' }, { status: 201 }));
    expect(await register({ ...DOCUMENTED, registration: null }, REDIRECT, nowhere.fetch)).toBeNull();
    expect(nowhere.sent).toEqual([]);
  });
});

describe('revocation', () => {
  test('is true only when Kit confirmed it', async () => {
    const { fetch, sent } = kitThat(() => new Response(null, { status: 200 }));
    expect(await revoke('client', DOCUMENTED, 'token', fetch)).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toMatchObject({
      token: 'token',
      client_id: 'client',
    });
    expect(await revoke('client', DOCUMENTED, 'token', kitThat(() => error(503)).fetch)).toBe(false);
    expect(await revoke('client', DOCUMENTED, 'token', kitThat(unreachable).fetch)).toBe(false);
  });

  test('without a place for it is not true', async () => {
    const { fetch, sent } = kitThat(() => new Response(null, { status: 200 }));
    expect(await revoke('client', { ...DOCUMENTED, revocation: null }, 'token', fetch)).toBe(false);
    expect(sent).toEqual([]);
  });
});
