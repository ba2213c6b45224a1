import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type Addition, isAdditionEnded, type PersonOutcome } from './addition.ts';

/** Keeps additions, and what became of each person. Methods reject when the browser's storage fails. */
export interface AdditionStore {
  /** With what became of people since the last time, in the same transaction. */
  write(addition: Addition, outcomes?: PersonOutcome[]): Promise<void>;
  /** The last one to the sequence of this backup. */
  latest(backupId: string): Promise<Addition | null>;
  /** Those that have not ended. */
  open(): Promise<Addition[]>;
  /** Everybody who was tried, some at a time. */
  outcomes(additionId: string): AsyncIterable<PersonOutcome[]>;
  /** Forgets those that ended and were started before `time` (ms since 1970), with everybody in them. */
  forget(time: number): Promise<void>;
}

interface Schema extends DBSchema {
  additions: { key: string; value: Addition; indexes: { backupId: string } };
  outcomes: { key: number; value: PersonOutcome & { additionId: string }; indexes: { additionId: string } };
}

const AT_ONCE = 1000;

export function openAdditionStore(): AdditionStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () => {
    opened ??= openDB<Schema>('additions', 1, {
      upgrade(db) {
        db.createObjectStore('additions', { keyPath: 'id' }).createIndex('backupId', 'backupId');
        db.createObjectStore('outcomes', { autoIncrement: true }).createIndex('additionId', 'additionId');
      },
    }).catch((error) => {
      // The next call tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async write(addition, outcomes = []) {
      const stores = ['additions', 'outcomes'] as const;
      const transaction = (await database()).transaction(stores, 'readwrite', { durability: 'strict' });
      await Promise.all([
        transaction.objectStore('additions').put(addition),
        ...outcomes.map((one) =>
          transaction.objectStore('outcomes').add({ ...one, additionId: addition.id }),
        ),
        transaction.done,
      ]);
    },
    async latest(backupId) {
      const rows = await (await database()).getAllFromIndex('additions', 'backupId', backupId);
      return rows.toSorted((one, other) => one.startedAt - other.startedAt).at(-1) ?? null;
    },
    open: async () => (await (await database()).getAll('additions')).filter((row) => !isAdditionEnded(row)),
    async forget(time) {
      const transaction = (await database()).transaction(['additions', 'outcomes'], 'readwrite');
      const [additions, outcomes] = [
        transaction.objectStore('additions'),
        transaction.objectStore('outcomes'),
      ];
      for (const addition of await additions.getAll()) {
        if (!isAdditionEnded(addition) || addition.startedAt >= time) continue;
        await additions.delete(addition.id);
        const own = outcomes.index('additionId').iterate(IDBKeyRange.only(addition.id));
        for await (const cursor of own) await cursor.delete();
      }
      await transaction.done;
    },
    async *outcomes(additionId) {
      let after = 0;
      for (;;) {
        const range = IDBKeyRange.only(additionId);
        const index = (await database()).transaction('outcomes').store.index('additionId');
        const some: PersonOutcome[] = [];
        let cursor = await index.openCursor(range);
        if (cursor && after > 0) cursor = await cursor.continuePrimaryKey(additionId, after);
        for (; cursor && some.length < AT_ONCE; cursor = await cursor.continue()) {
          if (cursor.primaryKey <= after) continue;
          const { additionId: _, ...outcome } = cursor.value;
          some.push(outcome);
          after = cursor.primaryKey;
        }
        if (some.length === 0) return;
        yield some;
      }
    },
  };
}
