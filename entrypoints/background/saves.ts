import { browser } from 'wxt/browser';
import { zipWords } from '../../components/backup/zip-words.ts';
import { savedName } from '../../utils/backup/file/names.ts';
import { writeZip } from '../../utils/backup/file/write.ts';
import { findBegun, notTaken, type SaveProblem, untilWhole } from '../../utils/backup/save.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { fail, ok, type Result } from '../../utils/result.ts';
import type { Saves } from '../../utils/sequence/definition.ts';
import { readSavesWanted } from '../../utils/settings.ts';
import type { Files } from './files.ts';

/** How long the making of a file may take, and then its writing, in ms. A million people take some minutes. */
const LIMIT = 30 * 60_000;

const STORAGE_FAILED = fail({ kind: 'storage failed' } as const);

/** Saves backups to Downloads, if a person wants that and the browser lets us. */
export function openSaves(store: BackupStore, files: Pick<Files, 'begin' | 'drop'>): Saves {
  /** Null without the permission, which may be given and taken back at any time. */
  async function downloads() {
    const allowed = await browser.permissions.contains({ permissions: ['downloads'] });
    return allowed ? (browser.downloads ?? null) : null;
  }

  async function begin(id: string, signal: AbortSignal): ReturnType<Saves['begin']> {
    const [reader, api] = [await store.open(id), await downloads()];
    if (!reader) return STORAGE_FAILED;
    if (!api) return fail({ kind: 'downloads not allowed' });
    const name = savedName(reader.backup);
    const there = await findBegun(api, name, browser.runtime.id);
    if (there !== null) return ok(there);
    let item: Result<number, SaveProblem> = STORAGE_FAILED;
    const stop = () => files.drop(id);
    signal.addEventListener('abort', stop);
    try {
      const file = files.begin(id);
      const written = await writeZip(reader, zipWords(), file.add, signal);
      if (!written.ok) return written;
      const url = await file.address();
      signal.throwIfAborted();
      item = await api
        .download({ url, filename: name, conflictAction: 'uniquify', saveAs: false })
        .then(ok, (error) => fail(notTaken(error)));
      return item;
    } finally {
      signal.removeEventListener('abort', stop);
      if (!item.ok) files.drop(id);
    }
  }

  async function whole(id: string, item: number, signal: AbortSignal): ReturnType<Saves['whole']> {
    const api = await downloads();
    if (!api) return fail({ kind: 'downloads not allowed' });
    const ended = await untilWhole(api, item, signal);
    files.drop(id);
    if (ended.ok) await store.mark(id, { downloadedAt: Date.now() });
    // Nobody wants it any more.
    else if (signal.aborted) await api.cancel(item).catch(() => undefined);
    return ended;
  }

  const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]);
  return {
    wanted: async () => {
      try {
        return (await readSavesWanted(browser.storage.local)) && (await downloads()) !== null;
      } catch {
        return false;
      }
    },
    begin: (id, signal) => begin(id, limited(signal)).catch(() => STORAGE_FAILED),
    whole: (id, item, signal) => whole(id, item, limited(signal)).catch(() => STORAGE_FAILED),
  };
}
