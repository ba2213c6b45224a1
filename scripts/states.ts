/** One picture of each state of each page, with how it looks in light, in dark, in 320 px and in German: `npm run pictures`. */
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { startDemo } from '../demo/demo.ts';
import { optionsPage } from '../demo/extension-pages.ts';
import { launchChromium } from '../demo/launch.ts';
import { adding, connecting, doing, refusing, restoring, reviewing, type Walk } from '../tests/e2e/states.ts';
import { dress, type Theme } from '../tests/e2e/themes.ts';
import { findInGerman } from './pictures/german.ts';

const folder = resolve('docs/pictures/states');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

type Look = [name: string, width: number, theme: Theme];
const ENGLISH: Look[] = [
  ['light', 520, 'light'],
  ['dark', 520, 'dark'],
  ['320 px', 320, 'light'],
];
const GERMAN: Look[] = [['Deutsch', 520, 'light']];
/** A window is so high, in px; a longer page is taken as far. */
const HEIGHT = 900;
const WIDE = { width: 1200, height: 760 };

/** What was taken in each state. */
const taken = new Map<string, { look: string; picture: Buffer }[]>();

/** A second walk finds things by other words, so it has a browser and a Kit of its own. */
async function walkIn(locale: 'en-US' | 'de', looks: Look[], parts: ((walk: Walk) => Promise<void>)[]) {
  const demo = await startDemo();
  demo.web.rowsLateMs = 0;
  demo.web.rerenders = 0;
  const extension = resolve('.output/chrome-mv3');
  const context = await launchChromium({ extension, proxyPort: demo.proxyPort, headless: true, locale });
  // With an API key, the extension asks Kit only so often a minute.
  context.setDefaultTimeout(90_000);
  const page = await optionsPage(context);
  if (locale === 'de') findInGerman(page);
  await page.setViewportSize(WIDE);
  async function at(state: string, of: Page): Promise<void> {
    for (const [look, width, theme] of looks) {
      await of.setViewportSize({ width, height: HEIGHT });
      await dress(of, theme);
      const picture = await of.screenshot();
      taken.set(state, [...(taken.get(state) ?? []), { look, picture }]);
    }
    await dress(of, 'light');
    await of.setViewportSize(WIDE);
  }
  for (const part of parts) await part({ context, demo, page, at });
  await context.close();
  await demo.close();
}

await walkIn('en-US', ENGLISH, [connecting, reviewing, refusing, doing, restoring, adding]);
await walkIn('de', GERMAN, [connecting, reviewing, refusing, doing, restoring]);

const demo = await startDemo();
const context = await launchChromium({
  extension: resolve('.output/chrome-mv3'),
  proxyPort: demo.proxyPort,
  headless: true,
});
// The page that an install opens would take an empty tab.
await optionsPage(context);
const sheet = await context.newPage();
await sheet.setViewportSize({ width: 1240, height: 700 });
for (const [state, pictures] of taken) {
  const figures = pictures.map(
    ({ look, picture }) =>
      `<figure><figcaption>${look}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
  );
  await sheet.setContent(`<style>
    body { display: flex; gap: 12px; margin: 12px; background: #888; font: 14px sans-serif; color: #fff }
    figure { margin: 0 } img { display: block; height: ${HEIGHT * 0.66}px }
  </style>${figures.join('')}`);
  await sheet.screenshot({
    path: `${folder}/${state}.jpg`,
    type: 'jpeg',
    quality: 70,
    fullPage: true,
  });
}
await context.close();
await demo.close();
console.log(`${taken.size} states in ${folder}`);
