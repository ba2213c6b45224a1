import type { Backup, Part, PartName } from '../backup.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { BackupStore } from '../store.ts';

/** Backups in memory, for tests: parts as they were written, sizes in characters. */
export function memoryStore(): BackupStore {
  const rows = new Map<string, { backup: Backup; checkpoint: Checkpoint | null; parts: Map<string, Part> }>();
  const write = (backup: Backup, checkpoint: Checkpoint | null, parts: Part[]) => {
    const all = new Map(rows.get(backup.id)?.parts);
    for (const part of parts) all.set(part.name, part);
    const size = [...all.values()].reduce((sum, { text }) => sum + text.length, 0);
    const written = { ...backup, size };
    rows.set(backup.id, { backup: written, checkpoint: structuredClone(checkpoint), parts: all });
    return written;
  };
  return {
    list: async () => [...rows.values()].map(({ backup }) => backup),
    // Nothing is ever forgotten here.
    listed: async () => [...rows.values()].map(({ backup }) => ({ ...backup, keptUntil: null })),
    find: async (id) => rows.get(id)?.backup ?? null,
    checkpoint: async (id) => structuredClone(rows.get(id)?.checkpoint ?? null),
    async open(id) {
      const row = rows.get(id);
      if (!row) return null;
      return {
        backup: row.backup,
        part: async (name) => row.parts.get(name) ?? null,
        async *parts() {
          for (const name of [...row.parts.keys()].sort()) {
            const part = row.parts.get(name);
            if (part) yield part;
          }
        },
      };
    },
    names: async (id) => [...(rows.get(id)?.parts.keys() ?? [])].sort() as PartName[],
    write: async (backup, checkpoint, parts = []) => write(backup, checkpoint, parts),
    update: async (backup, checkpoint, parts = []) =>
      rows.has(backup.id) ? write(backup, checkpoint, parts) : null,
    async mark(id, what) {
      const row = rows.get(id);
      return row ? write({ ...row.backup, ...what }, row.checkpoint, []) : null;
    },
    remove: async (id) => void rows.delete(id),
    forget: async () => [],
  };
}
