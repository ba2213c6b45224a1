import { rm } from 'node:fs/promises';
import { SEED } from '../../demo/seed.ts';
import { MESSAGES, PAGE_PORTS, PORTS, titleOf } from './forgeries.ts';
import { makeNeighbour, NEIGHBOUR_PAGE } from './neighbour.ts';
import { type BrowserSession, test as base, expect } from './session.ts';

const NOBODY = 'Could not establish connection. Receiving end does not exist.';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  neighbours: async ({}, use) => {
    const folder = await makeNeighbour();
    await use([folder]);
    await rm(folder, { recursive: true });
  },
});

async function meet(session: BrowserSession) {
  const options = await session.extensionPage('/options.html');
  const [to, origin] = await options.evaluate<[string, string]>(
    '[(globalThis.browser ?? chrome).runtime.id, location.origin]',
  );
  const page = await session.extensionPage(NEIGHBOUR_PAGE);
  /** Has the neighbour's background send a message or open a port to ours; gives what came back. */
  const send = (what: { message: unknown } | { port: string } | { tabPort: string }) =>
    page.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ to, ...what })})`);
  return { page, panel: `${origin}/panel.html`, send };
}

test('no message of another extension is heard', async ({ connected, demo }) => {
  const { send } = await meet(connected);
  const before = demo.requests.length;
  for (const message of MESSAGES) expect.soft(await send({ message }), titleOf(message)).toBe(NOBODY);
  expect(demo.requests.slice(before)).toEqual([]);
});

test('another extension may open no port', async ({ connected }) => {
  const { send } = await meet(connected);
  for (const port of PORTS) expect(await send({ port }), port).toBe(`ended ${NOBODY}`);
});

test('another extension cannot have Kit’s pages read', async ({ connected, demo }) => {
  const { send } = await meet(connected);
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  let loads = 0;
  const run = () => {
    loads += 1;
  };
  demo.faults.push({ path: /^\/(automations|rules)/, times: 100, effect: { kind: 'hook', run } });
  for (const tabPort of PAGE_PORTS) {
    const ended = new Set((await send({ tabPort })) as string[]);
    expect(ended).toEqual(new Set([`ended ${NOBODY}`]));
  }
  expect(loads).toBe(0);
});

test('another extension cannot load the panel', async ({ connected }) => {
  const { page, panel } = await meet(connected);
  expect(
    await page.evaluate(`fetch(${JSON.stringify(panel)}).then((reply) => reply.status, String)`),
  ).toMatch(/^TypeError/);
});
