import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../demo/browsers.ts';

// Draws scripts/icon.svg at the sizes that the browsers ask for. WXT puts public/icon/*.png into the manifest.
const SIZES = [16, 32, 48, 128];
const folder = join(import.meta.dirname, '../public/icon');

const svg = await readFile(join(import.meta.dirname, 'icon.svg'), 'utf8');
await mkdir(folder, { recursive: true });

const root = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: !root });
try {
  const page = await browser.newPage();
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.screenshot({ path: join(folder, `${size}.png`), omitBackground: true });
  }
} finally {
  await browser.close();
}
