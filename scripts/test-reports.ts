import { readFileSync } from 'node:fs';

export interface Count {
  passed: number;
  failed: number;
}

/** A command without tests of its own counts as one. */
export function ofCommand(exitCode: number): Count {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function ofVitest(path: string, exitCode: number): Count {
  interface Report {
    numPassedTests: number;
    numFailedTests: number;
  }
  return counted<Report>(path, exitCode, ({ numPassedTests, numFailedTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
  }));
}

export function ofPlaywright(path: string, exitCode: number): Count {
  interface Report {
    stats: { expected: number; unexpected: number; flaky: number };
  }
  return counted<Report>(path, exitCode, ({ stats }) => ({
    passed: stats.expected,
    // No test is tried twice; if one were, it would have failed once.
    failed: stats.unexpected + stats.flaky,
  }));
}

/**
 * A missing report, a suite without a test, and one that failed without a failed test (a file that did not load,
 * an error outside of any test) count as one failure.
 */
function counted<R>(path: string, exitCode: number, read: (report: R) => Count): Count {
  let count: Count;
  try {
    count = read(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const { passed, failed } = count;
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) return { passed: 0, failed: 1 };
  const brokeOtherwise = failed === 0 && (exitCode !== 0 || passed === 0);
  return brokeOtherwise ? { passed, failed: 1 } : count;
}
