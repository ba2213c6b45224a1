import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type OpenDBCallbacks,
  openDB,
  type StoreNames,
} from 'idb';

/** A newer version of the extension wrote this database. It is left as it is. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

interface Definition<S extends DBSchema | unknown> {
  name: string;
  version: number;
  upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>;
}

/**
 * Runs `work` in one transaction on these stores and waits until the transaction is complete. `work` is called once, and
 * may wait for nothing but its own requests. Rejects with what `work`, opening or the browser failed with; nothing is
 * written then.
 */
type Run<S extends DBSchema | unknown, Mode extends IDBTransactionMode> = <
  const Names extends readonly StoreNames<S>[],
  T,
>(
  stores: Names,
  work: (transaction: IDBPTransaction<S, Names, Mode>) => Promise<T>,
) => Promise<T>;

export interface Database<S extends DBSchema | unknown> {
  read: Run<S, 'readonly'>;
  /** Strict: what is announced as written survives a crash of the machine. */
  write: Run<S, 'readwrite'>;
}

/**
 * A database that is opened at its first use, once for all who use it, and again after opening failed or the browser
 * closed the connection. Its methods reject with `NewerDatabase` where that is the cause.
 */
export function openOnce<S extends DBSchema | unknown>(definition: Definition<S>): Database<S> {
  const { name, version, upgrade } = definition;
  let opened: Promise<IDBPDatabase<S>> | undefined;

  function forget(opening: Promise<IDBPDatabase<S>>): void {
    if (opened === opening) opened = undefined;
  }

  function open(): Promise<IDBPDatabase<S>> {
    if (opened) return opened;
    const opening = openDB<S>(name, version, {
      upgrade(...args) {
        // That an upgrade failed is told by opening.
        args[3].done.catch(() => undefined);
        upgrade(...args);
      },
      terminated: () => forget(opening),
      // Somebody upgrades or deletes the database, and waits until nobody is connected.
      blocking() {
        forget(opening);
        opening.then((database) => database.close());
      },
    }).catch((error) => {
      forget(opening);
      throw isCalled(error, 'VersionError') ? new NewerDatabase(name, { cause: error }) : error;
    });
    opened = opening;
    return opening;
  }

  async function begin<Names extends readonly StoreNames<S>[], Mode extends IDBTransactionMode>(
    stores: Names,
    mode: Mode,
  ) {
    const transactionOn = (database: IDBPDatabase<S>) =>
      database.transaction<Names, Mode>(stores, mode, { durability: 'strict' });
    const opening = open();
    const database = await opening;
    try {
      return transactionOn(database);
    } catch (error) {
      if (!isCalled(error, 'InvalidStateError')) throw error;
      // The connection is closed or closing. Nothing has been done in it yet, so it may be tried on another.
      forget(opening);
      return transactionOn(await open());
    }
  }

  const runIn =
    <Mode extends IDBTransactionMode>(mode: Mode): Run<S, Mode> =>
    async (stores, work) => {
      const transaction = await begin(stores, mode);
      const ended = transaction.done.catch(() => undefined);
      try {
        const result = await work(transaction);
        await transaction.done;
        return result;
      } catch (error) {
        try {
          transaction.abort();
        } catch {
          // It has ended by itself.
        }
        await ended;
        // Whatever ended the transaction, a full disk for one, is told to its requests as an abort only.
        throw isCalled(error, 'AbortError') ? (transaction.error ?? error) : error;
      }
    };

  return { read: runIn('readonly'), write: runIn('readwrite') };
}

const isCalled = (error: unknown, name: string) => error instanceof Error && error.name === name;
