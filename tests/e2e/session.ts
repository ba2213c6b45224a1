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
  type(label: string, text: string): Promise<void>;
  /** Null when there is no such button. */
  enabled(button: string): Promise<boolean | null>;
  has(label: string): Promise<boolean>;
  press(key: 'Escape'): Promise<void>;
  /** Closes the tab. */
  close(): Promise<void>;
}

/** A tab with a page of Kit. */
export interface KitTab {
  /** Loads a path of app.kit.com, or an address. */
  goto(path: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  evaluate<T>(script: string): Promise<T>;
  launchers(): Promise<number>;
  /** Presses the launcher and gives the panel. */
  openPanel(): Promise<View>;
  panelOpen(): Promise<boolean>;
  close(): Promise<void>;
}

export interface BrowserSession {
  /** The options page that is open. A first install opens one. */
  options(): Promise<View>;
  kit(path: string): Promise<KitTab>;
  /** Presses the extension's button in the toolbar. */
  pressToolbarButton(): Promise<void>;
  /** What the popup behind that button says; null when it is closed. */
  popupText(): Promise<string | null>;
  /** Closes the window that a sign-in opened beside the options page. */
  closeSignIn(): Promise<void>;
  close(): Promise<void>;
}

export const test = base.extend<{ demo: Demo; session: BrowserSession; connected: BrowserSession }>({
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
  session: async ({ demo }, use, { project }) => {
    const open = project.name === 'firefox' ? openFirefox : openChromium;
    const session = await open(demo.proxyPort);
    await use(session);
    await session.close();
  },
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
export async function openPanel(session: BrowserSession, id: number): Promise<{ tab: KitTab; panel: View }> {
  const tab = await session.kit(`/sequences/${id}`);
  const panel = await tab.openPanel();
  await expect.poll(() => panel.text()).not.toMatch(/Asking Kit|^$/);
  return { tab, panel };
}

/** From the review through confirmation to the countdown. */
export async function pressDelete(panel: View, typed: string | null): Promise<void> {
  await panel.click('Delete sequence');
  if (typed !== null) await panel.type('Type the sequence name to confirm', typed);
  await panel.click('Delete now');
}

/** For an extension page: the text of the open popup, or null. */
export const POPUP_TEXT = `(globalThis.browser ?? chrome).extension
  .getViews({ type: 'popup' })[0]?.document.body.innerText ?? null`;

export const deletes = (demo: Demo) => demo.requests.filter(({ method }) => method === 'DELETE');
export const writes = (demo: Demo) =>
  demo.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v4/'));
