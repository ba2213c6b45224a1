import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, openPanelIn, type PanelView, test } from './session.ts';

/** How far down everything stands that is there from the start, in px, by its words. */
const PLACES = `Object.fromEntries([...document.querySelectorAll('h1, h2, h3, tbody th, summary, button, a')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.textContent, Math.round(one.getBoundingClientRect().top + scrollY)]))`;

/** Counts what moves from now on, where the browser tells (Chromium). */
const WATCH = `(globalThis.moved = [], new PerformanceObserver((list) => moved.push(...list.getEntries()
  .flatMap(({ sources }) => sources).map(({ node }) => node?.textContent))).observe({ type: 'layout-shift' }), null)`;
const MOVED = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved))))`;

/** Whether the browser finds all of the panel in sight. Firefox does not look for what covers it. */
const IN_SIGHT = `new Promise((resolve) => {
  const observer = new IntersectionObserver(([entry]) => {
    observer.disconnect();
    resolve(entry.isVisible ?? entry.isIntersecting);
  }, { trackVisibility: true, delay: 100 });
  observer.observe(document.querySelector('.cover'));
})`;

const placesIn = (panel: PanelView) => panel.evaluate<Record<string, number>>(PLACES);

for (const [width, height] of [
  [320, 700],
  [480, 900],
] as const) {
  test(`nothing moves when the exact numbers arrive, at ${width}×${height}`, async ({ connected, demo }) => {
    demo.kit.addSubscribers(SEED.welcome, 20, 'active', Date.now() - 7 * 24 * 3_600_000, 6 * 3_600_000);
    const arrive = Promise.withResolvers<void>();
    demo.faults.push({
      path: /\/subscribers\?.*(status=all|per_page=1000)/,
      times: 9,
      effect: { kind: 'hook', run: () => arrive.promise },
    });
    const tab = await connected.kit(`/sequences/${SEED.welcome}`);
    await tab.resize(width, height);
    const panel = await openPanelIn(tab);
    await expect(panel).toShow('Counting the subscribers who are still waiting…');
    await expect.poll(() => panel.evaluate('innerHeight')).toBe(height);
    // The buttons act from now on, so nothing else changes by itself.
    await expect.poll(() => panel.enabled('Pause sequence')).toBe(true);
    const before = await placesIn(panel);
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['Pause sequence', 'Where it’s used', 'More']),
    );
    await panel.evaluate(WATCH);
    arrive.resolve();
    await expect(panel).toShow(/In use\s+[\d,]+(–[\d,]+)? subscribers are still waiting/);
    await expect(panel).toShow('in the last 30 days');
    await expect(panel).toShow('in all, including');
    expect(await placesIn(panel)).toMatchObject(before);
    expect(await panel.evaluate(MOVED)).toEqual([]);
  });
}

test('nothing that the panel shows by itself counts as covering it', async ({ connected }) => {
  const { panel } = await openPanel(connected, SEED.welcome);
  // The rest would draw the bars anew.
  await expect(panel).toShow('in the last 30 days');
  for (const row of [0, 1, 2, 3, 4]) {
    // The email's whole name shows then, above what is beside it.
    await panel.evaluate(`document.querySelectorAll('.waiting-bar')[${row}].focus()`);
    const name = `document.querySelectorAll('.chart .name')[${row}]`;
    expect(await panel.evaluate(`getComputedStyle(${name}).position`)).toBe('absolute');
    expect(await panel.evaluate(IN_SIGHT)).toBe(true);
  }
});

test('until there is a review one sees its shape, though not for a moment, and hears that it comes', async ({
  connected,
  demo,
}) => {
  const arrive = Promise.withResolvers<void>();
  const path = new RegExp(`/sequences/${SEED.welcome}\\?`);
  demo.faults.push({ path, effect: { kind: 'hook', run: () => arrive.promise } });
  const panel = await (await connected.kit(`/sequences/${SEED.welcome}`)).openPanel();
  const shape = (property: string) =>
    panel.evaluate(`getComputedStyle(document.querySelector('.skeleton')).${property}`);
  await expect.poll(() => shape('visibility')).toBe('visible');
  expect(await shape('animationDelay')).toBe('0.15s');
  const status = `document.querySelector('[role=status]')`;
  expect(await panel.evaluate(`${status}.textContent`)).toBe('Checking this sequence in Kit…');
  expect(await panel.evaluate(`${status}.getBoundingClientRect().height`)).toBe(1);
  arrive.resolve();
  await expect(panel).toShow('1,284 active subscribers');
  await expect.poll(() => panel.evaluate(`${status}.textContent`)).toBe('');
  expect(await panel.evaluate(`document.querySelector('.skeleton')`)).toBe(null);
});
