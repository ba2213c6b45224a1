import { resolve } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { optionsPage } from '../../demo/extension-pages.ts';
import { launchChromium } from '../../demo/launch.ts';
import { SEED } from '../../demo/seed.ts';
import type { Part } from './part.ts';

interface Row {
  name: string;
  /** What the product promises, in ms. */
  limit: number;
  /** In ms, sorted. */
  runs: number[];
}

const RUNS = 9;
/** Delay of each of Kit's answers, in ms. */
const LATENCIES = [0, 100, 400];

/** How long the panel takes, in the built extension, in Chromium, on the embedded Kit. Build first: `npm run build`. */
export async function review(): Promise<Part> {
  const rows = await measure();
  const median = ({ runs }: Row) => runs[Math.floor(runs.length / 2)] ?? Number.NaN;
  return {
    table: rows.map((row) => ({
      what: row.name,
      'median ms': Math.round(median(row)),
      'worst ms': Math.round(row.runs.at(-1) ?? Number.NaN),
      'limit ms': row.limit,
      kept: median(row) <= row.limit,
    })),
    json: rows.map((row) => ({ ...row, median: median(row) })),
    kept: rows.every((row) => median(row) <= row.limit),
  };
}

/** From the click on the launcher to the number of people in the panel, with and without having pointed at it before. */
async function measure(): Promise<Row[]> {
  const demo = await startDemo();
  demo.web.rerenders = 0;
  const context = await launchChromium({
    extension: resolve('.output/chrome-mv3'),
    proxyPort: demo.proxyPort,
    headless: true,
  });
  try {
    const page = await optionsPage(context);
    // Kit allows a signed-in extension five times as many requests: an API key's would not do.
    await page.getByRole('button', { name: 'Connect with Kit' }).click();
    await page.getByRole('button', { name: 'Disconnect' }).waitFor();
    const rows: Row[] = [];
    for (const latency of LATENCIES) {
      const runs: number[] = [];
      const ahead: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        demo.faults.length = 0;
        // A launcher that comes up under the pointer is pointed at.
        await page.mouse.move(0, 0);
        await page.goto(`https://app.kit.com/sequences/${SEED.welcome}`);
        demo.faults.push({ path: /^\/v4\//, times: 1000, effect: { kind: 'delay', ms: latency } });
        runs.push(await clickToNumbers(page));
        ahead.push(await clickAfterHover(demo, page, latency));
      }
      rows.push({
        name: `review, Kit answers after ${latency} ms`,
        limit: latency + 150,
        runs: runs.toSorted((one, other) => one - other),
      });
      rows.push({
        name: `review fetched ahead, Kit answers after ${latency} ms`,
        limit: 100,
        runs: ahead.toSorted((one, other) => one - other),
      });
    }
    return rows;
  } finally {
    await context.close();
    await demo.close();
  }
}

/** The same, where somebody pointed at the launcher long enough for Kit to answer. */
async function clickAfterHover(demo: Demo, page: Page, latency: number): Promise<number> {
  demo.faults.length = 0;
  await page.mouse.move(0, 0);
  await page.goto(`https://app.kit.com/sequences/${SEED.welcome}`);
  demo.faults.push({ path: /^\/v4\//, times: 1000, effect: { kind: 'delay', ms: latency } });
  const launcher = page.getByRole('button', { name: 'Safe delete' });
  await launcher.hover();
  const frame = await page.waitForSelector('iframe[title="Safe delete"]', { state: 'attached' });
  const panel = await frame.contentFrame();
  await panel?.waitForURL(/panel\.html/);
  // No drawing, no frames to poll by.
  await panel?.waitForFunction(() => document.body?.textContent?.includes('1,284 active'), null, {
    polling: 50,
  });
  return clickToNumbers(page);
}

async function clickToNumbers(page: Page): Promise<number> {
  const launcher = page.getByRole('button', { name: 'Safe delete' });
  await launcher.waitFor();
  const clicked = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const now = () => resolve(performance.timeOrigin + performance.now());
        document.addEventListener('click', now, { capture: true, once: true });
      }),
  );
  await launcher.click();
  const start = await clicked;
  const panel = await panelOf(page);
  await panel.waitForURL(/panel\.html/);
  const shown = await panel.waitForFunction(
    () =>
      innerWidth > 0 &&
      document.body?.textContent?.includes('1,284 active') &&
      performance.timeOrigin + performance.now(),
  );
  return Number(await shown.jsonValue()) - start;
}

async function panelOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe[title="Safe delete"]')).contentFrame();
  if (!frame) throw new Error('The panel has no document');
  return frame;
}
