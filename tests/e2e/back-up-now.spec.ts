import { expect } from '@playwright/test';
import { SEED } from '../../demo/seed.ts';
import { openPanel, test, writes } from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';
const PEOPLE = new RegExp(`^/v4/sequences/${ID}/subscribers.*per_page=1000`);

test('a backup without a delete: from the review to the list, and Kit is not changed', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => panel.text()).toContain('Backed up');
  expect(await panel.enabled('Download backup')).toBe(true);
  expect(writes(demo)).toEqual([]);
  const manager = await connected.manager('#/');
  await expect.poll(() => manager.text()).toContain(NAME);
  expect(await manager.text()).toContain('1,480 people');
  expect(await manager.text()).not.toContain('Unfinished:');
  await panel.click('Check again');
  await expect.poll(() => panel.text()).toContain('1,284 active subscribers');
});

test('it goes on when the panel is closed, and tells the next one how it ended', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => panel.text()).toContain('The backup continues while your browser is open.');
  await expect.poll(() => demo.faults).toEqual([]);
  await tab.close();
  // The request that hangs is given up after a while and sent again.
  const manager = await connected.manager('#/');
  await expect.poll(() => manager.text(), { timeout: 60_000 }).toContain('1,480 people, 5 emails');
  const { panel: next } = await openPanel(connected, ID);
  await expect.poll(() => next.text()).toContain('Backed up');
});

test('it goes on by itself after the background was killed', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => demo.faults).toEqual([]);
  await connected.killBackground();
  // The panel's port starts the background again.
  await expect.poll(() => panel.text(), { timeout: 60_000 }).toContain('Backed up');
  expect(writes(demo)).toEqual([]);
});

test('a cancel stops it, and what was saved stays', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await panel.click('More');
  await panel.click('Back up now');
  await expect.poll(() => demo.faults).toEqual([]);
  await panel.click('Cancel');
  await expect.poll(() => panel.text()).toContain('Backup canceled.');
  const manager = await connected.manager('#/');
  await expect.poll(() => manager.text()).toContain('Unfinished:');
});
