import { sequenceStats } from '../api/stats.ts';
import { type Account, liveSequences } from '../kit/account.ts';
import type { Automation } from '../kit/types.ts';
import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';
import { badge, number } from './sequence-pages.ts';

/** Empty rows first; the real ones wait in a template until the page's script shows them. */
export function listPage(account: Account): Page {
  const sequences = liveSequences(account).toSorted((a, b) => a.id - b.id);
  const rows = sequences.map((sequence) => {
    const { id, name } = sequence.settings;
    return html`<tr>
      <td><a href="/sequences/${id}" dir="auto">${name}</a></td>
      <td>${badge(sequence)}</td>
      <td class="count">${number(sequence.people.count({ state: 'active' }))}</td>
      <td class="count">${sequence.emails.length}</td>
      <td class="count">${sequenceStats(sequence).open_rate ?? '–'}${sequence.people.count() ? '%' : ''}</td>
    </tr>`;
  });
  const empty = html`<tr class="skeleton"><td><i></i></td><td><i></i></td><td><i></i></td><td><i></i></td><td><i></i></td></tr>`;
  return {
    title: 'Email Sequences',
    body: html`<header>
        <h1>Email Sequences</h1>
        <div class="actions"><a class="button primary" href="/sequences/new">New sequence</a></div>
      </header>
      <table class="card list">
        <thead>
          <tr>
            <th>Name</th><th>Status</th><th class="count">Subscribers</th><th class="count">Emails</th>
            <th class="count">Open rate</th>
          </tr>
        </thead>
        <tbody id="rows">${Array.from({ length: 8 }, () => empty)}</tbody>
      </table>
      <template id="late-rows">${rows}</template>`,
  };
}

export function newPage(): Page {
  return {
    title: 'New sequence',
    body: html`<header><h1>New sequence</h1></header>
      <form class="card" method="post" action="/sequences">
        <label>Name <input name="name" required /></label>
        <button class="primary">Create sequence</button>
      </form>`,
  };
}

export function automationsPage({ automations }: Account): Page {
  return {
    title: 'Automations',
    inertia: {
      automations: automations.map(({ id, name, active }) => ({
        id,
        name,
        active,
        live: active,
        disabled: false,
        should_show_broken_node_warning: false,
      })),
    },
    body: html`<header><h1>Visual Automations</h1></header>
      <table class="card">
        <thead><tr><th>Name</th><th>Status</th><th class="count">Steps</th></tr></thead>
        <tbody>
          ${automations.map(
            ({ id, name, active, nodes }) => html`<tr>
              <td><a href="/automations/${id}">${name}</a></td>
              <td><span class="badge ${active ? 'on' : ''}">${active ? 'Live' : 'Off'}</span></td>
              <td class="count">${nodes.length}</td>
            </tr>`,
          )}
        </tbody>
      </table>`,
  };
}

export function automationPage({ name, nodes }: Automation): Page {
  return {
    title: name,
    body: html`<p class="crumbs"><a href="/automations">Automations</a></p>
      <header><h1>${name}</h1></header>
      <workflow-graph data-nodes="${JSON.stringify(nodes)}">
        <ol class="card">${nodes.map((node) => html`<li>${node.resource_type}: ${node.name}</li>`)}</ol>
      </workflow-graph>`,
  };
}

export function rulesPage({ rules }: Account): Page {
  return {
    title: 'Rules',
    inertia: { rules },
    body: html`<header><h1>Rules</h1></header>
      <ul class="card">${rules.map(({ name }) => html`<li>${name}</li>`)}</ul>`,
  };
}

export function developerPage({ apiKeys, profile }: Account): Page {
  return {
    title: 'Developer',
    body: html`<header><h1>Developer</h1></header>
      <section class="card">
        <h2>V4 API keys</h2>
        <p>For use with the account ${profile.name} only. Keep them to yourself.</p>
        ${apiKeys.map((key) => html`<p><code>${key}</code></p>`)}
      </section>`,
  };
}

export function notFoundPage(): Page {
  return {
    title: 'Not found',
    status: 404,
    body: html`<header><h1>We could not find that page</h1></header>
      <p><a href="/sequences">Back to your sequences</a></p>`,
  };
}

export function loginForm(email: string, returnTo: string): Html {
  return html`<main class="card centred">
    <p class="brand">Kit</p>
    <h1>Log in</h1>
    <form method="post" action="/users/login">
      <input type="hidden" name="return_to" value="${returnTo}" />
      <label>Email address <input name="email" type="email" value="${email}" /></label>
      <label>Password <input name="password" type="password" value="demo-password" /></label>
      <button class="primary">Log in</button>
    </form>
  </main>`;
}
