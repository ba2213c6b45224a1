import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '#i18n': fileURLToPath(new URL('tests/words/i18n.ts', import.meta.url)) },
  },
  test: {
    environment: 'node',
    // By default one core of two would rest.
    maxWorkers: '100%',
    // On a busy machine nothing is slower than this; what hangs is still told.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    setupFiles: ['tests/wait-for.ts'],
    include: [
      'utils/**/*.test.ts',
      'components/**/*.test.{ts,tsx}',
      'demo/**/*.test.ts',
      'entrypoints/**/*.test.ts',
      'tests/e2e/**/*.test.ts',
      'tests/simulation/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
  },
});
