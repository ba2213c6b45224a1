import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startDemo } from '../../demo/demo.ts';
import { launchChromium, optionsPage } from '../../demo/launch.ts';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';

const locale = process.argv[2] ?? 'en-US';
const demo = await startDemo();
const context = await launchChromium({
  extension: resolve('.output/chrome-mv3'),
  proxyPort: demo.proxyPort,
  headless: true,
  locale,
});
const page = await optionsPage(context);
const de = locale.startsWith('de');
await page.locator('form input').first().fill(SEED.apiKey);
await page.keyboard.press('Enter');
await page
  .getByText(de ? 'Verbunden mit' : 'Connected to')
  .first()
  .waitFor();
const id = new URL(page.url()).host;
await page.setViewportSize({ width: 900, height: 1000 });
const axe = readFileSync('/tmp/axe/package/axe.min.js', 'utf8');
async function look(name: string) {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: `/tmp/mgr/${locale}-${name}-${scheme}.png`, fullPage: true });
    const found = await page
      .evaluate(
        `(async () => { if (!globalThis.axe) { ${axe} } ; const r = await axe.run(); return r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + (n.any[0]?.message ?? '')).join(' | ')); })()`,
      )
      .catch((e) => [String(e).slice(0, 300)]);
    console.log(name, scheme, found);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.screenshot({ path: `/tmp/mgr/${locale}-${name}-narrow.png`, fullPage: true });
  console.log(name, 'overflow at 320', await page.evaluate('document.documentElement.scrollWidth'));
  await page.setViewportSize({ width: 900, height: 1000 });
}
async function choose(file: Blob, name: string) {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(await file.arrayBuffer()) });
}
const list = async () => {
  await page.goto(`chrome-extension://${id}/manager.html#/`);
  await page.locator('input[type=file]').waitFor();
};
await list();
await look('empty');
await choose(new Blob(['hello']), 'x.zip');
await page.getByRole('alert').waitFor();
await look('refused');
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
await choose(
  await backupFile(demo, SEED.markup, { id: uuid(2), startedAt: Date.now() - 3 * 86400000 }),
  'a.zip',
);
await page.getByRole('status').first().waitFor();
await list();
await choose(
  await backupFile(demo, SEED.longName, { id: uuid(3), account: { id: 77, name: 'Another account' } }),
  'b.zip',
);
await page.getByText(de ? 'Verbinden' : 'Connect', { exact: true }).waitFor();
await look('other-account');
await list();
await choose(await backupFile(demo, SEED.welcome), 'c.zip');
await page.getByRole('button', { name: de ? 'Sequenz wiederherstellen' : 'Restore sequence' }).waitFor();
await look('offer');
await list();
await page
  .getByRole('button', { name: de ? 'Entfernen' : 'Remove' })
  .first()
  .click();
await look('list');
await page.goto(`chrome-extension://${id}/manager.html#/backups/${uuid(1)}`);
await page.getByRole('button', { name: de ? 'Sequenz wiederherstellen' : 'Restore sequence' }).click();
await page.waitForTimeout(60);
await look('working');
await page.getByText(de ? 'Mit der Sicherung verglichen' : 'Compared with the backup').waitFor();
await page
  .getByRole('button', { name: de ? 'Die neue Sequenz ausschließen' : 'Exclude the new sequence' })
  .first()
  .click();
await page.waitForTimeout(500);
for (const one of await page.locator('summary').all()) await one.click();
await page.waitForTimeout(800);
await look('done');
const radios = page.locator('input[type=radio]');
if ((await radios.count()) > 2) {
  await radios.nth(2).click();
  await look('people');
}
await context.close();
await demo.close();
