import * as oauth from 'oauth4webapi';
import type { KitProblem } from '../kit/problems.ts';
import { problemOfStatus } from '../kit/problems.ts';
import { fail, ok, type Result } from '../result.ts';
import { type Fetch, serverOf, through } from './endpoints.ts';
import type { ConnectProblem } from './problems.ts';
import type { AccessToken, Endpoints } from './store.ts';

/** What the browser's `identity` API does: opens `url` in a window and gives the address that it was sent back to. */
export interface AuthWindow {
  redirectAddress: string;
  open(url: string): Promise<string>;
}

export interface Tokens {
  access: AccessToken;
  refreshToken: string | null;
}

const SCOPE = 'public';

/** OAuth 2 authorization code flow of a public client, with PKCE S256 and a checked `state`. */
export async function signIn(
  clientId: string,
  endpoints: Endpoints,
  window: AuthWindow,
  fetch: Fetch,
): Promise<Result<Tokens, ConnectProblem>> {
  const server = serverOf(endpoints);
  const client = { client_id: clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(endpoints.authorization);
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: window.redirectAddress,
    scope: SCOPE,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();

  let back: URL;
  try {
    back = new URL(await window.open(url.href));
  } catch (error) {
    return fail({ kind: couldNotLoad(error) ? 'page failed' : 'cancelled' });
  }
  if (back.searchParams.get('state') !== state) return fail({ kind: 'state mismatch' });

  try {
    const parameters = oauth.validateAuthResponse(server, client, back, state);
    const reply = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      window.redirectAddress,
      verifier,
      through(fetch),
    );
    return ok(tokensOf(await oauth.processAuthorizationCodeResponse(server, client, reply)));
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      return error.error === 'access_denied'
        ? fail({ kind: 'cancelled' })
        : fail({ kind: 'page refused', error: error.error.slice(0, 100) });
    }
    const problem = problemOfOAuth(error);
    return problem === 'refused' ? fail({ kind: 'code refused' }) : fail({ kind: 'kit', problem });
  }
}

/** Exchanges a refresh token; it can be used once. 'refused' means that Kit will not take it again. */
export async function refresh(
  clientId: string,
  endpoints: Endpoints,
  refreshToken: string,
  fetch: Fetch,
): Promise<Result<Tokens, KitProblem | 'refused'>> {
  const server = serverOf(endpoints);
  const client = { client_id: clientId };
  try {
    const reply = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refreshToken,
      through(fetch),
    );
    return ok(tokensOf(await oauth.processRefreshTokenResponse(server, client, reply)));
  } catch (error) {
    return fail(problemOfOAuth(error));
  }
}

/** Whether Kit confirmed that the token is worth nothing any more. */
export async function revoke(
  clientId: string,
  endpoints: Endpoints,
  token: string,
  fetch: Fetch,
): Promise<boolean> {
  if (!endpoints.revocation) return false;
  const server = serverOf(endpoints);
  const client = { client_id: clientId };
  try {
    const reply = await oauth.revocationRequest(server, client, oauth.None(), token, through(fetch));
    await oauth.processRevocationResponse(reply);
    return true;
  } catch {
    return false;
  }
}

/** The client id that Kit gives to this browser, as a public client; null when Kit does not. */
export async function register(
  endpoints: Endpoints,
  redirectAddress: string,
  fetch: Fetch,
): Promise<string | null> {
  if (!endpoints.registration) return null;
  try {
    const reply = await oauth.dynamicClientRegistrationRequest(
      serverOf(endpoints),
      {
        client_name: 'Safe Delete for Kit',
        redirect_uris: [redirectAddress],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        scope: SCOPE,
      },
      through(fetch),
    );
    return (await oauth.processDynamicClientRegistrationResponse(reply)).client_id;
  } catch {
    return null;
  }
}

function tokensOf(reply: oauth.TokenEndpointResponse): Tokens {
  // Kit's documents contradict each other on lifetimes; without one the token is used until it is refused.
  const expiresAt =
    reply.expires_in === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + reply.expires_in * 1000;
  return { access: { token: reply.access_token, expiresAt }, refreshToken: reply.refresh_token ?? null };
}

function problemOfOAuth(error: unknown): KitProblem | 'refused' {
  if (isRefusal(error)) {
    const problem = problemOfStatus(error.status, null, null);
    return problem?.kind === 'rate limited' || problem?.kind === 'server error' ? problem : 'refused';
  }
  const status = statusOf(error);
  if (status !== null) {
    return problemOfStatus(status, null, null) ?? { kind: 'not understood', status, requestId: null };
  }
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  return { kind: timedOut ? 'timeout' : 'unreachable' };
}

/** An answer in OAuth's own form: a body with an error, or, as Rails servers send it, a header with one. A proxy names none. */
function isRefusal(error: unknown): error is { status: number } {
  return (
    error instanceof oauth.ResponseBodyError ||
    (error instanceof oauth.WWWAuthenticateChallengeError &&
      error.cause.some(({ parameters }) => parameters.error !== undefined))
  );
}

/** Of an answer in another form; 0 where that is not told. Null when there was no answer. */
function statusOf(error: unknown): number | null {
  if (error instanceof oauth.WWWAuthenticateChallengeError) return error.status;
  if (!(error instanceof oauth.OperationProcessingError)) return null;
  return error.cause instanceof Response ? error.cause.status : 0;
}

/** Chrome and Firefox give no codes here, only these texts (English in every locale). */
function couldNotLoad(error: unknown): boolean {
  return error instanceof Error && /could not be loaded|network|load/i.test(error.message);
}
