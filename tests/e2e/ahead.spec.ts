import type { Demo } from '../../demo/demo.ts';
import { SEED } from '../../demo/seed.ts';
import { expect, openPanelIn, test } from './session.ts';

const ROOT = `document.querySelector('[data-safe-delete-for-kit]').shadowRoot`;
const asked = (demo: Demo) => demo.requests.filter(({ path }) => path.startsWith('/v4/sequences'));

test('pointing at the button fetches the review ahead, and pressing it shows that one', async ({
  connected,
  demo,
}) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  await tab.hover();
  await expect.poll(() => asked(demo).filter(({ status }) => status === 200).length).toBe(4);
  expect(await tab.evaluate(`${ROOT}.querySelector('dialog').open`)).toBe(false);
  expect(await tab.evaluate(`document.activeElement === document.body`)).toBe(true);
  const panel = await openPanelIn(tab);
  expect(await panel.text()).toContain('1,284 active subscribers');
  await expect(panel).toShow('in the last 30 days');
  // The second wave came after the press, and the first was not repeated.
  expect(asked(demo).filter(({ path }) => path.startsWith(`/v4/sequences/${SEED.welcome}?`))).toHaveLength(1);
  expect(asked(demo).length).toBeLessThanOrEqual(6);
  await panel.click('Pause sequence');
  await expect(panel).toShow('Everyone keeps their place');
  // Closing gives the focus back to the button, which fetches nothing.
  const before = demo.requests.length;
  await panel.press('Escape');
  await expect.poll(() => tab.panelOpen()).toBe(false);
  await tab.hover();
  expect(demo.requests.length).toBe(before);
});

test('what ended unseen waits for a panel that is shown', async ({ connected, demo }) => {
  const tab = await connected.kit(`/sequences/${SEED.welcome}`);
  const panel = await openPanelIn(tab);
  demo.faults.push({ method: 'PUT', path: /./, effect: { kind: 'delay', ms: 1_000 } });
  await panel.click('Pause sequence');
  // A press counts once the page has vouched for the panel, which a closed page does not.
  await expect.poll(() => demo.requests.some(({ method }) => method === 'PUT')).toBe(true);
  await tab.close();
  await expect.poll(() => demo.kit.sequence(SEED.welcome).settings.active).toBe(false);
  const again = await connected.kit(`/sequences/${SEED.welcome}`);
  const before = asked(demo).length;
  await again.hover();
  await expect.poll(() => asked(demo).length).toBeGreaterThan(before + 2);
  await again.close();
  const last = await openPanelIn(await connected.kit(`/sequences/${SEED.welcome}`));
  await expect(last).toShow('Everyone keeps their place');
});
