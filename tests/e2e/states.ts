import type { BrowserContext, Frame, Page } from '@playwright/test';
import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';

/** A walk through what people see, in one Chromium. Pictures are taken on it, and every state is looked at. */
export interface Walk {
  context: BrowserContext;
  demo: Demo;
  /** The options page that the first install opened. It is led from one page to the next. */
  page: Page;
  /** Is called in each state. It may change size and colours, and leaves them as they were. */
  at(state: string, page: Page): Promise<void>;
}

const KIT = 'https://app.kit.com';
const launcherOn = (page: Page) => page.getByRole('button', { name: 'Safe delete', exact: true });
const panelOn = (page: Page) => page.frameLocator('iframe[title="Safe delete"]');
/** The frame of an open drawer. One that is fetched ahead is in a closed one. */
export async function panelFrame(page: Page): Promise<Frame | undefined> {
  const drawer = page.locator('iframe[title="Safe delete"]');
  if (!(await drawer.isVisible())) return undefined;
  return (await (await drawer.elementHandle())?.contentFrame()) ?? undefined;
}

export async function openPanel(page: Page, id: number) {
  await page.goto(`${KIT}/sequences/${id}`);
  await launcherOn(page).click();
  return panelOn(page);
}

/** Past the second wave of a look. */
export async function review(page: Page, id: number) {
  const panel = await openPanel(page, id);
  await panel.getByRole('button', { name: 'Delete sequence' }).waitFor();
  await panel.getByText(/Counting the|Checking where/).waitFor({ state: 'detached' });
  // The last part to arrive, where it could be asked for.
  if (id === SEED.welcome) await panel.getByText('in the last 30 days').waitFor();
  return panel;
}

/** Holds what is asked at this path until it is let go. */
export function hold(demo: Demo, path: RegExp, more: { method?: string; skip?: number } = {}): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  demo.faults.push({ path, times: 99, effect: { kind: 'hook', run: () => promise }, ...more });
  return () => {
    demo.faults.splice(0);
    resolve();
  };
}

/** Settings before and after the first connection, and what is empty before it. */
export async function connecting({ page, at }: Walk): Promise<void> {
  const options = page.url();
  const ours = (path: string) => page.goto(options.replace('/options.html', path));
  const key = page.getByRole('textbox', { name: 'API key' });
  await key.waitFor();
  await at('options', page);
  await page.getByText('Use your own Kit app').click();
  await key.fill('none');
  await page.getByRole('button', { name: 'Connect with API key' }).click();
  await page.getByRole('alert').waitFor();
  await at('options-refused', page);
  await ours('/popup.html');
  await page.getByText('press this button again').waitFor();
  await at('popup', page);
  await ours('/panel.html');
  await page.getByText('doesn’t name a sequence').waitFor();
  await at('panel-nowhere', page);
  await ours(`/panel.html#/sequences/${SEED.welcome}`);
  await page.reload();
  await page.getByRole('alert').waitFor();
  await at('panel-unconnected', page);
  for (const [tab, words] of [
    ['retired', 'Nothing is retired'],
    ['backups', 'Your browser has room for'],
    ['history', 'Nothing yet'],
  ] as const) {
    await ours(`/manager.html#/${tab}`);
    await page.getByText(words).waitFor();
    await at(`${tab}-none`, page);
  }
  await page.goto(options);
  await connect(page);
  await page.getByText('Connect another account').click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('Kit accepts the connection').waitFor();
  await at('settings', page);
}

/** Enters the key on the options page. */
export async function connect(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'API key' }).fill(SEED.apiKey);
  await page.getByRole('button', { name: 'Connect with API key' }).click();
  await page.getByRole('button', { name: 'Disconnect' }).waitFor();
}

/** The button on Kit's page, and the report on a sequence, in each of its levels. */
export async function reviewing({ page, context, demo, at }: Walk): Promise<void> {
  await page.goto(`${KIT}/sequences/${SEED.welcome}`);
  const understood = page.getByRole('button', { name: 'Got it' });
  await understood.waitFor();
  await at('launcher-hint', page);
  await understood.click();
  await at('launcher', page);
  let go = hold(demo, new RegExp(`/sequences/${SEED.welcome}\\?`));
  const panel = await openPanel(page, SEED.welcome);
  await panel.locator('.skeleton').waitFor();
  await at('skeleton', page);
  go();
  await panel.getByRole('button', { name: 'Pause sequence' }).waitFor();
  go = hold(demo, /\/subscribers\?.*(status=all|per_page=1000)/);
  await openPanel(page, SEED.welcome);
  await panel.getByText('Counting the subscribers').waitFor();
  await at('review-counting', page);
  go();
  await review(page, SEED.welcome);
  await at('review', page);
  for (const more of ['How we worked this out', 'More']) await panel.getByText(more, { exact: true }).click();
  await panel.getByRole('button', { name: 'Show who is waiting' }).click();
  await panel.getByRole('button', { name: 'Copy as CSV' }).click();
  await at('review-open', page);
  await panel.getByRole('button', { name: 'Delete sequence' }).click();
  await panel.getByRole('textbox').fill('Welcome series');
  await at('confirm', page);
  await page.evaluate(`(() => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'inset:0; width:100vw; max-width:none; height:100vh; opacity:0; pointer-events:none';
    document.body.append(cover);
    cover.showPopover();
  })()`);
  // A click that is led here by a decoy, whatever the button looks like.
  await panel.getByRole('button', { name: 'Delete now' }).evaluate('(button) => button.click()');
  await panel.getByRole('alert').waitFor();
  await at('covered', page);
  await review(page, SEED.empty);
  await at('verdict-unused', page);
  demo.faults.push({ path: /status=active/, times: 3, effect: { kind: 'status', status: 500 } });
  await review(page, SEED.empty);
  await at('verdict-unknown', page);
  demo.kit.change(SEED.excludes, { exclude_subscriber_sources: [{ type: 'sequence', ids: [SEED.empty] }] });
  // The extension keeps the list of sequences for five minutes.
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate(`chrome.storage.session.remove('sequences/${SEED.account}')`);
  await review(page, SEED.empty);
  await at('verdict-careful', page);
}

/** What is told where something cannot be done. */
export async function refusing({ page, demo, at }: Walk): Promise<void> {
  await page.goto(`${KIT}/sequences/${SEED.paused}`);
  await page.evaluate(`document.querySelector('[data-component="Navigation"]')
    .setAttribute('data-props', JSON.stringify({ userInfo: { id: 2 } }))`);
  await launcherOn(page).click();
  const panel = panelOn(page);
  await panel.getByText('but the page shows another Kit account').waitFor();
  await at('foreign', page);
  demo.faults.push({ path: /\/v4\/sequences\/\d+\?/, effect: { kind: 'status', status: 403 } });
  await openPanel(page, SEED.paused);
  await panel.getByText('Couldn’t check this sequence').waitFor();
  await at('unchecked', page);
  await review(page, SEED.paused);
  demo.faults.push({ method: 'PUT', path: /\/v4\/sequences\//, effect: { kind: 'status', status: 422 } });
  await panel.getByRole('button', { name: 'Resume sequence' }).click();
  await panel.getByText('Not resumed').waitFor();
  await at('failed', page);
}

/** Pausing, retiring and deleting, up to the lists of what was done. */
export async function doing({ page, context, demo, at }: Walk): Promise<void> {
  let panel = await review(page, SEED.evergreen);
  await panel.getByRole('button', { name: 'Pause sequence' }).click();
  // The review says of a pause what its end says, so that only the headline tells them apart.
  await panel.getByRole('heading', { name: 'Paused', exact: true }).waitFor();
  await at('paused', page);
  await panel.getByRole('button', { name: 'Retire', exact: true }).click();
  await panel.getByText('We’ll remind you on').waitFor();
  await at('retired', page);
  panel = await review(page, SEED.welcome);
  await panel.getByText('More', { exact: true }).click();
  await panel.getByRole('button', { name: 'Tell me when it is safe' }).click();
  await panel.getByRole('button', { name: 'Watch this sequence' }).waitFor();
  await at('watch-offer', page);
  await panel.getByRole('button', { name: 'Watch this sequence' }).click();
  await panel.getByRole('button', { name: 'Stop watching' }).waitFor();
  await at('watched', page);
  await panel.getByRole('button', { name: 'Delete sequence' }).click();
  await panel.getByRole('textbox').fill('Welcome series');
  const go = hold(demo, /\/subscribers\?.*per_page=1000/, { skip: 1 });
  await panel.getByRole('button', { name: 'Delete now' }).click();
  await panel.getByText(/subscribers? saved/).waitFor();
  await at('saving', page);
  go();
  // What is shown of it now stays for the rest of the countdown, and is looked at in less.
  await panel.getByText('Nothing has been deleted yet.').waitFor();
  await at('countdown', page);
  await panel.getByRole('heading', { name: 'Deleted', exact: true }).waitFor();
  await at('deleted', page);
  panel = await review(page, SEED.empty);
  await panel.getByText('More', { exact: true }).click();
  await panel.getByRole('button', { name: 'Back up now' }).click();
  await panel.getByText('Saved in this browser.').waitFor();
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    panel.getByRole('button', { name: 'Restore', exact: true }).click(),
  ]);
  await opened.getByRole('link', { name: 'All backups' }).click();
  await opened.getByText('Your browser has room for').waitFor();
  await at('backups', opened);
  const row = opened.locator('.row', { hasText: 'Welcome series' });
  await row.getByText('More').click();
  await at('backups-menu', opened);
  await row.getByRole('button', { name: 'Remove' }).click();
  await opened.getByRole('button', { name: 'Remove for good' }).waitFor();
  await at('backups-remove', opened);
  for (const tab of ['Retired', 'History'] as const) {
    await opened.getByRole('link', { name: tab }).click();
    await opened.getByText(tab === 'Retired' ? 'We’ll remind you on' : 'Export as CSV').waitFor();
    await at(tab === 'Retired' ? 'retired-list' : 'history', opened);
  }
  await opened.goto(opened.url().replace(/\/manager.html.*/, '/popup.html'));
  await opened.getByText('Recently').waitFor();
  await at('popup-home', opened);
  await opened.close();
}

/** A backup of the deleted welcome series, and its restore. */
export async function restoring({ page, context, demo, at }: Walk): Promise<void> {
  await page.goto(`${await managerOf(context)}#/backups`);
  await page.getByRole('link', { name: 'Welcome series' }).click();
  await page.getByRole('button', { name: 'Restore sequence' }).waitFor();
  await at('backup', page);
  const go = hold(demo, /^\/v4\/sequences\/9\d\d\d\/emails/, { method: 'GET' });
  await page.getByRole('button', { name: 'Restore sequence' }).click();
  await page.getByText('Comparing the new sequence').first().waitFor();
  await at('restoring', page);
  go();
  await page.getByRole('button', { name: 'Exclude the new sequence' }).first().waitFor();
  await at('restored', page);
}

/** The people of the sequence that was just restored. */
export async function adding({ page, demo, at }: Walk): Promise<void> {
  await page.getByText('Add subscribers', { exact: true }).click();
  await page.getByText('Who to add').waitFor();
  await page.getByLabel('Everyone who may have had emails to come').check();
  await page.getByRole('textbox').fill('Welcome series');
  await at('people', page);
  const go = hold(demo, /\/subscribers\/\d+$/, { method: 'POST' });
  await page.getByRole('button', { name: /^Add [\d,]+ subscriber/ }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await at('adding', page);
  go();
  await page.getByText('Done:').waitFor();
  await at('added', page);
}

async function managerOf(context: BrowserContext): Promise<string> {
  const [worker] = context.serviceWorkers();
  return new URL('/manager.html', (worker ?? (await context.waitForEvent('serviceworker'))).url()).href;
}
