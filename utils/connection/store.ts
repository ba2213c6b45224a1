import type { DBSchema } from 'idb';
import type { Account } from '../kit/client.ts';
import { openOnce } from '../storage/open-once.ts';

/** What OAuth needs to know of Kit's authorization server. */
export interface Endpoints {
  issuer: string;
  authorization: string;
  token: string;
  registration: string | null;
  revocation: string | null;
}

/** One account's connection. `checkedAt`: when Kit last took it, in ms since 1970. `ended`: Kit takes neither token any more, and the person has to sign in again. */
export type Connection =
  | { kind: 'api key'; account: Account; checkedAt: number; apiKey: string }
  | {
      kind: 'oauth';
      account: Account;
      checkedAt: number;
      clientId: string;
      endpoints: Endpoints;
      refreshToken: string | null;
      ended: boolean;
    };

/** `expiresAt` in ms since 1970. Lives in session storage: gone when the browser closes. */
export interface AccessToken {
  token: string;
  expiresAt: number;
}

/** Methods reject when the browser's storage fails. */
export interface ConnectionStore {
  /** In no order. */
  list(): Promise<Connection[]>;
  read(accountId: number): Promise<Connection | null>;
  /** Replaces the connection of the same account. */
  write(connection: Connection): Promise<void>;
  remove(accountId: number): Promise<void>;
  /** The client ids that can stand in for one built in: the person's own, or the one that Kit gave at registration. */
  readClientId(kind: 'own' | 'registered'): Promise<string | null>;
  writeClientId(kind: 'own' | 'registered', clientId: string | null): Promise<void>;
}

interface Schema extends DBSchema {
  connection: { key: number; value: Connection };
  clientId: { key: 'own' | 'registered'; value: string };
}

/**
 * Secrets are kept in IndexedDB of the extension's origin, which content scripts cannot reach in any browser
 * (`storage.local` is open to them in Firefox).
 */
export function openConnectionStore(): ConnectionStore {
  const database = openOnce<Schema>({
    name: 'connection',
    version: 1,
    upgrade(db) {
      db.createObjectStore('connection', { keyPath: 'account.id' });
      db.createObjectStore('clientId');
    },
  });
  return {
    list: () => database.read(['connection'], ({ store }) => store.getAll()),
    read: async (accountId) =>
      (await database.read(['connection'], ({ store }) => store.get(accountId))) ?? null,
    write: async (connection) =>
      void (await database.write(['connection'], ({ store }) => store.put(connection))),
    remove: (accountId) => database.write(['connection'], ({ store }) => store.delete(accountId)),
    readClientId: async (kind) => (await database.read(['clientId'], ({ store }) => store.get(kind))) ?? null,
    async writeClientId(kind, clientId) {
      await database.write(['clientId'], async ({ store }) => {
        await (clientId ? store.put(clientId, kind) : store.delete(kind));
      });
    },
  };
}
