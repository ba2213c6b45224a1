import type { Frame } from '@playwright/test';
import { SEED } from '../../demo/seed.ts';
import { test } from './chromium-test.ts';
import { expect } from './expect.ts';
import { connect, hold, openPanel, panelFrame, review } from './states.ts';

/** What cannot be told from what is behind it: buttons without an edge, bars in one colour. */
const UNSEEN = `(() => {
  const style = (one) => getComputedStyle(one);
  const faults = [...document.querySelectorAll('button, .button, summary.button')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => style(one).borderTopStyle !== 'solid' || style(one).borderTopColor === style(one).backgroundColor)
    .map((one) => 'No edge: ' + one.textContent);
  for (const bar of document.querySelectorAll('.waiting-bar:not(.none)')) {
    const [may, surely] = ['.may', '.surely'].map((part) => bar.querySelector(part));
    if (surely && style(surely).backgroundColor === style(bar).backgroundColor) faults.push('A solid part is not seen');
    if (may && !style(may).backgroundImage.includes(style(may).borderTopColor)) faults.push('Stripes are not seen');
    if (style(bar).outlineStyle !== 'solid') faults.push('The end of a bar is not seen');
  }
  return faults;
})()`;
const width = (of: string) => `getComputedStyle(document.querySelector('${of}')).borderTopWidth`;

async function frameOf(...of: Parameters<typeof panelFrame>): Promise<Frame> {
  const frame = await panelFrame(...of);
  if (!frame) throw new Error('The panel is closed');
  return frame;
}

test('with the system’s colours forced, at print, and with less motion', async ({ chromium, demo }) => {
  const { page } = chromium;
  await connect(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const go = hold(demo, new RegExp(`/sequences/${SEED.welcome}\\?`));
  await openPanel(page, SEED.welcome);
  let panel = await frameOf(page);
  await panel.locator('.skeleton').waitFor();
  const moves = () =>
    panel.evaluate(`document.getAnimations().filter(({ effect }) => effect.getTiming().duration > 0).length`);
  expect(await moves()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moves).toBeGreaterThan(0);
  go();

  await review(page, SEED.welcome);
  panel = await frameOf(page);
  expect(await panel.evaluate(width('button.primary'))).toBe('1px');
  await page.emulateMedia({ forcedColors: 'active' });
  await expect.poll(() => panel.evaluate(width('button.primary'))).toBe('3px');
  expect(await panel.locator('.may').count()).toBeGreaterThan(1);
  expect(await panel.locator('.surely').count()).toBeGreaterThan(1);
  expect(await panel.evaluate(UNSEEN)).toEqual([]);
  const [solid, card] = await panel.evaluate<[string, string]>(
    `['.surely', 'body'].map((of) => getComputedStyle(document.querySelector(of)).backgroundColor)`,
  );
  expect(solid).not.toBe(card);
  await panel.getByRole('button', { name: 'Delete sequence' }).click();
  expect(await panel.evaluate(UNSEEN)).toEqual([]);
  await panel.getByRole('button', { name: 'Close' }).click();
  const launcher = page.getByRole('button', { name: 'Safe delete', exact: true });
  expect(
    await launcher.evaluate((one) => {
      const { borderTopColor, backgroundColor } = getComputedStyle(one);
      return borderTopColor === backgroundColor;
    }),
  ).toBe(false);

  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await expect.poll(() => launcher.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => launcher.isVisible()).toBe(true);
});

test('the whole name of an email is shown where one points at its row, or tabs to its bar', async ({
  chromium,
  demo,
}) => {
  const { page } = chromium;
  await connect(page);
  const [email] = demo.kit.sequence(SEED.welcome).emailsInOrder;
  if (email) email.subject = 'What to expect of us, and what we should like to hear from you '.repeat(4);
  await review(page, SEED.welcome);
  const panel = await frameOf(page);
  const name = panel.locator('.name').first();
  const cut = () => name.evaluate((one) => one.scrollHeight > one.clientHeight + 1);
  /** How far the next row is: scrolling does not change it. */
  const below = () =>
    panel.locator('tbody').evaluate((rows) => {
      const [first = 0, second = 0] = [...rows.children].map((row) => row.getBoundingClientRect().top);
      return second - first;
    });
  const pointElsewhere = () => panel.locator('thead').hover();
  await pointElsewhere();
  expect(await cut()).toBe(true);
  const place = await below();
  await panel.locator('tbody td').first().hover();
  await expect.poll(cut).toBe(false);
  expect(await below()).toBe(place);
  await pointElsewhere();
  await expect.poll(cut).toBe(true);
  await panel.locator('.waiting-bar').first().focus();
  await expect.poll(cut).toBe(false);
  expect(await name.evaluate((one) => getComputedStyle(one).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)');
  expect(await below()).toBe(place);
});
