// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { serveAutomations } from './automations.ts';
import { automationsPath, automationsPort } from './automations-port.ts';

afterEach(() => vi.unstubAllGlobals());

const attribute = (value: unknown) => JSON.stringify(value).replaceAll('"', '&quot;');
const navbar = {
  layoutConfig: { components: { navbar: { data: { userInfo: { id: 29, email: 'a@b.c' } } } } },
};
const LIST = (automations: unknown) =>
  `<div id="app" data-page="${attribute({ props: { automations, ...navbar } })}"></div>`;

/** Serves one port on a Kit that answers so; gives what was posted and what was fetched. */
async function serve(name: string, answer: () => Promise<Response> | Response) {
  const fetch = vi.fn((_address: string, _options: RequestInit) => Promise.resolve().then(answer));
  vi.stubGlobal('fetch', fetch);
  const posted: unknown[] = [];
  const disconnect = vi.fn();
  let leave = () => {};
  const served = serveAutomations({
    name,
    postMessage: (page) => void posted.push(page),
    disconnect,
    onDisconnect: {
      addListener(left) {
        leave = left;
      },
    },
  });
  return { fetch, posted, disconnect, leave: () => leave(), served };
}

test('the name of a port is the path of a page of automations, and of nothing else', () => {
  expect(automationsPath(automationsPort(null))).toBe('/automations');
  expect(automationsPath(automationsPort(503))).toBe('/automations/503');
  for (const name of [
    '',
    '/automations',
    'automations/',
    'automations/0',
    'automations/503/edit',
    'automations?x=1',
    'automations/../users/logout',
    'automations\n',
    'xautomations',
    'sequences/80',
    'automations/5e3',
    'automations/1234567890123456',
  ]) {
    expect(automationsPath(name), name).toBeNull();
  }
});

test('of a list, what is needed and nothing else', async () => {
  const automations = [{ id: 501, name: 'Path', live: true, active: true, secret: 'x' }, 'odd'];
  const { posted, fetch, disconnect, served } = await serve(
    'automations',
    () => new Response(LIST(automations)),
  );
  await served;
  expect(fetch).toHaveBeenCalledOnce();
  expect(fetch.mock.calls[0]?.[0]).toBe(`${location.origin}/automations`);
  expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
  expect(fetch.mock.calls[0]?.[1]).not.toHaveProperty('method');
  expect(JSON.parse(JSON.stringify(posted))).toEqual([
    { account: 29, automations: [{ id: 501, name: 'Path', live: true, active: true }, {}], nodes: null },
  ]);
  expect(disconnect).toHaveBeenCalled();
});

test('of an automation, what its steps are about', async () => {
  const nodes = [{ id: 2, name: 'Welcome', resource_type: 'Sequence', resource_id: 80 }];
  const page = `<workflow-graph data-nodes="${attribute(nodes)}"></workflow-graph>`;
  const { posted, served } = await serve('automations/501', () => new Response(page));
  await served;
  expect(posted).toEqual([
    { account: null, automations: null, nodes: [{ resource_type: 'Sequence', resource_id: 80 }] },
  ]);
});

test.each(['{', '"text"', '[]', '', '{"props":{"automations":{}}}'])(
  'data that is %j is no list',
  async (data) => {
    const page = `<div data-page="${data.replaceAll('"', '&quot;')}"></div>`;
    const { posted, served } = await serve('automations', () => new Response(page));
    await served;
    expect(posted).toEqual([{ account: null, automations: null, nodes: null }]);
  },
);

test('a refusal is told by its number', async () => {
  const { posted, served } = await serve('automations', () => new Response('', { status: 403 }));
  await served;
  expect(posted).toEqual([{ status: 403 }]);
});

test.each<[string, string, () => Promise<Response> | Response]>([
  ['another page', 'users/logout', () => new Response('')],
  ['a broken connection', 'automations', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a page without end', 'automations', () => new Response('x'.repeat(4_000_001))],
])('%s: the port ends without a word', async (_name, name, answer) => {
  const { posted, disconnect, fetch, served } = await serve(name, answer);
  await served;
  expect(posted).toEqual([]);
  expect(disconnect).toHaveBeenCalled();
  expect(fetch).toHaveBeenCalledTimes(name === 'automations' ? 1 : 0);
});

test('when the background leaves, the request is given up', async () => {
  const { fetch, leave, posted, served } = await serve('automations', () => new Promise<Response>(() => {}));
  const signal = fetch.mock.calls[0]?.[1].signal;
  expect(signal?.aborted).toBe(false);
  leave();
  expect(signal?.aborted).toBe(true);
  expect(posted).toEqual([]);
  await Promise.race([served, Promise.resolve()]);
});
