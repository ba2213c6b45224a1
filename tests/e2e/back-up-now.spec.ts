import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, test, writes } from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';
const PEOPLE = new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all.*per_page=1000`);

test('a backup without a delete: from the review to the list, and Kit is not changed', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  await panel.click('More');
  await panel.click('Back up now');
  await expect(panel).toShow('Backed up');
  expect(await panel.enabled('Download backup')).toBe(true);
  expect(writes(demo)).toEqual([]);
  const manager = await connected.manager('#/');
  await expect(manager).toShow(NAME);
  expect(await manager.text()).toContain('1,480 subscribers');
  expect(await manager.text()).not.toContain('Not finished:');
  await panel.click('Check again');
  await expect(panel).toShow('1,284 active subscribers');
});

test('it goes on when the panel is closed, and tells the next one how it ended', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect(panel).toShow('The backup continues while your browser is open.');
  await expect.poll(() => demo.faults).toEqual([]);
  await tab.close();
  // The request that hangs is given up after a while and sent again.
  const manager = await connected.manager('#/');
  await expect(manager).toShow('1,480 subscribers, 5 emails');
  const { panel: next } = await openPanel(connected, ID);
  await expect(next).toShow('Backed up');
});

test('it goes on by itself after the background was killed', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => demo.faults).toEqual([]);
  await connected.killBackground();
  // The panel's port starts the background again.
  await expect(panel).toShow('Backed up');
  expect(writes(demo)).toEqual([]);
});

test('a cancel stops it, and what was saved stays', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => demo.faults).toEqual([]);
  await panel.click('Cancel');
  await expect(panel).toShow('Backup canceled.');
  const manager = await connected.manager('#/');
  await expect(manager).toShow('Not finished:');
});
