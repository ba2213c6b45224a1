/**
 * In place of fast-check in mutation runs. A model test of thousands of runs would be repeated for every mutant, so
 * there are fewer, always the same ones, and what fails is not shrunk. What only a long run finds is not noticed here.
 */
import * as fc from '../../node_modules/fast-check/lib/fast-check.js';

const MOST_RUNS = 300;

export * from '../../node_modules/fast-check/lib/fast-check.js';
export const assert: typeof fc.assert = ((property: never, parameters: fc.Parameters<never> = {}) =>
  fc.assert(property, {
    seed: 2,
    ...parameters,
    endOnFailure: true,
    numRuns: Math.min(parameters.numRuns ?? 100, MOST_RUNS),
  })) as typeof fc.assert;
export default { ...fc, assert };
