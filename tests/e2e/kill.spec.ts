import { expect } from '@playwright/test';
import { SEED } from '../../demo/seed.ts';
import { backgroundId, deletes, openPanel, openPanelIn, pressDelete, test, writes } from './session.ts';

test('a background that was killed under a review starts afresh for the next press', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  const killed = await backgroundId(connected);
  expect(killed).not.toBe(null);
  await connected.killBackground();
  expect(await backgroundId(connected)).not.toBe(killed);
  await panel.click('Pause sequence');
  await expect.poll(() => panel.text()).toContain('Everybody keeps their place.');
  expect(writes(demo).map(({ method, body }) => [method, body])).toEqual([['PUT', { active: false }]]);
});

test('a background that was killed in the countdown deletes nothing', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await pressDelete(panel, 'Welcome series');
  await expect.poll(() => panel.text()).toMatch(/Deleting in/);
  await connected.killBackground();
  await expect.poll(() => panel.text()).toContain('The extension was stopped by the browser');
  await panel.click('Check again');
  await panel.type('Type the sequence name to confirm', 'Welcome series');
  // A second countdown ends after the first would have.
  await panel.click('Delete now');
  await expect.poll(() => panel.text()).toContain('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
});

test('the connection outlasts the browser', async ({ connected }) => {
  await connected.restart();
  const options = await connected.options();
  await expect.poll(() => options.text()).toContain('Connected to Juniper Street Letters');
  const { panel } = await openPanel(connected, SEED.welcome);
  expect(await panel.text()).toContain('1,284 active subscribers');
});

test('two windows on one sequence show one operation and send one DELETE', async ({ connected, demo }) => {
  const { panel: first } = await openPanel(connected, SEED.welcome);
  const second = await openPanelIn(await connected.newWindow(`/sequences/${SEED.welcome}`));
  const page = await connected.extensionPage('/options.html');
  expect(
    await page.evaluate(`(globalThis.browser ?? chrome).windows.getAll().then((all) => all.length)`),
  ).toBe(2);
  for (const panel of [first, second]) {
    await panel.click('Delete sequence');
    await panel.type('Type the sequence name to confirm', 'Welcome series');
  }
  await second.click('Delete now');
  await expect.poll(() => first.text()).toMatch(/Deleting in/);
  for (const panel of [first, second]) {
    await expect.poll(() => panel.text()).toContain('Kit deleted the sequence.');
  }
  expect(deletes(demo)).toHaveLength(1);
});
