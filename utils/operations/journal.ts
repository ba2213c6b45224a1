import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { hasEnded, type Operation } from './operation.ts';

/** Every operation, each written before the step that it announces. Methods reject when the browser's storage fails. */
export interface Journal {
  write(operation: Operation): Promise<void>;
  read(id: string): Promise<Operation | null>;
  /** Those that have not ended. */
  open(): Promise<Operation[]>;
  /** The last one on this sequence, open or ended. */
  latest(sequenceId: number): Promise<Operation | null>;
  /** Forgets those that ended and were started before `time` (ms since 1970). */
  forget(time: number): Promise<void>;
}

/** `open` is there only while it is, so that the index holds just those. */
type Row = Operation & { open?: 1 };

interface Schema extends DBSchema {
  operations: {
    key: string;
    value: Row;
    indexes: { open: number; sequenceId: number; startedAt: number };
  };
}

export function openJournal(): Journal {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => {
    opened ??= openDB<Schema>('journal', 1, {
      upgrade(db) {
        const store = db.createObjectStore('operations', { keyPath: 'id' });
        for (const name of ['open', 'sequenceId', 'startedAt'] as const) store.createIndex(name, name);
      },
    }).catch((error) => {
      // The next call tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async write(operation) {
      const row: Row = hasEnded(operation.state) ? operation : { ...operation, open: 1 };
      // Strict: a crash of the machine must not lose what was announced.
      const transaction = (await database()).transaction('operations', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(row), transaction.done]);
    },
    read: async (id) => bare(await (await database()).get('operations', id)),
    open: async () => (await (await database()).getAllFromIndex('operations', 'open')).map(withoutMark),
    async latest(sequenceId) {
      const rows = await (await database()).getAllFromIndex('operations', 'sequenceId', sequenceId);
      return bare(rows.toSorted((one, other) => one.startedAt - other.startedAt).at(-1));
    },
    async forget(time) {
      const transaction = (await database()).transaction('operations', 'readwrite');
      const old = transaction.store.index('startedAt').iterate(IDBKeyRange.upperBound(time, true));
      for await (const cursor of old) if (!cursor.value.open) await cursor.delete();
      await transaction.done;
    },
  };
}

const bare = (row: Row | undefined): Operation | null => (row ? withoutMark(row) : null);

function withoutMark({ open: _, ...operation }: Row): Operation {
  return operation;
}
