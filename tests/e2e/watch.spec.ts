import type { Demo } from '../../demo/demo.ts';
import { People } from '../../demo/kit/people.ts';
import { SEED } from '../../demo/seed.ts';
import {
  type BrowserSession,
  deletes,
  expect,
  openPanel,
  type PanelView,
  pressDelete,
  test,
  writes,
} from './session.ts';

const DAY = 86_400_000;

/** Opens the panel of a sequence in use, to where it can be watched. */
async function openOffer(connected: BrowserSession): Promise<PanelView> {
  const { panel } = await openPanel(connected, SEED.welcome);
  await panel.click('More');
  await panel.click('Tell me when it is safe');
  await expect(panel).toShow('If nobody new comes in, nobody will be waiting after');
  return panel;
}

async function watch(connected: BrowserSession): Promise<PanelView> {
  const panel = await openOffer(connected);
  await panel.click('Watch this sequence');
  await expect(panel).toShow('Being watched');
  await expect(panel).toShow('still waiting');
  return panel;
}

/** Everybody who is in it came in long ago, and has had every email. */
function letThemThrough({ kit }: Demo): void {
  kit.sequence(SEED.welcome).people = new People();
  kit.addSubscribers(SEED.welcome, 40, 'active', Date.now() - 90 * DAY);
}

test('a sequence in use is watched and listed, also where the background dies; it says when nobody waits, and leads to the review', async ({
  connected,
  demo,
}) => {
  const panel = await watch(connected);
  await expect(panel).toShow('Stop watching');
  await panel.click('Open watched sequences');
  const manager = await connected.manager();
  await expect(manager).toShow('Watched since');
  await expect(manager).toShow('Welcome series');
  await expect(manager).toShow('nobody will be waiting after');
  letThemThrough(demo);
  await connected.killBackground();
  await manager.click('Check now');
  await expect(manager).toShow('Nobody is waiting anymore. Delete it?');
  const badge = 'Promise.resolve((globalThis.browser ?? chrome).action.getBadgeText({}))';
  await expect.poll(() => manager.evaluate(badge)).toBe('1');
  expect(writes(demo)).toEqual([]);
  // It opens in a tab of its own; here, in the same one.
  await manager.evaluate(`setTimeout(() => {
    const review = document.querySelector('a.button[href*="panel.html"]');
    review.removeAttribute('target');
    review.click();
  })`);
  const review = await connected.extensionPage('/panel.html');
  await expect(review).toShow('Delete sequence');
  await expect(review).toShow('Welcome series');
  await pressDelete(review, 'Welcome series');
  await expect(review).toShow('Kit deleted the sequence.');
  expect(deletes(demo)).toHaveLength(1);
  await expect.poll(() => review.evaluate(badge)).toBe('');
});

test('how people come in is told, with Kit’s own pages, before anything is watched', async ({
  connected,
  demo,
}) => {
  const panel = await openOffer(connected);
  await expect(panel).toShow('set each one that adds to it to Inactive');
  for (const words of ['Forms and landing pages', 'Rules', 'another sequence', 'Imports']) {
    await expect(panel).toShow(words);
  }
  const links = await panel.evaluate<string[]>(`[...document.querySelectorAll('a')].map(({ href }) => href)`);
  for (const page of ['automations', 'rules', 'sequences']) {
    expect(links).toContain(`https://app.kit.com/${page}`);
  }
  await panel.click('Back');
  await expect(panel).toShow('Delete sequence');
  const manager = await connected.manager('#/retired');
  await expect(manager).toShow('Nothing is watched');
  expect(writes(demo)).toEqual([]);
});

test('what happens to it in Kit meanwhile is told: paused, and then deleted', async ({ connected, demo }) => {
  await watch(connected);
  demo.kit.pause(SEED.welcome);
  const manager = await connected.manager('#/retired');
  await manager.click('Check now');
  await expect(manager).toShow('It’s paused, so nobody gets any further.');
  await expect(manager).not.toShow('Nobody is waiting anymore');
  demo.kit.deleteSequence(SEED.welcome);
  await connected.killBackground();
  await manager.click('Check now');
  await expect(manager).toShow('It was deleted, so we stopped watching.');
  expect(writes(demo)).toEqual([]);
});

test('a sequence that is paused here is looked at at once, and Stop watching ends it', async ({
  connected,
}) => {
  const panel = await watch(connected);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  await panel.click('Check again');
  await expect(panel).toShow('It’s paused, so nobody gets any further.');
  await panel.click('Stop watching');
  await expect(panel).toShow('You stopped watching it.');
  const manager = await connected.manager('#/retired');
  await expect(manager).toShow('You stopped watching it.');
  expect(await manager.enabled('Stop watching')).toBeNull();
});

test('without the permission to notify, and with the account disconnected, it goes on and says so', async ({
  connected,
  demo,
}) => {
  const refuse = `(globalThis.browser ?? chrome).permissions.request = async () => false`;
  const panel = await openOffer(connected);
  // In Firefox no frame in a page may ask; the list does.
  if (await panel.evaluate<boolean>(`Boolean((globalThis.browser ?? chrome).permissions)`)) {
    await panel.evaluate(`void (${refuse})`);
    await panel.tick('Also show a notification');
    const isTicked = `document.querySelector('input[type=checkbox]').checked`;
    await expect.poll(() => panel.evaluate(isTicked)).toBe(false);
  } else await expect(panel).toShow('You can switch on a notification in the list');
  await panel.click('Watch this sequence');
  await expect(panel).toShow('Being watched');
  const manager = await connected.manager('#/retired');
  await expect(manager).toShow('still waiting');
  await manager.evaluate(`void (${refuse})`);
  await manager.click('Also show a notification');
  expect(await manager.enabled('Also show a notification')).toBe(true);
  const options = await connected.options();
  await options.click('Disconnect');
  await manager.click('Check now');
  await expect(manager).toShow('We couldn’t check it in Kit');
  expect(writes(demo)).toEqual([]);
});
