/** Makes the pictures of README and docs from the real extension on the embedded Kit: `npm run pictures`. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { startDemo } from '../demo/demo.ts';
import { optionsPage } from '../demo/extension-pages.ts';
import { launchChromium } from '../demo/launch.ts';
import { SEED } from '../demo/seed.ts';

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
const page = await optionsPage(context);
const options = page.url();
const shot = (name: string) => page.screenshot({ path: `${folder}/${name}.png` });

await page.setViewportSize({ width: 1200, height: 760 });
await page.getByRole('textbox', { name: 'API key' }).waitFor();
await shot('options');
await page.getByRole('textbox', { name: 'API key' }).fill(SEED.apiKey);
await page.getByRole('button', { name: 'Connect with API key' }).click();
await page.getByRole('button', { name: 'Disconnect' }).waitFor();

await page.goto(`https://app.kit.com/sequences/${SEED.welcome}`);
const launcher = page.getByRole('button', { name: 'Safe delete' });
await page.getByRole('button', { name: 'Got it' }).click();
await launcher.waitFor();
await shot('launcher');
await launcher.click();
const panel = page.frameLocator('iframe[title="Safe delete"]');
await panel.getByRole('button', { name: 'Pause sequence' }).waitFor();
// The last part of the report to arrive.
await panel.getByText('in the last 30 days').waitFor();
await shot('review-light');
await dress(page, 'dark');
await shot('review-dark');
await page.setViewportSize({ width: 360, height: 760 });
await shot('review-narrow');
await dress(page, 'light');
await page.setViewportSize({ width: 1200, height: 760 });
await panel.getByRole('button', { name: 'Delete sequence' }).click();
await panel.getByRole('textbox').fill('Welcome series');
await shot('confirm');

/** The verdict in each of its levels, light and dark. */
await page.setViewportSize({ width: 480, height: 900 });
await picture('in-use', SEED.welcome);
await picture('unused', SEED.empty);
demo.faults.push({ path: /status=active/, times: 3, effect: { kind: 'status', status: 500 } });
await picture('unknown', SEED.empty);
demo.kit.change(SEED.excludes, { exclude_subscriber_sources: [{ type: 'sequence', ids: [SEED.empty] }] });
// The extension keeps the list of sequences for five minutes.
const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
await worker.evaluate(`chrome.storage.session.remove('sequences/${SEED.account}')`);
await picture('careful', SEED.empty);

async function picture(level: string, id: number) {
  await page.goto(`https://app.kit.com/sequences/${id}`);
  await launcher.click();
  await panel.getByRole('button', { name: 'Delete sequence' }).waitFor();
  await panel.getByText('Counting the subscribers').waitFor({ state: 'detached' });
  await bothWays(`verdict-${level}`, page);
}

/** A backup is taken, and everything is deleted; then it comes back. */
await page.setViewportSize({ width: 480, height: 520 });
const deleted = panel.getByRole('heading', { name: 'Deleted', exact: true });
await remove(SEED.empty, null);
await deleted.waitFor();
await remove(SEED.welcome, 'Welcome series');
await deleted.waitFor();
await shot('deleted');
const [opened] = await Promise.all([
  context.waitForEvent('page'),
  panel.getByRole('button', { name: 'Restore', exact: true }).click(),
]);
await opened.setViewportSize({ width: 800, height: 660 });
await opened.getByRole('link', { name: 'All backups' }).click();
await opened.getByText('Your browser has room for').waitFor();
await bothWays('backups', opened);
await opened.getByRole('link', { name: 'History' }).click();
await opened.getByRole('heading', { name: 'History' }).waitFor();
await bothWays('history', opened);
await opened.getByRole('link', { name: 'Backups' }).click();
await opened.getByRole('link', { name: 'Welcome series' }).click();
await opened.getByRole('button', { name: 'Restore sequence' }).click();
await opened.getByRole('button', { name: 'Exclude the new sequence' }).waitFor();
await bothWays('restored', opened);
await opened.close();

/** A backup that takes its time. Signed in, the extension may ask Kit more often. */
await page.goto(options);
await page.getByText('Connect another account').click();
await page.getByRole('button', { name: 'Connect with Kit' }).click();
await page.getByText('by signing in with Kit').waitFor();
demo.faults.push({ path: /per_page=1000/, times: 500, effect: { kind: 'delay', ms: 1000 } });
await remove(SEED.large, 'Weekly letter archive');
await panel.getByText(/^[4-9]\d,000 of .* a minute/).waitFor();
await bothWays('backing-up', page);
await panel.getByRole('button', { name: 'Cancel' }).click();
await panel.getByText('Canceled.').waitFor();

async function remove(id: number, name: string | null) {
  await page.goto(`https://app.kit.com/sequences/${id}`);
  await launcher.click();
  await panel.getByRole('button', { name: 'Delete sequence' }).click();
  if (name !== null) await panel.getByRole('textbox').fill(name);
  await panel.getByRole('button', { name: 'Delete now' }).click();
}

async function bothWays(name: string, of: Page) {
  // Of the extension's own pages, all of it: in the others, the drawer is as high as the window.
  const fullPage = of !== page;
  for (const colorScheme of ['light', 'dark'] as const) {
    await dress(of, colorScheme);
    await of.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage });
  }
  await dress(of, 'light');
}

/** A page of the extension in a tab of its own is as the computer is; the drawer is as Kit's page is. */
async function dress(of: Page, colorScheme: 'light' | 'dark') {
  await of.emulateMedia({ colorScheme });
  if (!of.url().startsWith('https://app.kit.com/')) return;
  const [paint, filter] = colorScheme === 'dark' ? ['#0f0f12', 'invert(0.9) hue-rotate(180deg)'] : ['', ''];
  await of.evaluate(
    `(document.documentElement.style.background = '${paint}', document.body.style.filter = '${filter}')`,
  );
  // An open panel is as the page was when it was opened.
  const open = of.frames().find((frame) => frame.url().includes('/panel.html'));
  await open?.evaluate(`document.documentElement.style.colorScheme = '${colorScheme}'`);
}
await context.close();
await demo.close();
