import { bidi, contextOf, openTabs } from '../../demo/bidi.ts';
import { openFirefox } from './firefox.ts';
import { expect, test } from './session.ts';

test('a page of the extension that Puppeteer does not know is found all the same', async ({
  demo,
  folder,
}) => {
  const session = await openFirefox({ proxyPort: demo.proxyPort, folder, neighbours: [] });
  await session.manager('#/');
  const { browser } = session;
  const known = async () => (await browser.pages()).map(contextOf);
  const tab = (await openTabs(browser)).find(({ url }) => new URL(url).pathname === '/manager.html');
  if (!tab) throw new Error('The manager is not open');
  // As when Firefox had not told of it.
  bidi(browser).emit('browsingContext.contextDestroyed', { ...tab, parent: null });
  expect(await known()).not.toContain(tab.context);
  const manager = await session.manager();
  await expect(manager).toShow('No backups yet.');
  expect(await known()).toContain(tab.context);
  await session.close();
});
