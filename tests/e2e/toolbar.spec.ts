import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, pressDelete, test, writes } from './session.ts';

test('on a sequence it tells the verdict, opens the panel, and backs up', async ({ connected, demo }) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await connected.pressToolbarButton();
  await expect
    .poll(() => connected.popupText())
    .toMatch(/Welcome series[\s\S]*In use[\s\S]*still waiting for emails/);
  await connected.pressInPopup('Back up now');
  await expect.poll(() => connected.popupText()).toContain('Backup started. You can close this.');
  await connected.pressInPopup('Safe delete');
  await expect.poll(() => tab.panelOpen()).toBe(true);
  await expect.poll(() => connected.popupText()).toBe(null);
  const manager = await connected.manager('#/history');
  await expect
    .poll(async () => {
      await manager.reload();
      return manager.text();
    })
    .toMatch(/Back up\s+Welcome series\s+Done/);
  expect(writes(demo)).toEqual([]);
});

test('the verdict that is kept is there before Kit answers', async ({ connected, demo }) => {
  const { tab } = await openPanel(connected, SEED.empty);
  await tab.goto(`/sequences/${SEED.empty}`);
  const arrive = Promise.withResolvers<void>();
  demo.faults.push({ path: /\/v4\//, times: 99, effect: { kind: 'hook', run: () => arrive.promise } });
  await connected.pressToolbarButton();
  await expect.poll(() => connected.popupText()).toMatch(/Checking again in Kit…/);
  arrive.resolve();
  await expect.poll(() => connected.popupText()).not.toContain('Checking again');
});

test('elsewhere it tells what is connected, what was done last, and leads on', async ({ connected }) => {
  const { tab, panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  await tab.goto('/sequences');
  await connected.pressToolbarButton();
  for (const words of [
    'Open a sequence in Kit',
    'Connected: Juniper Street Letters',
    'Retired',
    'Backups',
    'History',
  ])
    await expect
      .poll(async () => (await connected.popupText())?.replaceAll(/[\u2068\u2069]/g, ''))
      .toContain(words);
  await expect.poll(() => connected.popupText()).toMatch(/Recently\s+Delete .+Done/);
  expect(await tab.panelOpen()).toBe(false);
});

test('where nothing is connected it says so', async ({ session }) => {
  await session.kit(`/sequences/${SEED.welcome}`);
  await session.pressToolbarButton();
  await expect
    .poll(() => session.popupText())
    .toMatch(/Couldn’t check this sequence\s+You’re not connected to Kit yet\.\s+Connect with Kit/);
});
