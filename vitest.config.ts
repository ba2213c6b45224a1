import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '#i18n': fileURLToPath(new URL('tests/words/i18n.ts', import.meta.url)) },
  },
  test: {
    environment: 'node',
    include: [
      'utils/**/*.test.ts',
      'components/**/*.test.{ts,tsx}',
      'demo/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
  },
});
