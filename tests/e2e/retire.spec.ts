import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, deletes, expect, openPanel, pressDelete, test, writes } from './session.ts';

const ACTIVE = { method: 'PUT', body: { active: true } };
const PAUSED = { method: 'PUT', body: { active: false } };

/** Pauses an active sequence and retires it, in a panel that is then given. */
async function retire(connected: BrowserSession, id: number) {
  const { panel } = await openPanel(connected, id);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  await panel.click('Retire');
  await expect(panel).toShow('We’ll remind you on');
  return panel;
}

test('after a pause a sequence is retired, listed, and brought back', async ({ connected, demo }) => {
  const panel = await retire(connected, SEED.welcome);
  await panel.click('Open retired sequences');
  const manager = await connected.manager();
  await expect(manager).toShow('Welcome series');
  await expect(manager).toShow('We’ll remind you on');
  await manager.click('Bring back');
  await expect(manager).toShow('You brought it back. It’s active again.');
  expect(writes(demo)).toMatchObject([PAUSED, ACTIVE]);
  expect(demo.kit.sequence(SEED.welcome).settings.active).toBe(true);
});

test('Retire instead pauses and deletes nothing, also where the background dies in the middle', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('Delete sequence');
  demo.faults.push({
    path: /\/v4\/sequences\/\d+$/,
    method: 'PUT',
    effect: { kind: 'delay', ms: 3000 },
    times: 1,
  });
  await panel.click('Retire instead');
  await expect.poll(() => writes(demo).length).toBe(1);
  await connected.killBackground();
  await expect(panel).toShow('We’ll remind you on');
  expect(demo.kit.sequence(SEED.welcome).settings.active).toBe(false);
  expect(deletes(demo)).toEqual([]);
  const manager = await connected.manager('#/retired');
  await expect(manager).toShow('Welcome series');
  await manager.click('Stop reminding me');
  await expect(manager).toShow('You stopped the reminder. The sequence is still paused.');
});

test('Bring back is refused where somebody changed the sequence in Kit since', async ({
  connected,
  demo,
}) => {
  await retire(connected, SEED.welcome);
  demo.kit.rename(SEED.welcome, 'Welcome, new');
  const manager = await connected.manager('#/retired');
  await manager.click('Bring back');
  await expect(manager).toShow('It wasn’t brought back');
  expect(demo.kit.sequence(SEED.welcome).settings.active).toBe(false);
  expect(writes(demo)).toMatchObject([PAUSED]);
});

test('a retired sequence that is deleted here is not listed as resting any more', async ({
  connected,
  demo,
}) => {
  const panel = await retire(connected, SEED.empty);
  await panel.click('Check again');
  await pressDelete(panel, null);
  await expect(panel).toShow('Kit deleted the sequence.');
  const manager = await connected.manager('#/retired');
  await expect(manager).toShow('It was deleted, so we won’t remind you.');
  expect(deletes(demo)).toHaveLength(1);
});
