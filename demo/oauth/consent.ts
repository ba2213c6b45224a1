import type { Provider } from 'oidc-provider';
import type { Account } from '../kit/account.ts';
import { html, text } from '../web/html.ts';

/** How the person at Kit's consent page behaves: clicks themselves, or agrees or refuses without being seen. */
export type Approval = 'click' | 'at once' | 'refuse';

/** Serves `/oauth/consent/{uid}`, where Kit asks whether the app may act for the account. */
export function serveConsent(
  provider: Provider,
  approval: () => Approval,
  account: (id: string) => Account,
): void {
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/oauth/consent/')) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const clientId = String(params.client_id);
    const accountId = ctx.get('x-demo-account');
    const answer = answerTo(approval(), ctx.method, ctx.query.answer);
    if (answer === undefined) {
      const client = await provider.Client.find(clientId);
      ctx.type = 'html';
      ctx.body = consentPage(client?.clientName ?? 'An app', account(accountId));
      return;
    }
    ctx.respond = false;
    if (answer === 'cancel') {
      const refusal = { error: 'access_denied', error_description: 'The resource owner denied the request.' };
      await provider.interactionFinished(ctx.req, ctx.res, refusal);
      return;
    }
    const grant = new provider.Grant({ accountId, clientId });
    grant.addOIDCScope('public');
    const grantId = await grant.save();
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId }, consent: { grantId } });
  });
}

function answerTo(approval: Approval, method: string, clicked: unknown): 'authorize' | 'cancel' | undefined {
  if (approval === 'at once') return 'authorize';
  if (approval === 'refuse') return 'cancel';
  if (method !== 'POST') return undefined;
  return clicked === 'cancel' ? 'cancel' : 'authorize';
}

function consentPage(app: string, { profile, user }: Account): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Authorize ${app} · Kit</title>
        <link rel="stylesheet" href="/_assets/kit.css" />
      </head>
      <body class="centred">
        <main class="card">
          <p class="brand">Kit</p>
          <h1>Authorize ${app}</h1>
          <p>
            <strong>${app}</strong> asks to read and change sequences and subscribers of
            <strong>${profile.name}</strong> (${user.email}).
          </p>
          <form method="post" class="actions">
            <button class="primary" formaction="?answer=authorize">Authorize</button>
            <button formaction="?answer=cancel">Cancel</button>
          </form>
        </main>
      </body>
    </html>`[text];
}
