import { SEED } from '../../demo/seed.ts';
import { openFirefox } from './firefox.ts';
import { openApart } from './firefox-window.ts';
import { connectByKey, expect, openPanel, test } from './session.ts';

for (const where of ['private window', 'container'] as const) {
  test(`in a ${where}, pages show the backups that the background keeps`, async ({ demo, folder }) => {
    const session = await openFirefox({
      ...{ proxyPort: demo.proxyPort, folder, neighbours: [], inPrivate: 'allowed' },
    });
    await connectByKey(session);
    const { panel } = await openPanel(session, SEED.welcome);
    await panel.click('More');
    await panel.click('Back up now');
    await expect(panel).toShow('Backed up');
    const page = await session.extensionPage('/options.html');
    const address = await page.evaluate<string>(`browser.runtime.getURL('/manager.html')`);
    await openApart(session.browser, where, address);
    const manager = await session.manager();
    await expect(manager).toShow('Welcome series');
    expect(await manager.evaluate<boolean>('browser.extension.inIncognitoContext')).toBe(
      where === 'private window',
    );
    // As it would look if the page asked its own storage.
    expect(
      await manager.evaluate<string>(`indexedDB.databases().then(({ length }) => '' + length, () => 'none')`),
    ).toMatch(/^(0|none)$/);
    await manager.click('Download backup');
    await expect(manager).toShow('The download has started.');
    expect((await session.downloaded('.zip')).file.size).toBeGreaterThan(10_000);
    await session.close();
  });
}

test('a browser that remembers nothing is told apart from an extension that does not answer', async ({
  demo,
  folder,
}) => {
  const session = await openFirefox({
    ...{ proxyPort: demo.proxyPort, folder, neighbours: [], inPrivate: 'always' },
  });
  const options = await session.options();
  await expect(options).toShow('set to never remember history');
  expect(await options.text()).not.toContain('did not answer');
  const manager = await session.manager('#/');
  await expect(manager).toShow('set to never remember history');
  expect(await manager.text()).not.toContain('no backups yet');
  await session.close();
});
