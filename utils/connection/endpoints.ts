import * as oauth from 'oauth4webapi';
import { API_ORIGIN, APP_ORIGINS } from '../hosts.ts';
import type { Endpoints } from './store.ts';

export type Fetch = (request: Request) => Promise<Response>;

/** As documented by Kit; used when Kit's own metadata cannot be read. It names no registration. */
export const DOCUMENTED: Endpoints = {
  issuer: API_ORIGIN,
  authorization: `${API_ORIGIN}/v4/oauth/authorize`,
  token: `${API_ORIGIN}/v4/oauth/token`,
  registration: null,
  revocation: `${API_ORIGIN}/v4/oauth/revoke`,
};

/** Kit's documents and its live metadata name different addresses: the metadata wins when it is there and sound. */
export async function discoverEndpoints(fetch: Fetch): Promise<Endpoints> {
  try {
    const issuer = new URL(API_ORIGIN);
    const reply = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...through(fetch) });
    const found = await oauth.processDiscoveryResponse(issuer, reply);
    const authorization = trusted(found.authorization_endpoint);
    const token = trusted(found.token_endpoint);
    if (!authorization || !token) return DOCUMENTED;
    return {
      issuer: found.issuer,
      authorization,
      token,
      registration: trusted(found.registration_endpoint),
      revocation: trusted(found.revocation_endpoint),
    };
  } catch {
    return DOCUMENTED;
  }
}

/** Tokens and codes go to Kit's own hosts only, whatever the metadata says. */
function trusted(address: string | undefined): string | null {
  const url = address ? URL.parse(address) : null;
  return url && (url.origin === API_ORIGIN || url.origin === APP_ORIGINS[0]) ? url.href : null;
}

export function serverOf(endpoints: Endpoints): oauth.AuthorizationServer {
  return {
    issuer: endpoints.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    ...(endpoints.registration ? { registration_endpoint: endpoints.registration } : {}),
    ...(endpoints.revocation ? { revocation_endpoint: endpoints.revocation } : {}),
  };
}

/** Has the library use our `fetch`. */
export function through(fetch: Fetch) {
  return {
    [oauth.customFetch]: (
      address: string,
      init: oauth.CustomFetchOptions<string, oauth.ProtectedResourceRequestBody>,
    ) => fetch(new Request(address, init as RequestInit)),
  };
}
