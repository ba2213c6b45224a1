import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { type Network, openNetwork } from '../../demo/server/network.ts';
import { openChromium, shareChromium } from './chromium.ts';
import type { BrowserSession, KitTab, PanelView, Start, View } from './driver.ts';
import { expect } from './expect.ts';
import { openFirefox, shareFirefox } from './firefox.ts';
import { createLender, type Lender } from './lender.ts';
import { LIMITS, within } from './limits.ts';

export type { BrowserSession, KitTab, PanelView, Realm, View } from './driver.ts';
export { expect } from './expect.ts';

interface Fixtures {
  demo: Demo;
  /** A folder for what the test's browsers leave behind. */
  folder: string;
  /** Folders of other extensions in the browser. */
  neighbours: readonly string[];
  /** Gives the test a browser of its own, which it may restart. */
  ownBrowser: boolean;
  session: BrowserSession;
  connected: BrowserSession;
  /** Opens another browser of the same kind. */
  open(start: Start): Promise<BrowserSession>;
}

/** What the tests that run in one process share. */
interface Shared {
  /** Keeps its address, as a browser keeps its proxy; each test's demo answers behind it. */
  network: Network;
  /** Most tests use one browser, one after the other. */
  lender: Lender;
}

export const test = base.extend<Fixtures, Shared>({
  network: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
    async ({}, use) => {
      const network = await openNetwork();
      await use(network);
      await network.close();
    },
    { scope: 'worker' },
  ],
  lender: [
    async ({ network }, use, { project }) => {
      const share = project.name === 'firefox' ? shareFirefox : shareChromium;
      const lender = createLender(() => share(network.proxyPort));
      await use(lender);
      await lender.close();
    },
    { scope: 'worker', timeout: LIMITS.start },
  ],
  demo: async ({ network }, use) => {
    const demo = await startDemo(network);
    demo.web.rowsLateMs = 0;
    demo.web.rerenders = 0;
    await use(demo);
    const { violations } = demo;
    await demo.close();
    expect(violations).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'safe-delete-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  neighbours: async ({}, use) => use([]),
  ownBrowser: [false, { option: true }],
  session: [
    async ({ demo, folder, neighbours, ownBrowser, open, lender }, use, info) => {
      if (!ownBrowser && neighbours.length === 0) {
        const session = await lender.lend(join(folder, 'downloaded'));
        await use(session);
        await explain(session, demo, info);
        await lender.takeBack();
      } else {
        const session = await open({ proxyPort: demo.proxyPort, folder, neighbours });
        await use(session);
        await explain(session, demo, info);
        await session.close();
      }
    },
    { timeout: 4 * LIMITS.start },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  open: async ({}, use, { project }) => use(project.name === 'firefox' ? openFirefox : openChromium),
  connected: async ({ session }, use) => {
    await connectByKey(session);
    await use(session);
  },
});

/** Of a test that failed, tells what its browser shows and what Kit was asked. */
async function explain(
  session: BrowserSession,
  demo: Demo,
  { status, expectedStatus }: TestInfo,
): Promise<void> {
  if (status === expectedStatus) return;
  const shown = await within(LIMITS.end, 'Looking at the pages', session.shown()).catch((error) => [
    `${error}`,
  ]);
  const asked = demo.requests.map(({ method, path, status: reply }) => `${method} ${path} ${reply}`);
  console.warn([...shown, asked.join('\n')].join('\n\n'));
}

export async function connectByKey(session: BrowserSession): Promise<View> {
  const options = await session.options();
  await options.type('API key', ` ${SEED.apiKey}\n`);
  await expect(options).toShow('Connected to Juniper Street Letters');
  return options;
}

/** Goes to the sequence's page and opens the panel there, past the loading. */
export async function openPanel(
  session: BrowserSession,
  id: number,
): Promise<{ tab: KitTab; panel: PanelView }> {
  const tab = await session.kit(`/sequences/${id}`);
  return { tab, panel: await openPanelIn(tab) };
}

/** Opens the panel in this tab, past the loading. */
export async function openPanelIn(tab: KitTab): Promise<PanelView> {
  const panel = await tab.openPanel();
  await expect(panel).not.toShow(/Checking this sequence|^$/);
  return panel;
}

/** The id that the browser gave to the background that runs now; null when none runs. Starts none. */
export async function backgroundId(session: BrowserSession): Promise<string | null> {
  const options = await session.extensionPage('/options.html');
  return options.evaluate(`(globalThis.browser ?? chrome).runtime
    .getContexts({ contextTypes: ['BACKGROUND'] })
    .then(([background]) => background?.contextId ?? null)`);
}

/** From the review through confirmation to the countdown. */
export async function pressDelete(panel: View, typed: string | null): Promise<void> {
  await panel.click('Delete sequence');
  if (typed !== null) await panel.type('Type the sequence name to confirm', typed);
  await panel.click('Delete now');
}

export const deletes = (demo: Demo) => demo.requests.filter(({ method }) => method === 'DELETE');
export const writes = (demo: Demo) =>
  demo.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v4/'));
