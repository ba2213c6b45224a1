import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { type BrowserSession, deletes, expect, openPanel, pressDelete, test, type View } from './session.ts';

const ID = SEED.welcome;
const NAME = 'Welcome series';
/** The list of everybody; who came lately is read again at the end. */
const EVERYBODY = new RegExp(`^/v4/sequences/${ID}/subscribers\\?status=all(?!.*added_).*per_page=1000`);

const pages = (demo: Demo, from = 0) =>
  demo.requests.slice(from).flatMap(({ path }) => (EVERYBODY.test(path) ? [path] : []));

/** A delete that reads its fourth page of five, and never gets it. */
async function heldAtPageFour(session: BrowserSession, demo: Demo): Promise<View> {
  const long = Date.now() - 400 * 86_400_000;
  demo.kit.addSubscribers(ID, 3_000, 'active', long, 60_000);
  demo.kit.settle();
  const { panel } = await openPanel(session, ID);
  // However often it is asked for: a slow computer takes longer to get to the end than the extension waits for a page.
  demo.faults.push({ path: EVERYBODY, skip: 3, times: 99, effect: { kind: 'hang before effect' } });
  await pressDelete(panel, NAME);
  await expect.poll(() => pages(demo).length).toBeGreaterThan(3);
  // The third page was written while the fourth was asked for.
  const manager = await session.manager('#/');
  const listed = async () => {
    await manager.reload();
    await expect(manager).toShow('Not finished:');
    return manager.text();
  };
  await expect.poll(listed).toContain('3,000 of 4,480 subscribers');
  return panel;
}

/** The delete that was pressed anew asks for the fourth page and the fifth, and keeps everybody. */
async function goesOn(session: BrowserSession, demo: Demo, panel: View, from: number): Promise<void> {
  const before = pages(demo).slice(0, 4);
  await expect(panel).toShow('The backup is in this browser.');
  const after = pages(demo, from);
  expect(after).toHaveLength(2);
  expect(after[0]).toBe(before[3]);
  expect(before.slice(0, 3).filter((page) => after.includes(page))).toEqual([]);
  expect(deletes(demo)).toHaveLength(1);
  const manager = await session.manager('#/');
  await expect(manager).toShow('4,480 subscribers, 5 emails');
  expect(await manager.text()).not.toContain('Not finished:');
}

test('the background is killed in the middle of the people, and the next delete goes on from there', async ({
  connected,
  demo,
}) => {
  const panel = await heldAtPageFour(connected, demo);
  await connected.killBackground();
  await expect(panel).toShow('before anything was sent to Kit');
  expect(deletes(demo)).toEqual([]);
  demo.faults.length = 0;
  const from = demo.requests.length;
  await panel.click('Check again');
  await pressDelete(panel, NAME);
  await goesOn(connected, demo, panel, from);
});

test.describe(() => {
  test.use({ ownBrowser: true });
  test('the browser is closed in the middle of the people, and the next delete goes on from there', async ({
    connected,
    demo,
  }) => {
    await heldAtPageFour(connected, demo);
    await connected.restart();
    const { panel } = await openPanel(connected, ID);
    await expect(panel).toShow(/before anything was sent to Kit|Nothing has changed in Kit/);
    expect(deletes(demo)).toEqual([]);
    demo.faults.length = 0;
    const from = demo.requests.length;
    await panel.click('Check again');
    await pressDelete(panel, NAME);
    await goesOn(connected, demo, panel, from);
  });
});
