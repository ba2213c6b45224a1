import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf, type Fetch } from './client.ts';
import { type Demo, startDemo } from './demo.ts';
import { SEED } from './seed.ts';

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
