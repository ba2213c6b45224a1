import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';

/** Puts an empty IndexedDB in place of the global one, and watches who connects to it. */
export function emptyIndexedDB() {
  const factory = new IDBFactory();
  const connections: IDBDatabase[] = [];
  const open = factory.open.bind(factory);
  let refusals = 0;
  factory.open = (...args) => {
    if (refusals > 0) {
      refusals -= 1;
      return refused(open);
    }
    const request = open(...args);
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  };
  globalThis.indexedDB = factory;
  return {
    /** Each that was made, closed or not, the latest last. */
    connections,
    latest(): IDBDatabase {
      const last = connections.at(-1);
      if (!last) throw new Error('Nobody is connected');
      return last;
    },
    /** As with a disk that is full: the next opening fails, not at once, with an AbortError. */
    refuseNext(): void {
      refusals += 1;
    },
    /** As a browser does that runs out of disk space, or is told to clear a site's data. */
    closeAll(): void {
      for (const one of connections) forceCloseDatabase(one as unknown as typeof IDBDatabase);
    },
  };
}

function refused(open: IDBFactory['open']): IDBOpenDBRequest {
  const request = open('refused', 1);
  request.addEventListener('upgradeneeded', (event) => {
    event.stopImmediatePropagation();
    request.transaction?.abort();
  });
  return request;
}
