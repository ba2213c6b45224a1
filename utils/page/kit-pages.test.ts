// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { kitPagePath } from './kit-page-names.ts';
import { serveKitPage } from './kit-pages.ts';

afterEach(() => vi.unstubAllGlobals());

const attribute = (value: unknown) => JSON.stringify(value).replaceAll('"', '&quot;');
const navbar = {
  layoutConfig: { components: { navbar: { data: { userInfo: { id: 29, email: 'a@b.c' } } } } },
};
const LIST = (automations: unknown) =>
  `<div id="app" data-page="${attribute({ props: { automations, ...navbar } })}"></div>`;

const NOTHING = { account: null, automations: null, rules: null, nodes: null };

/** Serves one port on a Kit that answers so; gives what was posted and what was fetched. */
async function serve(name: string, answer: () => Promise<Response> | Response) {
  const fetch = vi.fn((_address: string, _options: RequestInit) => Promise.resolve().then(answer));
  vi.stubGlobal('fetch', fetch);
  const posted: unknown[] = [];
  const disconnect = vi.fn();
  let leave = () => {};
  const served = serveKitPage({
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

test('the name of a port is the path of a page of automations or Rules, and of nothing else', () => {
  for (const name of ['automations', 'automations/503', 'rules']) expect(kitPagePath(name)).toBe(`/${name}`);
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
    'rules/7',
    'xrules',
    'rulesx',
    'sequences/80',
    'automations/5e3',
    'automations/1234567890123456',
  ]) {
    expect(kitPagePath(name), name).toBeNull();
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
    { ...NOTHING, account: 29, automations: [{ id: 501, name: 'Path', live: true, active: true }, {}] },
  ]);
  expect(disconnect).toHaveBeenCalled();
});

test('of a Rule, what starts it and what it does, and nothing else', async () => {
  const step = { resource_type: 'Sequence', resource_id: 80 };
  const rule = { id: 7, name: 'Guests', active: true, triggers: [{ ...step, secret: 'x' }], actions: 'odd' };
  const props = { rules: [{ ...rule, secret: ['x'] }], ...navbar };
  const page = `<div id="app" data-page="${attribute({ props })}"></div>`;
  const { posted, served, fetch } = await serve('rules', () => new Response(page));
  await served;
  expect(fetch.mock.calls[0]?.[0]).toBe(`${location.origin}/rules`);
  expect(JSON.parse(JSON.stringify(posted))).toEqual([
    { ...NOTHING, account: 29, rules: [{ ...rule, triggers: [step] }] },
  ]);
});

test('of an automation, what its steps are about', async () => {
  const nodes = [{ id: 2, name: 'Welcome', resource_type: 'Sequence', resource_id: 80 }];
  const page = `<workflow-graph data-nodes="${attribute(nodes)}"></workflow-graph>`;
  const { posted, served } = await serve('automations/501', () => new Response(page));
  await served;
  expect(posted).toEqual([{ ...NOTHING, nodes: [{ resource_type: 'Sequence', resource_id: 80 }] }]);
});

test.each(['{', '"text"', '[]', '', '{"props":{"automations":{}}}'])(
  'data that is %j is no list',
  async (data) => {
    const page = `<div data-page="${data.replaceAll('"', '&quot;')}"></div>`;
    const { posted, served } = await serve('automations', () => new Response(page));
    await served;
    expect(posted).toEqual([NOTHING]);
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
