import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, pressDelete, test } from './session.ts';

test.use({ ownBrowser: true });

test('a download that the browser refuses does not count: it stays the only copy, and Remove says so', async ({
  connected,
}) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  await connected.refuseDownloads();
  const manager = await connected.manager('#/');
  await manager.click('Download backup');
  await expect(manager).toShow('Did the file arrive?');
  await manager.click('No');
  await expect(manager).toShow('Then the backup is in this browser only.');
  await manager.reload();
  await expect(manager).toShow('Not downloaded');
  await manager.click('More');
  await manager.click('Remove');
  await expect(manager).toShow('you haven’t confirmed a download of this backup');
});
