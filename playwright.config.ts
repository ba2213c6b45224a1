import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { LIMITS } from './tests/e2e/limits.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/browsers.setup.ts',
  outputDir: 'test-results/e2e',
  timeout: LIMITS.test,
  expect: { timeout: LIMITS.event },
  // Tests wait for most of their time: for a countdown, or for the next look at Kit.
  workers: Math.min(8, 2 * availableParallelism()),
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  projects: [
    // Only Chromium's debugger reaches the world of a content script; only Firefox lets a driver answer its prompts.
    { name: 'chromium', testIgnore: '**/*.firefox.spec.ts' },
    { name: 'firefox', testIgnore: '**/*.chromium.spec.ts' },
  ],
});
