import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from '../../vitest.config.ts';

/** Short files first: they are quick, and tell what is broken before a model test of many runs begins. */
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => weight(one) - weight(other));
  }
}

const weight = ({ moduleId }: TestSpecification) =>
  statSync(moduleId).size + (moduleId.includes('.model.') ? Number.MAX_SAFE_INTEGER / 2 : 0);

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
    sequence: { sequencer: ShortFirst },
    // A worker for each file would be most of the time of a mutant.
    isolate: false,
    testTimeout: 10_000,
    expect: { poll: { timeout: 2_000 } },
  },
});
