import { SEED } from '../../demo/seed.ts';
import { backupFile } from './backup-file.ts';
import { addAll, addingSent, madeIn, opened, readyToAdd } from './restoring.ts';
import { expect, test } from './session.ts';

/** What keeps work that is under way within reach. */
const PEOPLE = 60;
const ADD = /\/subscribers\/\d+$/;

test('a backup whose people are being added stays, and the list shows the work, which is stopped there', async ({
  connected,
  demo,
}) => {
  const manager = await readyToAdd(connected, demo, PEOPLE);
  demo.faults.push({ method: 'POST', path: ADD, times: PEOPLE, effect: { kind: 'delay', ms: 2000 } });
  await addAll(manager, PEOPLE);
  await expect.poll(() => addingSent(demo).length).toBeGreaterThan(0);
  await manager.click('More');
  await manager.click('Remove');
  await manager.click('Remove for good');
  await expect(manager).toShow('Its subscribers are being added to the new sequence.');
  await manager.click('Show what’s under way');
  await expect(manager).toShow(`of ${PEOPLE} subscribers done.`);
  await manager.click('Stop adding');
  await expect(manager).toShow(/Stopped: \d+ of 60 added/);
  const there = addingSent(demo).length;
  expect(there).toBeLessThan(PEOPLE);
  await manager.click('More');
  await manager.click('Remove');
  await manager.click('Remove for good');
  // It looks for a second copy of the new sequence until Kit's lists have caught up.
  await expect(manager).toShow('A restore still needs this backup.');
  await connected.killBackground();
  await manager.reload();
  await expect(manager).toShow('Checking whether Kit made anything twice');
  expect(await manager.text()).toContain('60 subscribers, 5 emails');
  expect(addingSent(demo)).toHaveLength(there);
});

/** What an earlier version allowed, and what a browser may do: the backup goes from under a job. */
const LOSE_BACKUPS = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('backups');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(['backups', 'parts'], 'readwrite');
    for (const store of ['backups', 'parts']) transaction.objectStore(store).clear();
    transaction.oncomplete = () => (opening.result.close(), resolve(true));
    transaction.onerror = () => reject(transaction.error);
  };
})`;

test('a restore whose backup is gone is shown in the list, and can be cancelled there', async ({
  connected,
  demo,
}) => {
  const manager = await opened(connected, await backupFile(demo, SEED.welcome));
  demo.faults.push({
    method: 'POST',
    path: /\/emails$/,
    skip: 1,
    effect: { kind: 'status', status: 403 },
  });
  await manager.click('Restore sequence');
  await expect(manager).toShow('Kit doesn’t allow this account to do that.');
  expect(madeIn(demo)).toHaveLength(1);
  expect(await manager.evaluate(LOSE_BACKUPS)).toBe(true);
  await manager.evaluate(`(location.hash = '#/', location.reload())`);
  await expect(manager).toShow('No backups yet.');
  await expect(manager).toShow('Kit doesn’t allow this account to do that.');
  await manager.click('Cancel restore');
  await expect(manager).toShow('An unfinished sequence is left in Kit.');
});
