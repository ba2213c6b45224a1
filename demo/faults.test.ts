import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOf, type Fetch } from './client.ts';
import { challenge, type Demo, type Fault, nullAt, proxyNotFound, startDemo } from './demo.ts';
import { fetchFrom } from './in-process.ts';
import type { Kit } from './kit/kit.ts';
import { SEED, seededKit } from './seed.ts';

let demo: Demo;
let fetch: Fetch;
const url = `https://api.kit.com/v4/sequences/${SEED.welcome}`;
const headers = { 'X-Kit-Api-Key': SEED.apiKey };

beforeEach(async () => {
  demo = await startDemo();
  fetch = clientOf(demo.proxyPort);
});
afterEach(() => demo.close());

const remove = () => fetch(url, { method: 'DELETE', headers });
const deleted = () => demo.kit.sequence(SEED.welcome).deleted;

test('a connection dropped before the effect changes nothing, after it everything', async () => {
  demo.faults.push({ method: 'DELETE', path: /sequences/, effect: { kind: 'drop before effect' } });
  await expect(remove()).rejects.toThrow();
  expect(deleted()).toBe(false);
  demo.faults.push({ method: 'DELETE', path: /sequences/, effect: { kind: 'drop after effect' } });
  await expect(remove()).rejects.toThrow();
  expect(deleted()).toBe(true);
  expect(demo.requests.map(({ status }) => status)).toEqual([null, null]);
});

test('a hanging request ends with the demo', async () => {
  demo.faults.push({ path: /sequences/, effect: { kind: 'hang after effect' } });
  const hanging = expect(remove()).rejects.toThrow();
  await expect.poll(deleted).toBe(true);
  await demo.close();
  await hanging;
});

test('faults wait, repeat and run out', async () => {
  demo.faults.push({ path: /sequences/, skip: 1, times: 2, effect: { kind: 'status', status: 503 } });
  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await fetch(url, { headers })).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  expect(demo.faults).toEqual([]);
});

test('answers can be replaced, and things can happen just before one', async () => {
  demo.faults.push({ path: /sequences/, effect: { kind: 'body', body: '{"sequence":' } });
  expect((await fetch(url, { headers })).text).toBe('{"sequence":');
  demo.faults.push({
    path: /sequences/,
    effect: { kind: 'hook', run: () => demo.kit.addSubscribers(SEED.welcome, 16) },
  });
  expect((await fetch(url, { headers })).json()).toMatchObject({ sequence: { subscriber_count: 1300 } });
  demo.faults.push({ path: /sequences/, effect: { kind: 'status after effect', status: 502 } });
  expect((await remove()).status).toBe(502);
  expect(deleted()).toBe(true);
  expect(demo.violations).toEqual([]);
});

describe('a connection that is closed before a byte of the reply', () => {
  beforeEach(() => {
    demo.faults.push({ method: 'DELETE', path: /sequences/, effect: { kind: 'resent' } });
  });

  test('is one that was used before, and the request has had its effect', async () => {
    fetch = clientOf(demo.proxyPort, { keepAlive: true });
    await fetch(url, { headers });
    await expect(remove()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(deleted()).toBe(true);
    expect(demo.faults).toEqual([]);
    expect(demo.requests.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['DELETE', null],
    ]);
  });

  test('is never a fresh one', async () => {
    expect((await remove()).status).toBe(204);
    expect(demo.faults).toHaveLength(1);
  });
});

describe('what stands between a browser and Kit', () => {
  test('a proxy and a challenge answer with a page, and Kit hears of nothing', async () => {
    demo.faults.push(
      { path: /sequences/, effect: proxyNotFound() },
      { path: /sequences/, effect: challenge() },
    );
    expect(await remove()).toMatchObject({ status: 404, text: expect.stringContaining('nginx') });
    expect(await remove()).toMatchObject({
      status: 403,
      headers: { 'content-type': 'text/html', 'cf-mitigated': 'challenge' },
    });
    expect(deleted()).toBe(false);
  });

  test('a null may stand anywhere', async () => {
    demo.faults.push({ path: /emails/, effect: nullAt('emails.0.subject', 'pagination.per_page') });
    const { text } = await fetch(`${url}/emails`, { headers });
    expect(JSON.parse(text)).toMatchObject({
      emails: [{ subject: null }, { subject: expect.any(String) }, {}, {}, {}],
      pagination: { per_page: null },
    });
    expect(demo.violations).toEqual([]);
  });
});

describe('replies that Kit may well give', () => {
  test('more than 10 MB', async () => {
    demo.kit.addEmail(SEED.welcome, { subject: 'Pasted', content: 'x'.repeat(12_000_000) });
    const { text } = await fetch(`${url}/emails?include_content=true`, { headers });
    expect(text.length).toBeGreaterThan(12_000_000);
  });

  test('fields that are called as what every object has', async () => {
    const fields = { constructor: 'Acme', prototype: 'P-7' };
    demo.kit.setSubscribers(SEED.welcome, {});
    demo.kit.addSubscriber(SEED.welcome, { fields });
    const { text } = await fetch(`${url}/subscribers`, { headers });
    expect(text).toContain('"constructor":"Acme","prototype":"P-7"');
    expect(demo.violations).toEqual([]);
  });
});

describe('in this process', () => {
  const inProcess = (effect: Fault['effect']) => {
    const kit = seededKit();
    const faults: Fault[] = [{ path: /sequences/, effect }];
    return { kit, faults, ask: fetchFrom(kit, [], faults) };
  };
  const post = () =>
    new Request('https://api.kit.com/v4/sequences', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'New' }),
    });
  const made = (kit: Kit) =>
    kit.accounts[0]?.sequences.filter(({ settings }) => settings.name === 'New').length;

  test('what is resent arrives twice, and the second reply is heard', async () => {
    const { kit, faults, ask } = inProcess({ kind: 'resent' });
    expect((await ask(post())).status).toBe(201);
    expect(made(kit)).toBe(2);
    expect(faults).toEqual([]);
    faults.push({ path: /sequences/, effect: { kind: 'resent' } });
    expect((await ask(new Request(url, { method: 'DELETE', headers }))).status).toBe(404);
    expect(kit.sequence(SEED.welcome).deleted).toBe(true);
  });

  test('what is dropped or hangs fails, with and without its effect', async () => {
    for (const [kind, name, count] of [
      ['drop before effect', 'TypeError', 0],
      ['drop after effect', 'TypeError', 1],
      ['hang before effect', 'TimeoutError', 0],
      ['hang after effect', 'TimeoutError', 1],
    ] as const) {
      const { kit, ask } = inProcess({ kind });
      await expect(ask(post())).rejects.toMatchObject({ name });
      expect(made(kit)).toBe(count);
    }
  });
});
