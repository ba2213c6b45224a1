import { optionsPage } from '../../demo/extension-pages.ts';
import { SEED } from '../../demo/seed.ts';
import { openChromium } from './chromium.ts';
import { expect, test } from './session.ts';

test('databases that the browser closes are opened again', async ({ demo, folder }) => {
  const session = await openChromium({ proxyPort: demo.proxyPort, folder, neighbours: [] });
  const page = await optionsPage(session.context);
  const connect = async () => {
    await page.getByRole('textbox', { name: 'API key', exact: true }).fill(SEED.apiKey);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Connected to Juniper Street Letters')).toBeVisible();
  };
  await connect();
  const debug = await session.context.newCDPSession(page);
  // Clears the database under the background, whose connection is closed.
  await debug.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  });
  await page.reload();
  await connect();
  await session.close();
});
