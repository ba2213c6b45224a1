import { SEED } from '../../demo/seed.ts';
import { expect, test } from './session.ts';

test('the toolbar button opens the panel for the sequence in the tab', async ({ connected }) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await connected.pressToolbarButton();
  await expect.poll(() => tab.panelOpen()).toBe(true);
  await expect.poll(() => connected.popupText()).toBe(null);
});

test('elsewhere it says what to do', async ({ connected }) => {
  const tab = await connected.kit('/sequences');
  await connected.pressToolbarButton();
  await expect.poll(() => connected.popupText()).toContain('Open a sequence in Kit');
  expect(await tab.panelOpen()).toBe(false);
});
