import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, pressDelete, test } from './session.ts';

test('what was done and what was refused stands in the history, is found, and leaves as a file', async ({
  connected,
  demo,
}) => {
  const { tab, panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  await tab.close();
  const { panel: second } = await openPanel(connected, SEED.empty);
  const { name } = demo.kit.sequence(SEED.empty).settings;
  await pressDelete(second, null);
  await expect(second).toShow('Kit deleted the sequence.');
  const manager = await connected.manager('#/history');
  await expect(manager).toShow('Everyone keeps their place');
  const text = await manager.text();
  expect(text.indexOf(name)).toBeGreaterThan(0);
  expect(text.indexOf(name)).toBeLessThan(text.indexOf('Welcome series'));
  await manager.type('Sequence name or ID', 'welcome');
  await expect(manager).not.toShow(name);
  await expect(manager).toShow('1,284 active subscribers');
  await manager.click('Export as JSON');
  const { file } = await connected.downloaded('.json');
  const entries = JSON.parse(await file.text());
  expect(entries).toMatchObject([
    { kind: 'pause', outcome: 'done', sequence: { id: SEED.welcome }, atStake: 1284 },
  ]);
});

test('the history outlives the browser, and the panel’s result leads to it', async ({ connected }) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  await panel.click('Open history');
  const manager = await connected.manager();
  await expect(manager).toShow('Kit deleted the sequence.');
  expect(await manager.evaluate('location.hash')).toBe('#/history');
});
