import { SEED } from '../../demo/seed.ts';
import { expect, openPanel, type PanelView, test } from './session.ts';

/**
 * What has the focus, and whether it is in sight, with nothing in front of it; of what is larger than half of the view, any of
 * it. Null: nothing has the focus.
 */
const FOCUS = `(() => {
  const one = document.activeElement;
  if (!document.hasFocus() || !one || one === document.body) return null;
  const points = [...one.getClientRects()].flatMap(({ left, right, top, bottom }) =>
    [top + 2, (top + bottom) / 2, bottom - 2].map((y) => [(left + right) / 2, y]));
  const shown = points.filter(([, y]) => y >= 0 && y < innerHeight);
  const free = shown.map((at) => one.contains(document.elementFromPoint(...at)));
  const large = one.getBoundingClientRect().height > innerHeight / 2;
  return {
    name: (one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent).trim(),
    inSight: free.includes(true) && (large || !free.includes(false)),
  };
})()`;

interface Focus {
  name: string;
  inSight: boolean;
}

/** Presses Tab from **Close** to the button `last`. */
async function tabThrough(panel: PanelView, last: string): Promise<Focus[]> {
  const visited: Focus[] = [];
  await panel.evaluate(`document.querySelector('button').focus()`);
  for (;;) {
    const focus = await panel.evaluate<Focus | null>(FOCUS);
    if (focus === null) throw new Error('The focus left the panel');
    visited.push(focus);
    if (focus.name === last) return visited;
    await panel.evaluate('(globalThis.before = document.activeElement, null)');
    await panel.press('Tab');
    await expect.poll(() => panel.evaluate('document.activeElement !== before')).toBe(true);
  }
}

for (const [width, height] of [
  [320, 256],
  [320, 500],
  [900, 500],
] as const) {
  test(`whoever tabs through a review sees what has the focus, at ${width}×${height}`, async ({
    connected,
  }) => {
    const { tab, panel } = await openPanel(connected, SEED.welcome);
    await expect(panel).toShow('in the last 30 days');
    await expect(panel).not.toShow(/Counting the|Checking where/);
    await tab.resize(width, height);
    await expect.poll(() => panel.evaluate('innerHeight')).toBe(height);
    const review = await tabThrough(panel, 'Delete sequence');
    expect(review.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Close', 'How we worked this out', 'Look through your automations']),
    );
    expect(review.filter(({ inSight }) => !inSight)).toEqual([]);
    await panel.click('Delete sequence');
    await expect(panel).toShow('Back up first');
    const confirming = await tabThrough(panel, 'Back');
    expect(confirming.map(({ name }) => name)).toEqual([
      ...['Close', 'Back up first', 'Type the sequence name to confirm', 'Retire instead', 'Back'],
    ]);
    expect(confirming.filter(({ inSight }) => !inSight)).toEqual([]);
  });
}
