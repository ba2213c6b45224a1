import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const text = readFileSync('package-lock.json', 'utf8');
const packages: Record<string, Entry> = JSON.parse(text).packages;

/** Where Node would find `name` for a package in `folder`. */
function find(folder: string, name: string): Entry | undefined {
  const here = packages[`${folder}${folder && '/'}node_modules/${name}`];
  if (here || !folder) return here;
  return find(folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, ''), name);
}

test('the lock file names the packages of every platform: npm ci refuses it otherwise', () => {
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !find(folder, name)),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved)).toEqual([]);
});
