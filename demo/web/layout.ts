import { randomBytes } from 'node:crypto';
import type { Account } from '../kit/account.ts';
import { type Reply, html as reply } from '../server/exchange.ts';
import { type Html, html, text } from './html.ts';
import type { WebSettings } from './settings.ts';

export interface Page {
  title: string;
  body: Html;
  /** Props of an Inertia page; such pages carry the account in them and not in the navigation. */
  inertia?: Record<string, unknown>;
  status?: number;
}

export interface Frame {
  account: Account;
  accounts: Account[];
  path: string;
  settings: WebSettings;
}

const SIDEBAR = [
  ['/automations', 'Automations'],
  ['/rules', 'Rules'],
  ['/sequences', 'Email Sequences'],
  ['/account_settings/developer_settings', 'Developer'],
] as const;

export function inFrame(page: Page, frame: Frame): Reply {
  const { account, settings } = frame;
  const userInfo = {
    id: account.profile.id,
    user_id: account.user.id,
    name: account.profile.name,
    email: account.user.email,
  };
  const navbar = { data: { userInfo } };
  const inertia = page.inertia && {
    component: page.title,
    props: { ...page.inertia, layoutConfig: { components: { navbar } } },
    url: frame.path,
  };
  const content = html`
    ${
      inertia
        ? html`<div id="nav">${navigation(frame)}</div>`
        : html`<div id="nav" data-component="Navigation" data-props="${JSON.stringify({ userInfo })}">
            ${navigation(frame)}
          </div>`
    }
    <div id="app" ${inertia ? html`data-page="${JSON.stringify(inertia)}"` : ''}>
      <main>${page.body}</main>
    </div>`;
  return document(page.title, content, settings, page.status);
}

/** A page under the content policy that Kit is expected to have: scripts by nonce, no frames, trusted types. */
export function document(title: string, content: Html, settings: WebSettings, status = 200): Reply {
  const nonce = randomBytes(16).toString('base64');
  const csp = [
    settings.hostile ? "default-src 'none'" : "default-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `frame-src '${settings.ownFrames ? 'self' : 'none'}'`,
    "require-trusted-types-for 'script'",
  ];
  const isolation = {
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  };
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${settings.firstScript && html`<script nonce="${nonce}" src="/_assets/first.js"></script>`}
        <title>${title} · Kit</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/_assets/kit.css" />
        <script nonce="${nonce}" src="/_assets/rrweb.js"></script>
        <script nonce="${nonce}" src="/_assets/page.js" defer></script>
      </head>
      <body>
        ${content}
      </body>
    </html>`;
  return reply(status, markup[text], {
    'content-security-policy': csp.join('; '),
    'cache-control': settings.kept ? 'private' : 'no-store',
    ...(settings.hostile ? isolation : {}),
  });
}

function navigation({ account, accounts, path }: Frame): Html {
  return html`<nav aria-label="Kit">
    <a class="brand" href="/sequences">Kit</a>
    <ul>
      ${SIDEBAR.map(
        ([href, label]) =>
          html`<li><a href="${href}" ${path.startsWith(href) ? html`aria-current="page"` : ''}>${label}</a></li>`,
      )}
    </ul>
    <div class="who">
      <strong>${account.profile.name}</strong>
      <span>${account.user.email}</span>
      ${accounts
        .filter((other) => other !== account)
        .map(
          ({ profile }) =>
            html`<a data-method="post" href="/account_users/${profile.id}/switch">Switch to ${profile.name}</a>`,
        )}
      <a data-method="delete" href="/users/logout">Sign out</a>
    </div>
  </nav>`;
}
