import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * `npm run mutation`: breaks the code of sequence, connection and kit in small ways, one after the other, and counts
 * what the unit tests notice. Takes about 20 minutes, so no other test runs it. Stryker is fetched for the run only:
 * `npm ci` should not bring 150 packages for it. Writes docs/mutation.md; fails below the limit.
 */
const VERSION = '10.1.1';
const LIMIT = 85;
const REPORT = 'test-results/mutation.json';

interface Mutant {
  status: string;
  mutatorName: string;
  replacement?: string;
  location: { start: { line: number; column: number } };
}
interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

run('npm', [
  'install',
  '--no-save',
  `@stryker-mutator/core@${VERSION}`,
  `@stryker-mutator/vitest-runner@${VERSION}`,
]);
run('npx', ['stryker', 'run', 'scripts/mutation.json']);

const { files }: Report = JSON.parse(readFileSync(REPORT, 'utf8'));
const noticed = (mutant: Mutant) => mutant.status === 'Killed' || mutant.status === 'Timeout';
const counted = (mutant: Mutant) => noticed(mutant) || ['Survived', 'NoCoverage'].includes(mutant.status);
const share = (mutants: Mutant[]) => (100 * mutants.filter(noticed).length) / mutants.filter(counted).length;

const rows: string[] = [];
const survivors: string[] = [];
for (const [file, { source, mutants }] of Object.entries(files).toSorted()) {
  const all = mutants.filter(counted);
  if (all.length === 0) continue;
  rows.push(`| ${file} | ${all.length} | ${all.filter(noticed).length} | ${share(all).toFixed(1)} % |`);
  for (const { location, mutatorName, replacement = '' } of all.filter((mutant) => !noticed(mutant))) {
    const line = source.split('\n')[location.start.line - 1]?.trim() ?? '';
    const change = replacement.replace(/\s+/g, ' ').slice(0, 60);
    survivors.push(`- ${file}:${location.start.line} ${mutatorName}: \`${line}\`, with \`${change}\``);
  }
}
const all = Object.values(files).flatMap(({ mutants }) => mutants.filter(counted));
writeFileSync(
  'docs/mutation.md',
  [
    '# What the unit tests notice',
    '',
    'Written by `npm run mutation`: the code of sequence, connection and kit was broken in small ways, one after the other.',
    '',
    `${all.filter(noticed).length} of ${all.length} were noticed: ${share(all).toFixed(1)} %. The limit is ${LIMIT} %.`,
    '',
    '| File | Broken | Noticed | Share |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Not noticed',
    '',
    ...survivors,
    '',
  ].join('\n'),
);
console.log(`${share(all).toFixed(1)} % noticed`);
if (share(all) < LIMIT) process.exitCode = 1;

function run(command: string, words: string[]): void {
  const { status } = spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed`);
}
