import { expect } from '@playwright/test';
import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import { type Realm, test, type View, writes } from './session.ts';

type Manager = View & Realm;

const NAME = 'Welcome series';

/** Chooses a file in **Restore from file**, as a person would. */
async function chooseFile(manager: Manager, file: Blob): Promise<void> {
  const bytes = Buffer.from(await file.arrayBuffer()).toString('base64');
  await expect.poll(() => manager.text()).toContain('Restore from file');
  await manager.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(bytes)}), (char) => char.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'backup.zip', { type: 'application/zip' }));
    const input = document.querySelector('input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

test('without a backup, the list says so', async ({ connected, demo }) => {
  const manager = await connected.manager('#/');
  await expect.poll(() => manager.text()).toContain('There are no backups yet.');
  expect(writes(demo)).toEqual([]);
});

test('a file is opened and kept, listed, restored, and removed', async ({ connected, demo }) => {
  const manager = await connected.manager('#/');
  await chooseFile(manager, await backupFile(demo, SEED.welcome));
  await expect.poll(() => manager.text()).toContain('The file is whole.');
  const text = await manager.text();
  for (const words of [NAME, 'Juniper Street Letters', 'What cannot be restored'])
    expect(text).toContain(words);
  await manager.click('Restore sequence');
  await expect.poll(() => manager.text()).toContain('Restored');
  console.log(await manager.text());
});
