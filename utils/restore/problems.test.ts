import { expect, test } from 'vitest';
import { failure, isTransient } from './problems.ts';
import type { RestoreProblem } from './restore.ts';

/** Whether each of them may pass without a person's doing anything about it. A problem that is missing here does not compile. */
const PASSES: { [K in RestoreProblem['kind']]: boolean } = {
  'server error': true,
  timeout: true,
  unreachable: true,
  'rate limited': true,
  'not from Kit': true,
  'not connected': false,
  'no permission': true,
  'storage failed': true,
  interrupted: true,
  unauthorized: false,
  forbidden: false,
  'not found': false,
  'too large': false,
  invalid: false,
  'reply too large': false,
  'not understood': false,
  'backup gone': false,
  'backup damaged': false,
  'made gone': false,
  overdue: false,
};

test.each(Object.entries(PASSES))('"%s" goes on by itself: %s', (kind, passes) => {
  const problem = { kind } as RestoreProblem;
  expect(isTransient(problem)).toBe(passes);
  expect(failure(problem)).toEqual({ event: 'failed', problem, transient: passes });
});
