import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { openChromium } from './chromium.ts';
import { openFirefox } from './firefox.ts';

/** A page of the extension: the panel, or the options page. */
export interface View {
  /** All text that can be seen. */
  text(): Promise<string>;
  /** A button, or what opens a part of the page, by its accessible name. */
  click(button: string): Promise<void>;
  doubleClick(button: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  /** Turns a checkbox over, by its label. */
  tick(label: string): Promise<void>;
  /** Null when there is no such button. */
  enabled(button: string): Promise<boolean | null>;
  has(label: string): Promise<boolean>;
  press(key: 'Escape' | 'Tab'): Promise<void>;
  /** Closes the tab. */
  close(): Promise<void>;
}

/** Where scripts can be run: a page or a frame, with the rights that it has itself. */
export interface Realm {
  evaluate<T>(script: string): Promise<T>;
  /** Adds a frame, and gives it when its document was loaded or refused. A foreign one has no origin. */
  addFrame(address: string, kind: 'plain' | 'foreign'): Promise<Realm>;
}

export type PanelView = View & Pick<Realm, 'evaluate'>;

/** A tab with a page of Kit. */
export interface KitTab extends Realm {
  /** Loads a path of app.kit.com, or an address. */
  goto(path: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  launchers(): Promise<number>;
  /** Points at the launcher. */
  hover(): Promise<void>;
  /** Presses the launcher and gives the panel. */
  openPanel(): Promise<PanelView>;
  /** The size of what is shown of the page, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  panelOpen(): Promise<boolean>;
  close(): Promise<void>;
}

export interface BrowserSession {
  /** The options page that is open. A first install opens one. */
  options(): Promise<View>;
  kit(path: string): Promise<KitTab>;
  /** The same in a browser window of its own. */
  newWindow(path: string): Promise<KitTab>;
  /** Opens the manager in a tab of its own, at a hash; or gives the one that is open. */
  manager(hash?: string): Promise<View & Realm>;
  /** The first file of this ending that the browser downloaded, once it is whole. */
  downloaded(ending: string): Promise<{ name: string; file: Blob }>;
  /** A page that one of the extensions has open, ours or a neighbour's, by its path. */
  extensionPage(path: string): Promise<Realm>;
  /** Takes the background away in the middle of whatever it does. The next message or port starts a fresh one. */
  killBackground(): Promise<void>;
  /** Closes the browser and starts it again with the same profile: tabs and views from before are gone. */
  restart(): Promise<void>;
  /** Presses the extension's button in the toolbar. */
  pressToolbarButton(): Promise<void>;
  /** What the popup behind that button says; null when it is closed. */
  popupText(): Promise<string | null>;
  /** Closes the window that a sign-in opened beside the options page. */
  closeSignIn(): Promise<void>;
  close(): Promise<void>;
}

/** What a browser is started with. */
export interface Start {
  proxyPort: number;
  /** The folder of the browser's profile. */
  profile: string;
  neighbours: readonly string[];
}

interface Fixtures {
  demo: Demo;
  profile: string;
  /** Folders of other extensions in the browser. */
  neighbours: readonly string[];
  session: BrowserSession;
  connected: BrowserSession;
  /** Opens another browser of the same kind. */
  open(start: Start): Promise<BrowserSession>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  demo: async ({}, use) => {
    const demo = await startDemo();
    demo.web.rowsLateMs = 0;
    demo.web.rerenders = 0;
    await use(demo);
    const { violations } = demo;
    await demo.close();
    expect(violations).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  profile: async ({}, use) => {
    const profile = await mkdtemp(join(tmpdir(), 'safe-delete-'));
    await use(profile);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  neighbours: async ({}, use) => use([]),
  session: async ({ demo, profile, neighbours, open }, use) => {
    const session = await open({ proxyPort: demo.proxyPort, profile, neighbours });
    await use(session);
    await session.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants this form
  open: async ({}, use, { project }) => use(project.name === 'firefox' ? openFirefox : openChromium),
  connected: async ({ session }, use) => {
    await connectByKey(session);
    await use(session);
  },
});

export async function connectByKey(session: BrowserSession): Promise<View> {
  const options = await session.options();
  await options.type('API key', ` ${SEED.apiKey}\n`);
  await expect.poll(() => options.text()).toContain('Connected to Juniper Street Letters');
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
  await expect.poll(() => panel.text()).not.toMatch(/Asking Kit|^$/);
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

/** For a page: adds a frame. Where a document is refused, Chromium loads an error page and Firefox says so. */
export const addFrame: (...of: Parameters<Realm['addFrame']>) => string = (
  address,
  kind,
) => `new Promise((resolve) => {
  const frame = document.createElement('iframe');
  if (${kind === 'foreign'}) frame.sandbox = 'allow-scripts';
  frame.onload = frame.onerror = () => resolve();
  frame.src = ${JSON.stringify(address)};
  document.body.append(frame);
})`;

/** For an extension page: the text of the open popup, or null. */
export const POPUP_TEXT = `(globalThis.browser ?? chrome).extension
  .getViews({ type: 'popup' })[0]?.document.body.innerText ?? null`;

/** For an extension page: opens another one. */
export const openTab = (path: string) =>
  `(globalThis.browser ?? chrome).tabs.create({ url: ${JSON.stringify(path)} }).then(() => null)`;

export const deletes = (demo: Demo) => demo.requests.filter(({ method }) => method === 'DELETE');
export const writes = (demo: Demo) =>
  demo.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v4/'));
