import { SEED } from '../../demo/seed.ts';
import { test as base, expect, openPanel, pressDelete, type View, writes } from './session.ts';

const FIRST = 'Juniper Street Letters';
const SECOND = 'Second Newsletter';

/** With both accounts of the demo connected, by API key. */
const test = base.extend<{ options: View }>({
  options: async ({ connected }, use) => {
    const options = await connected.options();
    await options.click('Connect another account');
    await options.type('API key', `${SEED.secondApiKey}\n`);
    await expect(options).toShow(`Connected to ${SECOND}`);
    await use(options);
  },
});

/** Has Kit's next pages show the second account. */
const SWITCH = `fetch('/account_users/${SEED.secondAccount}/switch', { method: 'POST' }).then(({ ok }) => ok)`;

test('each sequence’s review names its own account, and is changed through it', async ({
  options,
  connected,
  demo,
}) => {
  const text = await options.text();
  expect(text).toContain(`Connected to ${FIRST}`);
  const first = await openPanel(connected, SEED.welcome);
  expect(await first.panel.text()).toContain(`Connected to ${FIRST}`);
  expect(await first.tab.evaluate(SWITCH)).toBe(true);
  const second = await openPanel(connected, SEED.second);
  expect(await second.tab.evaluate(`document.querySelector('.who strong').textContent`)).toBe(SECOND);
  expect(await second.panel.text()).toContain(`Connected to ${SECOND}`);
  expect(await second.panel.text()).toContain('42 active subscribers');
  await second.panel.click('Pause sequence');
  await expect(second.panel).toShow('Everyone keeps their place');
  expect(demo.kit.sequence(SEED.second).settings.active).toBe(false);
});

test('disconnecting one account leaves the other', async ({ options, connected, demo }) => {
  await options.click(`Disconnect ${SECOND}`);
  await expect(options).not.toShow(`Connected to ${SECOND}`);
  expect(await options.text()).toContain(`Connected to ${FIRST}`);
  expect(await options.enabled('Disconnect')).toBe(true);
  const { panel, tab } = await openPanel(connected, SEED.welcome);
  expect(await panel.text()).toContain('1,284 active subscribers');
  await tab.close();
  const before = demo.requests.length;
  const { panel: gone } = await openPanel(connected, SEED.second);
  expect(await gone.text()).toContain(FIRST);
  expect(await gone.text()).toContain('doesn’t have this sequence');
  expect(demo.requests.slice(before).map(({ path }) => path)).toContain(
    `/v4/sequences/${SEED.second}?include=stats`,
  );
});

test('a sequence of one account on a page that shows the other: no write, and both are named', async ({
  options,
  connected,
  demo,
}) => {
  expect(await options.text()).toContain(`Connected to ${FIRST}`);
  const { panel } = await openPanel(connected, SEED.second);
  const text = await panel.text();
  expect(text).toContain('42 active subscribers');
  expect(text).toMatch(new RegExp(`This sequence belongs to .?${SECOND}.?, but the page shows .?${FIRST}`));
  for (const button of ['Pause sequence', 'Delete sequence']) expect(await panel.enabled(button)).toBe(null);
  expect(writes(demo)).toEqual([]);
});

test('a page that shows no account: both are asked, and only the owner for the numbers', async ({
  options,
  connected,
  demo,
}) => {
  expect(await options.text()).toContain(`Connected to ${SECOND}`);
  const tab = await connected.kit(`/sequences/${SEED.second}`);
  await tab.evaluate(`document.querySelector('[data-component="Navigation"]').removeAttribute('data-props')`);
  const before = demo.requests.length;
  const panel = await tab.openPanel();
  await expect(panel).toShow(`Connected to ${SECOND}`);
  expect(await panel.text()).toContain('42 active subscribers');
  // Five before the verdict; its two published emails allow for two more after it.
  const asked = demo.requests.slice(before).map(({ path }) => path.replace(/\?.*/, ''));
  expect(asked.filter((path) => path === `/v4/sequences/${SEED.second}`)).toHaveLength(2);
  expect(asked.length).toBeGreaterThanOrEqual(5);
  expect(asked.length).toBeLessThanOrEqual(7);
  await pressDelete(panel, 'First steps');
  await expect(panel).toShow('Kit deleted the sequence.');
  expect(demo.kit.sequence(SEED.second).deleted).toBe(true);
});

test('no account has the sequence, and then one cannot be asked', async ({ options, connected, demo }) => {
  expect(await options.text()).toContain(`Connected to ${SECOND}`);
  const { panel } = await openPanel(connected, 999);
  const text = await panel.text();
  expect(text).toContain('None of your connected accounts has this sequence');
  expect(text).toMatch(new RegExp(`${FIRST}.? and .?${SECOND}`));
  demo.kit.account(SEED.secondAccount)?.apiKeys.splice(0);
  await panel.click('Try again');
  await expect(panel).toShow(new RegExp(`${SECOND}.?: Kit didn’t accept your API key`));
  expect(await panel.enabled('Reconnect')).toBe(true);
});

test('Reconnect signs in to the account that Kit signed out, not to another', async ({ session, demo }) => {
  const options = await session.options();
  await options.click('Connect with Kit');
  await expect(options).toShow(`Connected to ${FIRST}`);
  await options.click('Connect another account');
  await options.type('API key', `${SEED.secondApiKey}\n`);
  await expect(options).toShow(`Connected to ${SECOND}`);
  demo.oauth.revokeEverything();
  const { panel } = await openPanel(session, SEED.welcome);
  await expect(panel).toShow(new RegExp(`${FIRST}.?: Kit signed Safe Delete out`));
  await expect(options).toShow(`Kit signed Safe Delete out of ${FIRST}`);
  await expect(options).toShow(`Connected to ${SECOND}`);
  await panel.click('Reconnect');
  await expect(panel).toShow('1,284 active subscribers');
  await expect(options).toShow(`Connected to ${FIRST}`);
});
