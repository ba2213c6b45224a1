import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { unzipSync } from 'fflate';

/** Makes the store's zips, builds both extensions again from the sources zip, and fails where a byte differs. */
const OUTPUT = '.output';

run('npm', ['run', 'zip'], '.');
const zips = readdirSync(OUTPUT).filter((name) => name.endsWith('.zip'));
const sources = zips.find((name) => name.endsWith('-sources.zip'));
if (zips.length !== 3 || !sources)
  throw new Error(`Three zips were wanted, not ${zips.join(', ') || 'none'}`);

const folder = mkdtempSync(join(tmpdir(), 'safe-delete-'));
try {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(OUTPUT, sources))))) {
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  // What `npm ci` would bring: the lock file is the same.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const command of ['build', 'build:firefox']) run('npm', ['run', command], folder);
  for (const build of ['chrome-mv3', 'firefox-mv3']) compare(build);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(build: string): void {
  const here = hashes(join(OUTPUT, build));
  const there = hashes(join(folder, OUTPUT, build));
  const names = [...new Set([...here.keys(), ...there.keys()])];
  const different = names.filter((name) => here.get(name) !== there.get(name));
  console.log(
    different.length === 0
      ? `ok ${build}: ${names.length} files, the same bytes`
      : `DIFFERENT ${build}: ${different.join(', ')}`,
  );
  if (different.length > 0 || names.length === 0) process.exitCode = 1;
}

function hashes(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

function run(command: string, words: string[], cwd: string): void {
  const { status } = spawnSync(command, words, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed`);
}
