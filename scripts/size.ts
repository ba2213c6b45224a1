import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The content script is loaded on every page of Kit; each build is a store's download, of which licences are 7 KB
 * and the sentences of two languages 25. In bytes, gzipped. */
const CONTENT_SCRIPT_LIMIT = 5 * 1024;
const BUILD_LIMIT = 220 * 1024;

const BUILDS = ['.output/chrome-mv3', '.output/firefox-mv3'];

const gzipped = (path: string) => gzipSync(readFileSync(path), { level: 9 }).length;

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + gzipped(join(entry.parentPath, entry.name)), 0);
}

function check(name: string, size: number, limit: number): void {
  const fits = size <= limit;
  console.log(`${fits ? 'ok      ' : 'TOO BIG '} ${name}: ${size} of ${limit} bytes gzipped`);
  if (!fits) process.exitCode = 1;
}

for (const build of BUILDS) {
  const script = join(build, 'content-scripts/kit.js');
  check(script, gzipped(script), CONTENT_SCRIPT_LIMIT);
  check(build, sizeOf(build), BUILD_LIMIT);
}
