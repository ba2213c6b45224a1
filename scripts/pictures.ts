/** Makes the pictures of README and docs from the real extension on the embedded Kit: `npm run pictures`. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { startDemo } from '../demo/demo.ts';
import { optionsPage } from '../demo/extension-pages.ts';
import { launchChromium } from '../demo/launch.ts';
import { SEED } from '../demo/seed.ts';
import { connecting, doing, openPanel, restoring, reviewing, type Walk } from '../tests/e2e/states.ts';
import { dress } from '../tests/e2e/themes.ts';

const folder = resolve('docs/pictures');
mkdirSync(folder, { recursive: true });
const demo = await startDemo();
demo.web.rowsLateMs = 0;
demo.web.rerenders = 0;
const context = await launchChromium({
  extension: resolve('.output/chrome-mv3'),
  proxyPort: demo.proxyPort,
  headless: true,
});
// With an API key, the extension asks Kit only so often a minute.
context.setDefaultTimeout(90_000);
const page = await optionsPage(context);
const options = page.url();

const WIDE = [1200, 760] as const;
const DRAWER = [480, 900] as const;
const LOW = [480, 520] as const;
const STORY = [480, 620] as const;
const POPUP = [340, 480] as const;
const MANAGER = [800, 660] as const;

/** What is taken in a state: size, and whether once, in light, or in light and dark. */
const SHOTS: Record<string, [name: string, size: readonly [number, number], themes: 'light' | 'both'][]> = {
  options: [['options', WIDE, 'light']],
  launcher: [['launcher', WIDE, 'light']],
  review: [
    ['review', WIDE, 'both'],
    ['verdict-in-use', DRAWER, 'both'],
  ],
  confirm: [['confirm', WIDE, 'light']],
  'verdict-unused': [['verdict-unused', DRAWER, 'both']],
  'verdict-unknown': [['verdict-unknown', DRAWER, 'both']],
  'verdict-careful': [['verdict-careful', DRAWER, 'both']],
  paused: [['paused', STORY, 'light']],
  retired: [['retired', STORY, 'light']],
  'retired-list': [['retired-list', MANAGER, 'both']],
  'watch-offer': [['watch-offer', DRAWER, 'both']],
  'popup-home': [['popup', POPUP, 'both']],
  deleted: [['deleted', STORY, 'light']],
  backups: [['backups', MANAGER, 'both']],
  history: [['history', MANAGER, 'both']],
  restored: [['restored', MANAGER, 'both']],
};

const at: Walk['at'] = async (state, of) => {
  for (const [name, size, themes] of SHOTS[state] ?? []) {
    await resize(of, size);
    if (themes === 'light') await shot(name, of);
    else await bothWays(name, of);
  }
  if (state === 'review') {
    await resize(of, [360, 760]);
    await dress(of, 'dark');
    await shot('review-narrow', of);
    await dress(of, 'light');
  }
  await resize(of, WIDE);
};

const walk: Walk = { context, demo, page, at };
await resize(page, WIDE);
for (const part of [connecting, reviewing, doing, restoring]) await part(walk);

/** A backup that takes its time. Signed in, the extension may ask Kit more often. */
await page.goto(options);
await page.getByText('Connect another account').click();
await page.getByRole('button', { name: 'Connect with Kit' }).click();
await page.getByText('by signing in with Kit').waitFor();
demo.faults.push({ path: /per_page=1000/, times: 500, effect: { kind: 'delay', ms: 1000 } });
await resize(page, LOW);
const panel = await openPanel(page, SEED.large);
await panel.getByRole('button', { name: 'Delete sequence' }).click();
await panel.getByRole('textbox').fill('Weekly letter archive');
await panel.getByRole('button', { name: 'Delete now' }).click();
await panel.getByText(/^[4-9]\d,000 of .* a minute/).waitFor();
await bothWays('backing-up', page);
await panel.getByRole('button', { name: 'Cancel' }).click();
await panel.getByText('Canceled.').waitFor();

async function resize(of: Page, [width, height]: readonly [number, number]): Promise<void> {
  await of.setViewportSize({ width, height });
}

async function bothWays(name: string, of: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await dress(of, theme);
    await shot(`${name}-${theme}`, of);
  }
  await dress(of, 'light');
}

/** Of the extension's own pages, all of it: on Kit's, the drawer is as high as the window. */
async function shot(name: string, of: Page): Promise<void> {
  // A review's buttons rest for a moment after each change of its size.
  const panel = of.frames().find((frame) => frame.url().includes('/panel.html'));
  await panel?.locator('.in-sight [aria-disabled=true]').first().waitFor({ state: 'detached' });
  const fullPage = of.url().includes('/manager.html');
  await of.screenshot({ path: `${folder}/${name}.png`, fullPage });
}
await context.close();
await demo.close();
