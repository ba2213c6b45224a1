import { SEED } from '../../demo/seed.ts';
import { deletes, expect, openPanel, pressDelete, test, writes } from './session.ts';

const DRAWERS = `[...document.querySelectorAll('[data-safe-delete-for-kit]')].map(
  ({ shadowRoot }) => shadowRoot.querySelector('dialog').open)`;

// Firefox gives an update's content script to pages that are open, so nothing is left behind that is cut off.
test('after an update, a panel that was open is closed, and the next one works', async ({
  connected,
  demo,
}) => {
  const { tab } = await openPanel(connected, SEED.welcome);
  await connected.reinstall();
  await expect.poll(() => tab.evaluate(DRAWERS)).toEqual([false]);
  const panel = await tab.openPanel();
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  expect(writes(demo)).toMatchObject([{ method: 'PUT', body: { active: false } }]);
});

test('an update in the countdown deletes nothing, and the next panel says so', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow(/Deleting in/);
  await connected.reinstall();
  await expect.poll(() => tab.evaluate(DRAWERS)).toEqual([false]);
  const next = await tab.openPanel();
  await expect(next).toShow('Canceled. Nothing has changed in Kit.');
  expect(deletes(demo)).toEqual([]);
  expect(demo.kit.sequence(SEED.empty).deleted).toBe(false);
});
