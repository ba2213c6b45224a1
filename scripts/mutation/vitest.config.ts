import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/**
 * The unit tests of one folder, named by the environment variable MUTATION_FOLDER, with few runs of each property. Much
 * broken code waits for ever, so that tests give up sooner than elsewhere.
 */
export default defineConfig({
  ...base,
  resolve: {
    alias: { ...base.resolve?.alias, 'fast-check': fileURLToPath(new URL('fast-check.ts', import.meta.url)) },
  },
  test: {
    ...base.test,
    include: [`${process.env.MUTATION_FOLDER}/**/*.test.ts`],
    testTimeout: 5_000,
    expect: { poll: { timeout: 2_000 } },
  },
});
