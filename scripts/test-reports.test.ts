import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ofCommand, ofPlaywright, ofVitest } from './test-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (content: unknown) => {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const vitest = (numPassedTests: number, numFailedTests: number) => report({ numPassedTests, numFailedTests });
const playwright = (expected: number, unexpected: number, flaky = 0) =>
  report({ stats: { expected, unexpected, flaky, skipped: 1 } });

test('tests are counted from the reports', () => {
  expect(ofVitest(vitest(7, 0), 0)).toEqual({ passed: 7, failed: 0 });
  expect(ofVitest(vitest(7, 2), 1)).toEqual({ passed: 7, failed: 2 });
  expect(ofPlaywright(playwright(5, 0, 1), 0)).toEqual({ passed: 5, failed: 1 });
  expect(ofPlaywright(playwright(5, 3), 1)).toEqual({ passed: 5, failed: 3 });
});

test('a command counts as one', () => {
  expect(ofCommand(0)).toEqual({ passed: 1, failed: 0 });
  expect(ofCommand(2)).toEqual({ passed: 0, failed: 1 });
});

test.each([ofVitest, ofPlaywright])('no report, or none that can be read, is a failure', (count) => {
  const failure = { passed: 0, failed: 1 };
  expect(count(join(folder, 'missing.json'), 0)).toEqual(failure);
  for (const broken of ['', '{', '{}', 'null', '[]']) expect(count(report(broken), 0)).toEqual(failure);
});

test('a suite without tests, or one that broke outside of them, is a failure', () => {
  expect(ofVitest(vitest(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
  expect(ofVitest(vitest(7, 0), 1)).toEqual({ passed: 7, failed: 1 });
  expect(ofPlaywright(playwright(7, 0), 1)).toEqual({ passed: 7, failed: 1 });
});
