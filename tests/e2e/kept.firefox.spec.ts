import { SEED } from '../../demo/seed.ts';
import { expect, openPanelIn, test } from './session.ts';

test('a page that the browser kept and shows again has its launcher, once, and it works', async ({
  connected,
  demo,
}) => {
  demo.web.kept = true;
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers().catch(() => null)).toBe(1);
  await tab.evaluate(`(globalThis.kept = true, null)`);
  await tab.goto('/automations');
  await expect.poll(() => tab.launchers().catch(() => null)).toBe(0);
  // The driver would wait for a load, of which there is none.
  await tab.evaluate('history.back()');
  await expect.poll(() => tab.launchers().catch(() => null)).toBe(1);
  expect(await tab.evaluate('globalThis.kept')).toBe(true);
  const panel = await openPanelIn(tab);
  expect(await panel.text()).toContain('1,284 active subscribers');
});
