import type { Backup, Part } from './backup.ts';
import type { Progress } from './progress.ts';
import type { BackupStore } from './store.ts';

/** Backups in memory, for tests: parts as they were written, sizes in characters. */
export function memoryStore(): BackupStore {
  const rows = new Map<string, { backup: Backup; progress: Progress | null; parts: Map<string, Part> }>();
  const write = (backup: Backup, progress: Progress | null, parts: Part[]) => {
    const all = new Map(rows.get(backup.id)?.parts);
    for (const part of parts) all.set(part.name, part);
    const size = [...all.values()].reduce((sum, { text }) => sum + text.length, 0);
    const written = { ...backup, size };
    rows.set(backup.id, { backup: written, progress: structuredClone(progress), parts: all });
    return written;
  };
  return {
    list: async () => [...rows.values()].map(({ backup }) => backup),
    find: async (id) => rows.get(id)?.backup ?? null,
    progress: async (id) => structuredClone(rows.get(id)?.progress ?? null),
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
    write: async (backup, progress, parts = []) => write(backup, progress, parts),
    update: async (backup, progress, parts = []) =>
      rows.has(backup.id) ? write(backup, progress, parts) : null,
    async mark(id, what) {
      const row = rows.get(id);
      return row ? write({ ...row.backup, ...what }, row.progress, []) : null;
    },
    remove: async (id) => void rows.delete(id),
    forget: async () => [],
  };
}
