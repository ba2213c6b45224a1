import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf, type Fetch } from './client.ts';
import { type Demo, startDemo } from './demo.ts';
import { SEED } from './seed.ts';

let demo: Demo;
let fetch: Fetch;
const API = 'https://api.kit.com/v4';
const headers = { 'X-Kit-Api-Key': SEED.apiKey };

beforeEach(async () => {
  demo = await startDemo();
  fetch = clientOf(demo.proxyPort);
});
afterEach(() => demo.close());

interface List {
  subscribers: { id: number; state: string }[];
  pagination: { start_cursor: string; end_cursor: string; has_next_page: boolean; total_count?: number };
}
const people = async (id: number, query: string) => {
  const answer = await fetch(`${API}/sequences/${id}/subscribers?${query}`, { headers });
  return answer.json() as List;
};

test('the account is as seeded, and every list keeps to the contract', async () => {
  const first = demo.kit.accounts[0];
  expect(first?.sequences).toHaveLength(40);
  expect(demo.kit.sequence(SEED.longName).settings.name).toHaveLength(200);
  for (const path of ['account', 'sequences?include=stats', 'forms?status=all', 'tags', 'segments']) {
    expect((await fetch(`${API}/${path}`, { headers })).status).toBe(200);
  }
  const stats = 'include=stats&include_content=true';
  expect((await fetch(`${API}/sequences/80/emails?${stats}`, { headers })).status).toBe(200);
  expect(demo.violations).toEqual([]);
});

test('cursors walk through everybody once, forth and back', async () => {
  demo.kit.setSubscribers(SEED.welcome, { active: 5, cancelled: 4 });
  const query = 'status=all&per_page=2&include_total_count=true';
  let page = await people(SEED.welcome, query);
  expect(page.pagination.total_count).toBe(9);
  const seen = page.subscribers.map(({ id }) => id);
  const second = await people(
    SEED.welcome,
    `${query}&after=${encodeURIComponent(page.pagination.end_cursor)}`,
  );
  while (page.pagination.has_next_page) {
    page = await people(SEED.welcome, `${query}&after=${encodeURIComponent(page.pagination.end_cursor)}`);
    seen.push(...page.subscribers.map(({ id }) => id));
  }
  expect(new Set(seen).size).toBe(9);
  const back = await people(
    SEED.welcome,
    `${query}&before=${encodeURIComponent(second.pagination.start_cursor)}`,
  );
  expect(back.subscribers.map(({ id }) => id)).toEqual(seen.slice(0, 2));
});

test('250,000 people are counted and paged at once', async () => {
  const started = process.threadCpuUsage();
  const page = await people(SEED.large, 'per_page=1000&include_total_count=true');
  expect(page.subscribers).toHaveLength(1000);
  expect(page.pagination.total_count).toBe(250_000);
  // In µs of work, which others on a busy machine do not add to.
  expect(process.threadCpuUsage(started).user).toBeLessThan(1_000_000);
});

test('counts lag behind, settings do not', async () => {
  demo.kit.countLagMs = 60_000;
  demo.kit.addSubscribers(SEED.empty, 3);
  demo.kit.rename(SEED.empty, 'Renamed');
  const sequence = (await fetch(`${API}/sequences/${SEED.empty}`, { headers })).json();
  expect(sequence).toMatchObject({ sequence: { name: 'Renamed', subscriber_count: 0 } });
  demo.kit.settle();
  expect((await people(SEED.empty, '')).subscribers).toHaveLength(3);
});

test('pause, resume and delete take effect; a second delete finds nothing', async () => {
  const url = `${API}/sequences/${SEED.welcome}`;
  const paused = await fetch(url, { method: 'PUT', headers, body: { active: false } });
  expect(paused.json()).toMatchObject({ sequence: { active: false, name: 'Welcome series' } });
  const added = { email_address: 'nobody@example.com' };
  expect((await fetch(`${url}/subscribers`, { method: 'POST', headers, body: added })).status).toBe(404);
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(204);
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(404);
  expect((await fetch(url, { headers })).json()).toEqual({ errors: ['Not Found'] });
  expect(demo.violations).toEqual([]);
});

test('emails: drafts by default, positions are unique, hour emails know no days', async () => {
  const emails = `${API}/sequences/${SEED.empty}/emails`;
  const email = { subject: 'New', delay_value: 2, delay_unit: 'hours' };
  const made = await fetch(emails, { method: 'POST', headers, body: email });
  expect(made.status).toBe(201);
  expect(made.json()).toMatchObject({ email: { published: false, position: 2, send_days: null } });
  const taken = await fetch(emails, { method: 'POST', headers, body: { ...email, position: 0 } });
  expect(taken.status).toBe(422);
  const days = await fetch(emails, { method: 'POST', headers, body: { ...email, send_days: ['monday'] } });
  expect(days.status).toBe(422);
});

test('somebody is added once, and not to a paused sequence', async () => {
  const [someone] = (await people(SEED.welcome, 'per_page=1')).subscribers;
  const add = (id: number) =>
    fetch(`${API}/sequences/${id}/subscribers/${someone?.id}`, { method: 'POST', headers, body: {} });
  expect((await add(SEED.empty)).status).toBe(201);
  expect((await add(SEED.empty)).status).toBe(200);
  expect((await add(SEED.paused)).status).toBe(422);
});

test('the filter pages through the body', async () => {
  const body = {
    all: [{ type: 'subscriber_state', states: ['bounced'] }],
    per_page: 3,
    include_total_count: true,
  };
  const answer = await fetch(`${API}/subscribers/filter`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  expect((answer.json() as List).subscribers).toHaveLength(3);
  expect(demo.violations).toEqual([]);
});

test('credentials are refused with the words of Kit', async () => {
  const said = async (given: Record<string, string>) =>
    (await fetch(`${API}/account`, { headers: given })).json();
  expect(await said({})).toEqual({ errors: ['Authentication Failed'] });
  expect(await said({ 'X-Kit-Api-Key': 'wrong' })).toEqual({ errors: ['The access token is invalid'] });
  expect(demo.requests.map(({ status, auth }) => [status, auth])).toEqual([
    [401, 'none'],
    [401, 'key'],
  ]);
});

test('the limit counts a rolling minute', async () => {
  demo.kit.limits.key = 2;
  const statuses = [];
  for (let index = 0; index < 3; index += 1) {
    statuses.push((await fetch(`${API}/account`, { headers })).status);
  }
  expect(statuses).toEqual([200, 200, 429]);
  demo.limiter.reset();
  expect((await fetch(`${API}/account`, { headers })).status).toBe(200);
});

test('a request that breaks the contract is refused and recorded', async () => {
  const bad = await Promise.all([
    fetch(`${API}/sequences?limit=3`, { headers }),
    fetch(`${API}/sequences/80`, { method: 'PUT', headers, body: { active: 'no' } }),
    fetch(`${API}/sequences/80`, { method: 'PUT', headers, body: { paused: true } }),
    fetch(`${API}/sequences?after=nonsense`, { headers }),
    fetch(`${API}/broadcasts`, { headers }),
  ]);
  expect(bad.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(demo.violations).toHaveLength(5);
});

test('a lie of the demo is a 500 and recorded', async () => {
  demo.kit.sequence(SEED.welcome).settings.send_hour = 'nine' as unknown as number;
  expect((await fetch(`${API}/sequences/80`, { headers })).status).toBe(500);
  expect(demo.violations[0]).toContain('send_hour');
});
