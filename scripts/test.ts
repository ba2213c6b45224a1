import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Count, ofCommand, ofPlaywright, ofVitest } from './test-reports.ts';

/** `npm test`: every suite, whether or not the one before failed. The last line counts their tests. */
const REPORTS = 'test-results';

interface Suite {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Read as soon as the suite has ended: Playwright empties the folder when it starts. */
  count(exitCode: number): Count;
}

const suites: Suite[] = [
  single('check', ['npm', 'run', 'check']),
  vitest('test:unit'),
  vitest('test:contract'),
  single('build', ['npm', 'run', 'build']),
  single('build:firefox', ['npm', 'run', 'build:firefox']),
  single('rebuild', ['node', 'scripts/rebuild.ts']),
  single('size', ['node', 'scripts/size.ts']),
  single('lint:firefox', ['npm', 'run', 'lint:firefox']),
  playwright('test:e2e'),
  playwright('test:e2e:firefox'),
];

rmSync(REPORTS, { recursive: true, force: true });
const counts = suites.map((suite) => ({ name: suite.name, ...run(suite) }));

console.log('');
for (const { name, passed, failed } of counts) {
  console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed`);
}
const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
process.exitCode = total('failed') > 0 ? 1 : 0;
console.log(`${total('passed')} passed, ${total('failed')} failed`);

function run({ name, command, env, count }: Suite): Count {
  console.log(`\n=== ${name}`);
  mkdirSync(REPORTS, { recursive: true });
  const [program = '', ...words] = command;
  const { status } = spawnSync(program, words, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return count(status ?? 1);
}

function single(name: string, command: string[]): Suite {
  return { name, command, count: ofCommand };
}

function vitest(name: string): Suite {
  const report = reportOf(name);
  return {
    name,
    command: [
      'npm',
      'run',
      name,
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    count: (exitCode) => ofVitest(report, exitCode),
  };
}

function playwright(name: string): Suite {
  const report = reportOf(name);
  return {
    name,
    command: ['npm', 'run', name, '--', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count: (exitCode) => ofPlaywright(report, exitCode),
  };
}

function reportOf(name: string): string {
  return join(REPORTS, `${name.replaceAll(':', '-')}.json`);
}
