import type { PartName } from '../../utils/backup/backup.ts';
import { serveImport } from '../../utils/backup/import-port.ts';
import { pieceAt } from '../../utils/backup/pieces.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { fail, ok, type Result } from '../../utils/result.ts';

type StorageFailed = { kind: 'storage failed' };

/** A failure of the storage as an answer. */
async function asked<T>(read: () => Promise<T>): Promise<Result<T, StorageFailed>> {
  try {
    return ok(await read());
  } catch {
    return fail({ kind: 'storage failed' });
  }
}

export type BackupsForPages = ReturnType<typeof backupsForPages>;

/**
 * The backups for pages, which may have another storage than the background, or none: in private windows and containers
 * of Firefox.
 *
 * @param keepDays how long complete backups are kept.
 */
export function backupsForPages(store: BackupStore, keepDays: () => Promise<number>) {
  return {
    list: () => asked(async () => store.listed(await keepDays())),
    open: (id: string) =>
      asked(async () => {
        const backup = await store.find(id);
        return backup && { backup, parts: await store.names(id) };
      }),
    part: (id: string, name: PartName, from: number) =>
      asked(async () => {
        const part = await (await store.open(id))?.part(name);
        return part ? { ...part, ...pieceAt(part.text, from) } : null;
      }),
    noteDownload: (id: string) => asked(() => store.mark(id, { downloadedAt: Date.now() })),
    import: (port: Parameters<typeof serveImport>[0], id: string) => serveImport(port, id, store),
  };
}
