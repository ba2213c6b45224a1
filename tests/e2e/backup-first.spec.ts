import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { deletes, expect, openPanel, pressDelete, test } from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';
const PEOPLE = new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all.*per_page=1000`);
const CONTENT = new RegExp(`^/v4/sequences/${ID}/emails`);

const placeOf = (demo: Demo, path: RegExp, method = 'GET') =>
  demo.requests.findLastIndex((one) => one.method === method && path.test(one.path));

test('a delete is sent only after everything was read, and its backup is in the list', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  await pressDelete(panel, NAME);
  await expect(panel).toShow('The backup is in this browser.');
  const sent = placeOf(demo, new RegExp(`^/v4/sequences/${ID}$`), 'DELETE');
  for (const path of [PEOPLE, CONTENT]) {
    expect(placeOf(demo, path)).toBeGreaterThan(-1);
    expect(placeOf(demo, path)).toBeLessThan(sent);
  }
  expect(deletes(demo)).toHaveLength(1);
  const manager = await connected.manager('#/');
  await expect(manager).toShow(NAME);
  expect(await manager.text()).toContain('1,480 subscribers');
});

test('without the backup nothing of it is read', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  await panel.click('Delete sequence');
  await panel.tick('Back up first');
  expect(await panel.text()).toContain('Nothing will be saved.');
  await panel.type('Type the sequence name to confirm', `${NAME}\n`);
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(await panel.text()).not.toContain('The backup is in this browser');
  expect(placeOf(demo, PEOPLE)).toBe(-1);
});

test('a backup that cannot be completed stops the delete, and one may pause instead', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'status', status: 403 } });
  await pressDelete(panel, NAME);
  await expect(panel).toShow(/Not deleted\s+The backup isn’t complete\./);
  expect(await panel.text()).toContain('Nothing was changed in Kit.');
  expect(await panel.enabled('Delete without a backup')).toBe(true);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  expect(deletes(demo)).toHaveLength(0);
  expect(demo.kit.sequence(ID).settings.active).toBe(false);
});

test('a backup that cannot be completed can be done without, when typed again', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'status', status: 403 } });
  await pressDelete(panel, NAME);
  await expect.poll(() => panel.enabled('Delete without a backup')).toBe(true);
  await panel.click('Delete without a backup');
  await expect(panel).toShow('Not deleted, because the backup isn’t complete.');
  await expect(panel).toShow('1,284 active subscribers');
  await panel.click('Delete sequence');
  await expect(panel).toShow('Nothing will be saved.');
  expect(await panel.enabled('Delete now')).toBe(false);
  await panel.type('Type the sequence name to confirm', `${NAME}\n`);
  await expect(panel).toShow('Kit deleted the sequence.');
});

test('a backup can be cancelled, and the next one goes on', async ({ connected, demo }) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({ path: PEOPLE, effect: { kind: 'hang before effect' } });
  await pressDelete(panel, NAME);
  await expect(panel).toShow('Backing up before anything is deleted');
  await expect.poll(() => placeOf(demo, PEOPLE)).toBeGreaterThan(-1);
  await panel.click('Cancel');
  await expect(panel).toShow('Canceled. Nothing has changed in Kit');
  expect(deletes(demo)).toHaveLength(0);
  await panel.click('Check again');
  await pressDelete(panel, NAME);
  await expect(panel).toShow('The backup is in this browser.');
});

test('people who came in while the backup was made are in it, and the delete asks again', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, ID);
  demo.faults.push({
    path: PEOPLE,
    effect: { kind: 'hook', run: () => demo.kit.addSubscribers(ID, 3) },
  });
  await pressDelete(panel, NAME);
  await expect(panel).toShow('It has 1,287 subscribers now');
  expect(await panel.text()).toContain('Kit adds nobody to a paused sequence.');
  expect(deletes(demo)).toHaveLength(0);
  const manager = await connected.manager('#/');
  await expect(manager).toShow('1,483 subscribers');
});
