import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type ClientMetadata, errors, Provider } from 'oidc-provider';
import { html, text } from '../web/html.ts';
import type { OAuthStore } from './store.ts';

export const ISSUER = 'https://api.kit.com';

/** A client that is there from the start, for any extension. */
export const DEMO_CLIENT_ID = 'safe-delete-demo-client';

/** Where browsers let an extension receive its OAuth answer: Chromium's form and Firefox's. */
export const EXTENSION_REDIRECT =
  /^https:\/\/([a-p]{32}\.chromiumapp\.org|[0-9a-f]{40}\.extensions\.allizom\.org)(\/|$)/;

const DEMO_CLIENT: ClientMetadata = {
  client_id: DEMO_CLIENT_ID,
  client_name: 'Safe Delete for Kit',
  token_endpoint_auth_method: 'none',
  redirect_uris: [`https://${'a'.repeat(32)}.chromiumapp.org/`],
};

const DAY_S = 86_400;

/** A certified OAuth server, set up as Kit's metadata describes its own. */
export function openProvider(
  store: OAuthStore,
  accessTokenSeconds: () => number,
  isAccount: (id: string) => boolean,
): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(ISSUER, {
    adapter: store.adapter,
    clients: [DEMO_CLIENT],
    // Not used for plain OAuth, but the library insists on a key of its owner.
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: ['public'],
    clientAuthMethods: ['client_secret_post', 'none'],
    pkce: { required: () => true },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      registration: '/oauth/register',
      revocation: '/oauth/revoke',
    },
    interactions: { url: (_ctx, interaction) => `/oauth/consent/${interaction.uid}` },
    findAccount: (_ctx, id) =>
      isAccount(id) ? { accountId: id, claims: async () => ({ sub: id }) } : undefined,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    ttl: {
      AccessToken: () => accessTokenSeconds(),
      AuthorizationCode: 600,
      Grant: 365 * DAY_S,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 365 * DAY_S,
      Session: DAY_S,
    },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true, issueRegistrationAccessToken: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    extraClientMetadata: {
      properties: ['redirect_uris'],
      validator(_ctx, _key, value) {
        const uris = Array.isArray(value) ? value : [];
        if (!uris.every((uri) => EXTENSION_REDIRECT.test(String(uri)))) {
          throw new errors.InvalidRedirectUri();
        }
      },
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = html`<!doctype html><title>Kit</title><h1>Something went wrong</h1>
        <p>${out.error}: ${out.error_description ?? ''}</p>`[text];
    },
  });
  provider.proxy = true;
  provider.Client.prototype.redirectUriAllowed = function redirectUriAllowed(uri) {
    if (this.clientId === DEMO_CLIENT_ID) return EXTENSION_REDIRECT.test(uri);
    return this.redirectUris?.includes(uri) ?? false;
  };
  return provider;
}
