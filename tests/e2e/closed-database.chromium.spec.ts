import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { startDemo } from '../../demo/demo.ts';
import { launchChromium, optionsPage } from '../../demo/launch.ts';
import { SEED } from '../../demo/seed.ts';

test('databases that the browser closes are opened again', async () => {
  const demo = await startDemo();
  const context = await launchChromium({
    extension: resolve('.output/chrome-mv3'),
    proxyPort: demo.proxyPort,
    headless: true,
  });
  const page = await optionsPage(context);
  const connect = async () => {
    await page.getByRole('textbox', { name: 'API key', exact: true }).fill(SEED.apiKey);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Connected to Juniper Street Letters')).toBeVisible();
  };
  await connect();
  const debug = await context.newCDPSession(page);
  // Clears the database under the background, whose connection is closed.
  await debug.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  });
  await page.reload();
  await connect();
  await context.close();
  await demo.close();
});
