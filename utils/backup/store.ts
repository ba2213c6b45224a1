import type { DBSchema } from 'idb';
import { type Database, openOnce } from '../storage/open-once.ts';
import type { Backup, BackupReader, ListedBackup, Part, PartName } from './backup.ts';
import type { Checkpoint } from './checkpoint.ts';
import { keptUntil, mayForget } from './forget.ts';
import { gunzip, gzip } from './gzip.ts';

/** Keeps backups in IndexedDB, in parts. Methods reject when the browser's storage fails or is full. */
export interface BackupStore {
  /** Newest first, unfinished ones too. */
  list(): Promise<Backup[]>;
  /** The same, with how long each is kept. @param days how long complete backups are kept. */
  listed(days: number): Promise<ListedBackup[]>;
  find(id: string): Promise<Backup | null>;
  /** Null when there is no such backup. */
  open(id: string): Promise<BackupReader | null>;
  /** Its parts, in the order of their names. */
  names(id: string): Promise<PartName[]>;
  /** How far an unfinished backup has come; null for a finished or unknown one. */
  checkpoint(id: string): Promise<Checkpoint | null>;
  /**
   * Writes what is known of a backup and, in the same transaction, how far it has come and what came of that. Parts of
   * the same name are replaced. Gives the backup as it is kept: its `size` is reckoned here.
   */
  write(backup: Backup, checkpoint: Checkpoint | null, parts?: Part[]): Promise<Backup>;
  /** As `write`, for one that is there: null, and nothing written, if it was removed meanwhile. */
  update(backup: Backup, checkpoint: Checkpoint | null, parts?: Part[]): Promise<Backup | null>;
  /** Writes down what became of a backup. Null when there is no such backup. */
  mark(
    id: string,
    what: Partial<Pick<Backup, 'deletedAt' | 'deletingAt' | 'downloadedAt'>>,
  ): Promise<Backup | null>;
  /** With all of its parts. */
  remove(id: string): Promise<void>;
  /**
   * Removes what `mayForget` lets go, and gives what it removed.
   *
   * @param now in ms since 1970.
   * @param days how long complete backups are kept.
   * @param inUse ids of those that are not removed, however old.
   */
  forget(now: number, days: number, inUse: ReadonlySet<string>): Promise<Backup[]>;
}

interface Row {
  id: string;
  backup: Backup;
  checkpoint: Checkpoint | null;
  writtenAt: number;
}

interface PartRow extends Omit<Part, 'text'> {
  backup: string;
  gzip: Uint8Array<ArrayBuffer>;
}

interface Schema extends DBSchema {
  backups: { key: string; value: Row };
  parts: { key: [string, PartName]; value: PartRow };
}

const partsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);

/** @param now in ms since 1970. */
export function openBackupStore(now: () => number = () => Date.now()): BackupStore {
  const database = openOnce<Schema>({
    name: 'backups',
    version: 1,
    upgrade(db) {
      db.createObjectStore('backups', { keyPath: 'id' });
      db.createObjectStore('parts', { keyPath: ['backup', 'name'] });
    },
  });

  async function put(backup: Backup, checkpoint: Checkpoint | null, parts: Part[], onlyIfThere: boolean) {
    // Before the transaction: it ends as soon as it waits for anything else.
    const rows = await Promise.all(parts.map((part) => packed(backup.id, part)));
    return database.write(['backups', 'parts'], async (transaction) => {
      const [backups, kept] = [transaction.objectStore('backups'), transaction.objectStore('parts')];
      const before = await backups.get(backup.id);
      if (onlyIfThere && !before) return null;
      const replaced = await Promise.all(rows.map((row) => kept.get([row.backup, row.name])));
      const bytes = (some: (PartRow | undefined)[]) =>
        some.reduce((sum, row) => sum + (row?.gzip.byteLength ?? 0), 0);
      const size = (before?.backup.size ?? 0) - bytes(replaced) + bytes(rows);
      const written = { ...backup, size };
      await Promise.all([
        backups.put({ id: backup.id, backup: written, checkpoint, writtenAt: now() }),
        ...rows.map((row) => kept.put(row)),
      ]);
      return written;
    });
  }

  /** Removes those that are chosen among all, in one transaction: nothing happens to one of them in between. */
  const remove = (choose: (all: Row[]) => Row[]): Promise<Row[]> =>
    database.write(['backups', 'parts'], async (transaction) => {
      const [backups, parts] = [transaction.objectStore('backups'), transaction.objectStore('parts')];
      const chosen = choose(await backups.getAll());
      await Promise.all(chosen.flatMap(({ id }) => [backups.delete(id), parts.delete(partsOf(id))]));
      return chosen;
    });

  async function all(): Promise<Row[]> {
    const rows = await database.read(['backups'], ({ store }) => store.getAll());
    return rows.sort((one, other) => other.backup.startedAt - one.backup.startedAt);
  }
  const names = async (id: string) => {
    const keys = await database.read(['parts'], ({ store }) => store.getAllKeys(partsOf(id)));
    return keys.map(([, name]) => name);
  };
  const row = (id: string) => database.read(['backups'], ({ store }) => store.get(id));
  return {
    list: async () => (await all()).map(({ backup }) => backup),
    async listed(days) {
      const rows = await all();
      return rows.map((one) => ({ ...one.backup, keptUntil: keptUntil(one, rows, days) }));
    },
    find: async (id) => (await row(id))?.backup ?? null,
    checkpoint: async (id) => (await row(id))?.checkpoint ?? null,
    async open(id) {
      const backup = (await row(id))?.backup;
      return backup ? readerOf(database, backup, names) : null;
    },
    names,
    async write(backup, checkpoint, parts = []) {
      return (await put(backup, checkpoint, parts, false)) ?? backup;
    },
    update: (backup, checkpoint, parts = []) => put(backup, checkpoint, parts, true),
    mark: (id, what) =>
      database.write(['backups'], async ({ store }) => {
        const before = await store.get(id);
        if (!before) return null;
        const backup = { ...before.backup, ...what };
        await store.put({ ...before, backup, writtenAt: now() });
        return backup;
      }),
    async remove(id) {
      await remove((all) => all.filter((one) => one.id === id));
    },
    async forget(time, days, inUse) {
      const old = await remove((all) =>
        all.filter((one) => !inUse.has(one.id) && mayForget(one, all, time, days)),
      );
      return old.map(({ backup }) => backup);
    },
  };
}

async function packed(backup: string, { name, text, sha256, count }: Part): Promise<PartRow> {
  return { backup, name, sha256, count, gzip: await gzip(text) };
}

async function unpacked({ name, sha256, count, gzip }: PartRow): Promise<Part> {
  return { name, sha256, count, text: await gunzip(gzip) };
}

function readerOf(database: Database<Schema>, backup: Backup, names: BackupStore['names']): BackupReader {
  const part = async (name: PartName) => {
    const row = await database.read(['parts'], ({ store }) => store.get([backup.id, name]));
    return row ? unpacked(row) : null;
  };
  return {
    backup,
    part,
    async *parts() {
      for (const name of await names(backup.id)) {
        const read = await part(name);
        if (!read) throw new Error(`The part ${name} was removed`);
        yield read;
      }
    },
  };
}
