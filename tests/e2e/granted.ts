import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const BUILDS = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' };

interface Manifest {
  permissions: string[];
  optional_permissions: string[];
}

/** No driver can press the button of the browser's question: a copy of the build that was granted these at once. */
export async function grantedBuild(browser: keyof typeof BUILDS, folder: string, granted: string[]) {
  const copy = join(folder, 'extension');
  await cp(resolve(BUILDS[browser]), copy, { recursive: true });
  await changeManifest(copy, (manifest) => {
    const isGranted = (permission: string) => granted.includes(permission);
    manifest.permissions.push(...manifest.optional_permissions.filter(isGranted));
    manifest.optional_permissions = manifest.optional_permissions.filter((one) => !isGranted(one));
  });
  return copy;
}

async function changeManifest(folder: string, change: (manifest: Manifest) => void): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
}
