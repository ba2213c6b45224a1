import { take } from '../api/paging.ts';
import { emailStats, sequenceStats } from '../api/stats.ts';
import type { Filter } from '../kit/people.ts';
import type { Sequence } from '../kit/sequence.ts';
import type { Email, State } from '../kit/types.ts';
import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';

const TABS = [
  ['', 'Emails'],
  ['/subscribers', 'Subscribers'],
  ['/reports', 'Reports'],
  ['/settings', 'Settings'],
] as const;

const CONFIRM = 'Are you sure you want to delete this sequence?';

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

export function badge(sequence: Sequence): Html {
  return sequence.settings.active
    ? html`<span class="badge on">Active</span>`
    : html`<span class="badge">Paused</span>`;
}

/** A sequence's page and those below it; `tab` is the rest of the path. */
export function sequencePage(sequence: Sequence, tab: string, state: string | null): Page | undefined {
  const view = tab.startsWith('/reports/') ? '/reports' : tab;
  const body = TAB_BODIES[view]?.(sequence, state ?? 'active');
  if (!body) return undefined;
  const { id, name } = sequence.settings;
  const header = html`
    <p class="crumbs"><a href="/sequences">Email Sequences</a></p>
    <header>
      <h1 dir="auto">${name}</h1>
      ${badge(sequence)}
      <div class="actions">
        <a class="button" href="/sequences/${id}/edit">Rename</a>
        ${view === '' || view === '/settings' ? railsDelete(id) : menuDelete(id)}
      </div>
    </header>
    <div class="tabs">
      ${TABS.map(
        ([path, label]) =>
          html`<a href="/sequences/${id}${path}" ${path === view ? html`aria-current="page"` : ''}>${label}</a>`,
      )}
    </div>`;
  return { title: name, body: html`${header}${body}` };
}

function railsDelete(id: number): Html {
  return html`<a
    class="button"
    rel="nofollow"
    data-method="delete"
    data-confirm="${CONFIRM}"
    href="/sequences/${id}"
    >Delete</a
  >`;
}

function menuDelete(id: number): Html {
  return html`<details class="menu">
    <summary class="button">More</summary>
    <div role="menu">
      <button role="menuitem" data-delete="/sequences/${id}" data-message="${CONFIRM}">Delete sequence</button>
    </div>
  </details>`;
}

function emailsTab(sequence: Sequence): Html {
  const emails = sequence.emailsInOrder;
  const [first] = emails;
  if (!first) return html`<p class="card quiet">No emails yet.</p>`;
  return html`<div class="columns">
    <ol class="card emails">
      ${emails.map(
        (email) => html`<li>
          <span class="quiet">${delayOf(email)}</span>
          <strong>${email.subject}</strong>
          ${email.published ? '' : html`<span class="badge">Draft</span>`}
        </li>`,
      )}
    </ol>
    <article class="card letter">
      <h2>${first.subject}</h2>
      <p class="quiet">${first.preview_text}</p>
      ${paragraphs(first.content).map((line) => html`<p>${line}</p>`)}
    </article>
  </div>`;
}

function delayOf({ delay_value, delay_unit }: Email): string {
  return delay_value === 0 ? 'At once' : `After ${delay_value} ${delay_unit}`;
}

function paragraphs(content: string | null): string[] {
  return (content ?? '')
    .split('</p>')
    .map((part) => part.replace(/<[^>]*>/g, ''))
    .filter(Boolean);
}

function subscribersTab(sequence: Sequence, state: string): Html {
  const filter: Filter = state === 'all' ? {} : { state: state as State };
  const shown = [...take(sequence.people.newestFirst(filter), 20)].map((place) => sequence.people.at(place));
  return html`<p class="filters">
      ${['active', 'inactive', 'bounced', 'complained', 'cancelled', 'all'].map(
        (one) => html`<a href="?state=${one}" ${one === state ? html`aria-current="true"` : ''}>${one}</a>`,
      )}
    </p>
    <p>${number(sequence.people.count(filter))} people</p>
    <table class="card">
      <thead><tr><th>Subscriber</th><th>State</th><th>Added</th></tr></thead>
      <tbody>
        ${shown.map(
          (one) => html`<tr>
            <td><strong>${one.first_name ?? 'No name'}</strong> <span class="quiet">${one.email_address}</span></td>
            <td>${one.state}</td>
            <td>${one.added_at.slice(0, 10)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

function reportsTab(sequence: Sequence): Html {
  const stats = sequenceStats(sequence);
  const tiles: [string, string][] = [
    ['Unconfirmed', number(sequence.people.count({ state: 'inactive' }))],
    ['Subscribers', number(sequence.people.count({ state: 'active' }))],
    ['Emails sent', number(stats.recipients ?? 0)],
    ['Open rate', `${stats.open_rate ?? 0}%`],
    ['Click rate', `${stats.click_rate ?? 0}%`],
  ];
  return html`<dl class="tiles">
      ${tiles.map(([label, value]) => html`<div class="card"><dt>${label}</dt><dd>${value}</dd></div>`)}
    </dl>
    <table class="card">
      <thead><tr><th>Email</th><th>Sent</th><th>Opened</th><th>Clicked</th></tr></thead>
      <tbody>
        ${sequence.emailsInOrder.map((email) => {
          const { recipients, open_rate, click_rate } = emailStats(sequence, email);
          return html`<tr>
            <td><a href="/sequences/${sequence.id}/reports/${email.id}">${email.subject}</a></td>
            <td>${number(recipients ?? 0)}</td><td>${open_rate}%</td><td>${click_rate}%</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
}

function settingsTab({ settings }: Sequence): Html {
  const excluded = settings.exclude_subscriber_sources.map(({ type, ids }) => `${type} ${ids.join(', ')}`);
  const rows: [string, string][] = [
    ['Send on', settings.send_days.join(', ')],
    ['At', `${settings.send_hour}:00, ${settings.time_zone}`],
    ['Evergreen', settings.hold ? 'yes: people stay after the last email' : 'no'],
    ['Can be repeated', settings.repeat ? 'yes' : 'no'],
    ['Leaves out', excluded.join('; ') || 'nobody'],
  ];
  return html`<dl class="card rows">
    ${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function editTab({ settings }: Sequence): Html {
  return html`<form class="card" method="post" action="/sequences/${settings.id}">
    <label>Name <input name="name" dir="auto" value="${settings.name}" required /></label>
    <button class="primary" name="_method" value="patch">Save</button>
  </form>`;
}

const TAB_BODIES: Record<string, (sequence: Sequence, state: string) => Html> = {
  '': emailsTab,
  '/subscribers': subscribersTab,
  '/reports': reportsTab,
  '/settings': settingsTab,
  '/edit': editTab,
};
