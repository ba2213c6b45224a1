import { type IDBPDatabase, openDB } from 'idb';

/** What every row of a journal has. */
interface Row {
  /** UUID. */
  id: string;
  /** In ms since 1970. */
  startedAt: number;
}

/** Every row is written before the step that it announces. Methods reject when the browser's storage fails. */
export interface Rows<R extends Row, Subject> {
  write(row: R): Promise<void>;
  read(id: string): Promise<R | null>;
  /** Those that have not ended. */
  open(): Promise<R[]>;
  /** The last one on this subject, open or ended. */
  latest(subject: Subject): Promise<R | null>;
  /** Forgets those that ended and were started before `time` (ms since 1970). */
  forget(time: number): Promise<void>;
}

interface Kind<R> {
  /** The name of the database. */
  database: string;
  store: string;
  /** The field that says what a row is about. */
  subject: keyof R & string;
  hasEnded(row: R): boolean;
}

/** `open` is there only while it is, so that the index holds just those. */
type Kept<R> = R & { open?: 1 };

export function openRows<R extends Row, Subject extends IDBValidKey>(kind: Kind<R>): Rows<R, Subject> {
  const { database: name, store: kept, subject, hasEnded } = kind;
  let opened: Promise<IDBPDatabase> | undefined;
  const database = () => {
    opened ??= openDB(name, 1, {
      upgrade(db) {
        const store = db.createObjectStore(kept, { keyPath: 'id' });
        for (const index of ['open', subject, 'startedAt']) store.createIndex(index, index);
      },
    }).catch((error) => {
      // The next call tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const bare = ({ open: _, ...row }: Kept<R>) => row as unknown as R;
  const orNull = (row: Kept<R> | undefined) => (row ? bare(row) : null);
  return {
    async write(row) {
      // Strict: a crash of the machine must not lose what was announced.
      const transaction = (await database()).transaction(kept, 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(hasEnded(row) ? row : { ...row, open: 1 }), transaction.done]);
    },
    read: async (id) => orNull(await (await database()).get(kept, id)),
    open: async () => (await (await database()).getAllFromIndex(kept, 'open')).map(bare),
    async latest(about) {
      const rows: Kept<R>[] = await (await database()).getAllFromIndex(kept, subject, about);
      return orNull(rows.toSorted((one, other) => one.startedAt - other.startedAt).at(-1));
    },
    async forget(time) {
      const transaction = (await database()).transaction(kept, 'readwrite');
      const old = transaction.store.index('startedAt').iterate(IDBKeyRange.upperBound(time, true));
      for await (const cursor of old) if (!cursor.value.open) await cursor.delete();
      await transaction.done;
    },
  };
}
