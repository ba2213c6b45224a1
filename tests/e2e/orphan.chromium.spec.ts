import { SEED } from '../../demo/seed.ts';
import { deletes, expect, type KitTab, openPanel, pressDelete, type Realm, test, writes } from './session.ts';

const ROOT = `document.querySelector('[data-safe-delete-for-kit]').shadowRoot`;
const RELOAD = 'Safe Delete was updated or turned off. Reload this page to continue.';

const alerts = (where: Pick<Realm, 'evaluate'>, root = 'document') =>
  where.evaluate<string[]>(`[...${root}.querySelectorAll('[role=alert]')].map((one) => one.textContent)`);
const press = (name: string) =>
  `[...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(name)})?.click()`;

/** Presses the button in the corner as a person does; what is there after that. */
async function pressLauncher(tab: KitTab): Promise<string[]> {
  await tab.pressLauncher();
  await expect.poll(() => tab.evaluate(`!!${ROOT}.querySelector('p')`)).toBe(true);
  expect(await tab.evaluate(`${ROOT}.querySelector('button')`)).toBe(null);
  return alerts(tab, ROOT);
}

for (const name of ['Pause sequence', 'Delete sequence']) {
  test(`after an update, ${name} in a panel that was open says so, and so does the button`, async ({
    connected,
    demo,
  }) => {
    const { tab, panel } = await openPanel(connected, SEED.welcome);
    await connected.reinstall();
    await panel.evaluate(press(name));
    await expect.poll(() => alerts(panel)).toEqual([`Safe Delete isn’t answering${RELOAD}`]);
    await panel.evaluate(press('Close'));
    await expect.poll(() => tab.panelOpen()).toBe(false);
    expect(await pressLauncher(tab)).toEqual([RELOAD]);
    expect(writes(demo)).toEqual([]);
  });
}

test('an update in the countdown deletes nothing, and the panel says that it is cut off', async ({
  connected,
  demo,
}) => {
  const { panel } = await openPanel(connected, SEED.empty);
  await pressDelete(panel, null);
  await expect(panel).toShow(/Deleting in/);
  await connected.reinstall();
  await expect.poll(() => alerts(panel)).toEqual([`Safe Delete isn’t answering${RELOAD}`]);
  expect(deletes(demo)).toEqual([]);
});

test('the button stays after an update when the page goes on by itself, and says so', async ({
  connected,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await expect.poll(() => tab.launchers()).toBe(1);
  await connected.reinstall();
  await tab.evaluate(`history.pushState({}, '', '/sequences/${SEED.empty}')`);
  expect(await pressLauncher(tab)).toEqual([RELOAD]);
});
