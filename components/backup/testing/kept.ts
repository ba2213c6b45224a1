import { importBackup } from '../../../utils/backup/import.ts';
import type { BackupStore } from '../../../utils/backup/store.ts';
import { ok } from '../../../utils/result.ts';
import type { KeptBackups } from '../kept.ts';

/** The backups of this store, without a background in between. */
export const keptIn = (store: BackupStore): KeptBackups => ({
  list: () => store.listed(90),
  open: (id) => store.open(id),
  noteDownload: (id) => store.mark(id, { downloadedAt: Date.now() }),
  remove: (id) => store.remove(id).then(() => ok(null)),
  keep: (reader, tell, signal) => importBackup(store, reader, tell, signal),
});
