import type { Frame, Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { test as base, WINDOW } from './chromium-test.ts';
import { expect } from './expect.ts';
import { CUT_OFF, UNMIRRORED } from './reflow.ts';
import {
  adding,
  connect,
  connecting,
  doing,
  panelFrame,
  refusing,
  restoring,
  reviewing,
  type Walk,
} from './states.ts';
import { dress, type Theme } from './themes.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What differs between light and dark. */
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };

/** A walk on which every state is looked at; gives what was found. */
const test = base.extend<{ walk: Walk & { states: string[]; found: string[] } }>({
  walk: async ({ demo, chromium }, use) => {
    const states: string[] = [];
    const found: string[] = [];
    const at: Walk['at'] = async (state, of) => {
      states.push(state);
      for (const fault of await look(of)) found.push(`${state}, ${fault}`);
    };
    await use({ ...chromium, demo, at, states, found });
  },
});

/** What is left of a window of 1280 by 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };

/** Looks at the panel where it is open, else at the launcher where Kit's page is, else at the whole page. */
async function look(page: Page): Promise<string[]> {
  const frame = (await panelFrame(page)) ?? page.mainFrame();
  const isKit = new URL(frame.url()).hostname === 'app.kit.com';
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await dress(page, theme);
    found.push(...(await run(frame, isKit, theme)));
  }
  await dress(page, 'light');
  if (isKit) return found;
  await page.setViewportSize(ZOOMED);
  await expect.poll(() => frame.evaluate('innerWidth')).toBe(ZOOMED.width);
  found.push(...(await frame.evaluate<string[]>(CUT_OFF)), ...(await frame.evaluate<string[]>(UNMIRRORED)));
  await page.setViewportSize(WINDOW);
  return found;
}

async function run(frame: Frame, isKit: boolean, theme: Theme): Promise<string[]> {
  if (!(await frame.evaluate<boolean>('!!globalThis.axe'))) await frame.evaluate(axe.source);
  const options = {
    resultTypes: ['violations'],
    iframes: false,
    ...(theme === 'dark' ? COLOURS : { runOnly: TAGS }),
  };
  const { violations } = await frame.evaluate<AxeResults>(
    `axe.run(${isKit ? `'[data-safe-delete-for-kit]'` : 'document'}, ${JSON.stringify(options)})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, any }) =>
        `${theme}: ${id}: ${html.slice(0, 200)} ${any.map(({ message }) => message).join(' ')}`,
    ),
  );
}

test('every state up to the first connection is for everyone', async ({ walk }) => {
  await connecting(walk);
  expect(walk.found).toEqual([]);
  expect(walk.states).toHaveLength(9);
});

test('every state of a report is for everyone', async ({ walk }) => {
  await connect(walk.page);
  await reviewing(walk);
  await refusing(walk);
  expect(walk.found).toEqual([]);
  expect(walk.states).toHaveLength(14);
});

test('every state of what is done, and of its way back, is for everyone', async ({ walk }) => {
  await connect(walk.page);
  await doing(walk);
  await restoring(walk);
  await adding(walk);
  expect(walk.found).toEqual([]);
  expect(walk.states).toHaveLength(19);
});
