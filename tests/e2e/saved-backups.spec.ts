import { readFile } from 'node:fs/promises';
import { SEED } from '../../demo/seed.ts';
import { openZip } from '../../utils/backup/file/open.ts';
import { grantedBuild } from './granted.ts';
import {
  type BrowserSession,
  test as base,
  connectByKey,
  deletes,
  expect,
  openPanel,
  pressDelete,
} from './session.ts';

/** A browser that lets the extension download, connected. */
const test = base.extend({
  connected: async ({ demo, folder, open }, use, { project }) => {
    const browser = project.name === 'firefox' ? 'firefox' : 'chromium';
    const extension = await grantedBuild(browser, folder, ['downloads', 'offscreen']);
    const session = await open({ proxyPort: demo.proxyPort, folder, neighbours: [], extension });
    await connectByKey(session);
    await use(session);
    await session.close();
  },
});

/** Switches it on in the options. */
async function saveEveryBackup(session: BrowserSession): Promise<void> {
  const options = await session.extensionPage('/options.html');
  await options.tick('Save every backup to Downloads');
  const kept = () =>
    options.evaluate<boolean>(
      `(globalThis.browser ?? chrome).storage.local.get('saveBackups').then(({ saveBackups }) => saveBackups === true)`,
    );
  await expect.poll(kept).toBe(true);
}

/** What the browser wrote into Downloads by itself: Chromium's driver hears only of what pages download. */
async function savedFile(session: BrowserSession): Promise<{ path: string; file: Blob }> {
  const options = await session.extensionPage('/options.html');
  const path = await options.evaluate<string>(
    `(globalThis.browser ?? chrome).downloads.search({ state: 'complete' }).then(([item]) => item?.filename ?? '')`,
  );
  return { path, file: new Blob([Uint8Array.from(await readFile(path))]) };
}

test('a delete waits until its backup is whole in Downloads', async ({ connected, demo }, info) => {
  await saveEveryBackup(connected);
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect.poll(() => deletes(demo).length).toBe(1);
  // The browser gave it its name before the delete was sent.
  const { path, file } = await savedFile(connected);
  // Chromium's driver gives files names of its own.
  if (info.project.name === 'firefox') expect(path).toMatch(/kit-sequence-.*-[0-9a-f]{8}\.zip$/);
  expect((await openZip(file)).ok).toBe(true);
  await expect(panel).toShow('Kit deleted the sequence.');
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Downloaded');
  expect(await manager.text()).not.toContain('Not downloaded');
});

test('a file that the browser refuses stops the delete', async ({ connected, demo }) => {
  await saveEveryBackup(connected);
  await connected.refuseDownloads();
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow('Not deleted');
  await expect(panel).toShow('Nothing was changed in Kit.');
  await expect(panel).toShow('turn off saving to Downloads in the options');
  expect(await panel.enabled('Try again')).toBe(true);
  expect(await panel.enabled('Open settings')).toBe(true);
  expect(deletes(demo)).toEqual([]);
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Not downloaded');
});

test('the background is killed while the file is made: a backup makes it again, by itself', async ({
  connected,
  demo,
}) => {
  demo.kit.addSubscribers(SEED.welcome, 20_000, 'active', Date.now() - 400 * 86_400_000, 1_000);
  demo.kit.settle();
  await saveEveryBackup(connected);
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('More');
  await panel.click('Back up now');
  await expect(panel).toShow('Saving the backup to Downloads');
  await connected.killBackground();
  await expect(panel).toShow('Backed up');
  expect((await openZip((await savedFile(connected)).file)).ok).toBe(true);
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Downloaded');
  expect(await manager.text()).not.toContain('Not downloaded');
});

test('what a person downloads is called downloaded once the browser says that it is whole', async ({
  connected,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('More');
  await panel.click('Back up now');
  await expect(panel).toShow('Backed up');
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Not downloaded');
  await manager.click('Download backup');
  await expect(manager).toShow(/Your browser has saved .* completely/);
  expect(await manager.text()).not.toContain('Did the file arrive?');
  await manager.reload();
  await expect(manager).not.toShow('Not downloaded');
  expect((await connected.downloaded('.zip')).file.size).toBeGreaterThan(10_000);
});

test('what the browser refuses is not called downloaded, and nobody has to say so', async ({ connected }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('More');
  await panel.click('Back up now');
  await expect(panel).toShow('Backed up');
  await connected.refuseDownloads();
  const manager = await connected.manager('#/');
  await manager.click('Download backup');
  await expect(manager).toShow('Then the backup is in this browser only.');
  await manager.reload();
  await expect(manager).toShow('Not downloaded');
});
