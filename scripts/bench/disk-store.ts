import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, Part, PartName } from '../../utils/backup/backup.ts';
import type { Checkpoint } from '../../utils/backup/checkpoint.ts';
import { gunzip, gzip } from '../../utils/backup/gzip.ts';
import type { BackupStore } from '../../utils/backup/store.ts';

type Listed = Omit<Part, 'text'>;

/**
 * One backup in a folder, compressed as IndexedDB holds it. Node has no IndexedDB but one in memory, and the memory
 * that a backup takes while it is made is what is to be measured.
 */
export function diskStore(folder: string): BackupStore {
  const listed = new Map<PartName, Listed>();
  let row: { backup: Backup; checkpoint: Checkpoint | null } | null = null;
  const fileOf = (name: PartName) => join(folder, `${name.replace('/', '-')}.gz`);

  async function write(backup: Backup, checkpoint: Checkpoint | null, parts: Part[] = []): Promise<Backup> {
    await mkdir(folder, { recursive: true });
    for (const { text, ...part } of parts) {
      await writeFile(fileOf(part.name), await gzip(text), { flush: true });
      listed.set(part.name, part);
    }
    await writeFile(join(folder, 'backup.json'), JSON.stringify({ backup, checkpoint }), { flush: true });
    row = { backup, checkpoint };
    return backup;
  }

  async function read(name: PartName): Promise<Part | null> {
    const part = listed.get(name);
    return part ? { ...part, text: await gunzip(new Uint8Array(await readFile(fileOf(name)))) } : null;
  }

  return {
    list: async () => (row ? [row.backup] : []),
    listed: async () => (row ? [{ ...row.backup, keptUntil: null }] : []),
    find: async () => row?.backup ?? null,
    checkpoint: async () => row?.checkpoint ?? null,
    async open() {
      if (!row) return null;
      return {
        backup: row.backup,
        part: read,
        async *parts() {
          for (const name of [...listed.keys()].sort()) {
            const part = await read(name);
            if (part) yield part;
          }
        },
      };
    },
    names: async () => [...listed.keys()].sort(),
    write,
    update: write,
    mark: async () => null,
    remove: () => rm(folder, { recursive: true }),
    forget: async () => [],
  };
}
