import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sampleRanges } from './mutation/sample.ts';
import { LIMIT, mergeSection, type Report, writeSection } from './mutation/sections.ts';

/**
 * `npm run mutation`: breaks the code of each folder in small ways, one after the other, and counts what the folder's
 * own tests notice. Writes the folder's section of docs/mutation.md; fails where one is below the limit. A thousand
 * mutants take about 20 minutes, so no other test runs it, and it can run in parts:
 * `--only utils/jobs,utils/kit` for some folders, `--sample 150 --seed 1` for a random 150 lines of each.
 * Stryker is fetched for the run only: `npm ci` should not bring 150 packages for it.
 */
const VERSION = '10.1.1';
const FOLDERS = ['jobs', 'sequence', 'storage', 'restore', 'people', 'kit', 'connection', 'backup', 'review']
  .map((name) => `utils/${name}`)
  .filter((folder) => existsSync(folder));
const PAGE = 'docs/mutation.md';

const { values } = parseArgs({
  options: { only: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const chosen = values.only?.split(',') ?? FOLDERS;
const unknown = chosen.filter((folder) => !FOLDERS.includes(folder));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not among ${FOLDERS.join(', ')}`);
const [wanted, seed] = [Number(values.sample ?? Infinity), Number(values.seed)];
if (!(wanted > 0) || !Number.isInteger(seed)) throw new Error('--sample and --seed take whole numbers');

run('npm', [
  'install',
  '--no-save',
  `@stryker-mutator/core@${VERSION}`,
  `@stryker-mutator/vitest-runner@${VERSION}`,
]);
for (const folder of chosen) {
  const sources = globSync(`${folder}/**/*.ts`)
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.test\.ts$|\.d\.ts$|\/testing\//.test(path))
    .toSorted()
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n').length }));
  const of = sources.reduce((sum, { lines }) => sum + lines, 0);
  const picked = wanted < of ? sampleRanges(sources, wanted, seed) : null;
  const mutate = picked?.ranges ?? sources.map(({ path }) => path);
  run('npx', ['stryker', 'run', 'scripts/mutation/stryker.json', '--mutate', mutate.join(',')], {
    MUTATION_FOLDER: folder,
  });

  const report: Report = JSON.parse(readFileSync('test-results/mutation.json', 'utf8'));
  const date = new Date().toISOString().slice(0, 10);
  const { text, share } = writeSection(
    { folder, date, ...(picked && { sample: { lines: picked.lines, of, seed } }) },
    report,
  );
  writeFileSync(PAGE, mergeSection(readFileSync(PAGE, 'utf8'), text, FOLDERS));
  console.log(`${folder}: ${share.toFixed(1)} % noticed`);
  if (share < LIMIT) process.exitCode = 1;
}

function run(command: string, words: string[], more: Record<string, string> = {}): void {
  const { status } = spawnSync(command, words, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...more },
  });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed`);
}
