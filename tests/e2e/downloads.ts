import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** The first file of this ending in a folder of downloads. A browser names it so once it is whole. */
export async function downloadIn(folder: string, ending: string): Promise<{ name: string; file: Blob }> {
  const find = async () => (await readdir(folder).catch(() => [])).find((name) => name.endsWith(ending));
  await expect.poll(find).toBeDefined();
  const name = (await find()) ?? '';
  // Firefox puts an empty one in its place until then.
  await expect.poll(async () => (await readFile(join(folder, name))).length).toBeGreaterThan(0);
  return { name, file: new Blob([await readFile(join(folder, name))]) };
}
