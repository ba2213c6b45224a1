import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from './expect.ts';

interface Download {
  name: string;
  file: Blob;
}

/** The first file of this ending in a folder of downloads. A browser names it so once it is whole. */
export async function downloadIn(folder: string, ending: string): Promise<Download> {
  let whole: Download | undefined;
  const look = async () => {
    const name = (await readdir(folder).catch(absent))?.find((one) => one.endsWith(ending));
    // Firefox puts an empty one in its place until then, which goes away for a moment at the end.
    const bytes = name === undefined ? undefined : await readFile(join(folder, name)).catch(absent);
    if (name !== undefined && bytes !== undefined && bytes.length > 0) {
      whole = { name, file: new Blob([Uint8Array.from(bytes)]) };
    }
    return whole;
  };
  await expect.poll(look, { intervals: [50, 100, 250] }).toBeDefined();
  if (!whole) throw new Error('There is no download');
  return whole;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
