import type { Account, Authorization, Kit, KitResult } from '../kit/client.ts';
import { fail, ok, type Result } from '../result.ts';
import { discoverEndpoints, type Fetch } from './endpoints.ts';
import type { ConnectProblem } from './problems.ts';
import { type AuthWindow, refresh, register, revoke, signIn } from './sign-in.ts';
import type { AccessToken, Connection, ConnectionStore } from './store.ts';

/** What pages are told of an account: everything but the credential. */
export interface ConnectionView {
  account: Account;
  kind: Connection['kind'];
  status: 'connected' | 'signed out';
  /** When Kit last said that it takes the credential, in ms since 1970. */
  checkedAt: number;
}

/** What connections need of the browser and of Kit. */
export interface ConnectionDependencies {
  store: ConnectionStore;
  /** Holds each account's access token until the browser closes. */
  session: {
    read(accountId: number): Promise<AccessToken | null>;
    write(accountId: number, token: AccessToken | null): Promise<void>;
  };
  window: AuthWindow;
  fetch: Fetch;
  /** Kit as seen with a credential that is not kept yet. */
  kit(authorization: Authorization): Pick<Kit, 'account'>;
  /** Whether the browser's user lets the extension reach Kit's API. */
  permitted(): Promise<boolean>;
  /** Runs `work` while nobody else in the extension runs work under this name. */
  lock<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Hears that somebody connected (the id of the account), disconnected or was signed out by Kit (null). */
  changed(connected: number | null): void;
  /** Given at build time; empty when there is none. */
  builtInClientId: string;
}

export type ConnectResult = Result<ConnectionView, ConnectProblem>;
export type ConnectionTest = KitResult<ConnectionView>;

/** Access tokens are renewed this long before they end, in ms. */
const MARGIN = 60_000;

/** Printable ASCII without spaces: what can stand in a header, and what any key is made of. */
const KEY = /^[\x21-\x7e]{8,512}$/;

/** The Kit accounts that are connected: any number at once, each with a credential and a lock of its own. */
export function createConnections(deps: ConnectionDependencies) {
  const { store, session } = deps;

  const lock = <T>(accountId: number, work: () => Promise<T>) => deps.lock(`connection/${accountId}`, work);

  async function keep(connection: Connection, access: AccessToken | null): Promise<void> {
    await store.write(connection);
    const canRenew = connection.kind === 'oauth' && connection.refreshToken !== null;
    try {
      await session.write(connection.account.id, access);
    } catch (error) {
      // Where the browser keeps no access token, the next request gets one with the refresh token that was just kept.
      if (access && !canRenew) throw error;
    }
  }

  /** Whether Kit was told of every token of a connection that is over; null where there is none. */
  async function revokeAll(
    connection: Connection | null,
    access: AccessToken | null,
    besides: string[] = [],
  ) {
    if (connection?.kind !== 'oauth') return null;
    const { clientId, endpoints } = connection;
    const tokens = tokensOf(connection, access).filter((token) => !besides.includes(token));
    const ends = tokens.map((token) => revoke(clientId, endpoints, token, deps.fetch));
    return tokens.length > 0 ? (await Promise.all(ends)).every(Boolean) : null;
  }

  async function connect(connection: Connection, access: AccessToken | null): Promise<ConnectResult> {
    const accountId = connection.account.id;
    const replaced = await lock(accountId, async () => {
      const before = await store.read(accountId);
      const accessBefore = await session.read(accountId).catch(() => null);
      try {
        await keep(connection, access);
      } catch (error) {
        await revokeAll(connection, access, tokensOf(before, accessBefore));
        throw error;
      }
      return { before, accessBefore };
    });
    deps.changed(accountId);
    // Else they would work at Kit for as long as it likes, out of reach of a disconnection.
    await revokeAll(replaced.before, replaced.accessBefore, tokensOf(connection, access));
    return ok(viewOf(connection));
  }

  async function connectWithApiKey(typed: string): Promise<ConnectResult> {
    const apiKey = typed.trim();
    if (!KEY.test(apiKey)) return fail({ kind: 'no key' });
    const answer = await deps.kit(fixed(keyHeader(apiKey), deps.permitted)).account();
    if (!answer.ok) {
      return fail(
        answer.problem.kind === 'unauthorized'
          ? { kind: 'key refused' }
          : { kind: 'kit', problem: answer.problem },
      );
    }
    return connect({ kind: 'api key', account: answer.value, apiKey, checkedAt: Date.now() }, null);
  }

  async function connectWithOAuth(): Promise<ConnectResult> {
    const endpoints = await discoverEndpoints(deps.fetch);
    const clientId = await chooseClientId(deps, () =>
      register(endpoints, deps.window.redirectAddress, deps.fetch),
    );
    if (!clientId) return fail({ kind: 'no client' });
    const tokens = await signIn(clientId, endpoints, deps.window, deps.fetch);
    if (!tokens.ok) {
      // A registration that Kit has forgotten must not stand in the way of the next try.
      if (tokens.problem.kind === 'page refused') await store.writeClientId('registered', null);
      return tokens;
    }
    const { access, refreshToken } = tokens.value;
    const answer = await deps.kit(fixed(bearerHeader(access), deps.permitted)).account();
    if (!answer.ok) {
      const given = [refreshToken, access.token].filter((token) => token !== null);
      await Promise.all(given.map((token) => revoke(clientId, endpoints, token, deps.fetch)));
      return fail(
        answer.problem.kind === 'unauthorized'
          ? { kind: 'token refused' }
          : { kind: 'kit', problem: answer.problem },
      );
    }
    return connect(
      {
        ...{ kind: 'oauth', account: answer.value, checkedAt: Date.now() },
        ...{ clientId, endpoints, refreshToken, ended: false },
      },
      access,
    );
  }

  /** Forgets the credential in any case. `revoked`: whether Kit was told, null where there is nothing to revoke. */
  function disconnect(accountId: number): Promise<{ revoked: boolean | null }> {
    return lock(accountId, async () => {
      const connection = await store.read(accountId);
      const access = await session.read(accountId).catch(() => null);
      await store.remove(accountId);
      // An access token that is left behind belongs to nobody, and Kit is told below.
      await session.write(accountId, null).catch(() => undefined);
      deps.changed(null);
      return { revoked: await revokeAll(connection, access) };
    });
  }

  /** Asks Kit whether it still takes the credential; notes when it did, and the account's name as it is now. */
  async function test(accountId: number): Promise<ConnectionTest> {
    const answer = await deps.kit(authorization(accountId)).account();
    if (!answer.ok) return answer;
    if (answer.value.id !== accountId) return fail({ kind: 'unauthorized' });
    return lock(accountId, async () => {
      const connection = await store.read(accountId);
      if (!connection) return fail({ kind: 'not connected' });
      const checked = { ...connection, account: answer.value, checkedAt: Date.now() };
      await store.write(checked);
      return ok(viewOf(checked));
    });
  }

  /** Sorted by name. */
  async function accounts(): Promise<ConnectionView[]> {
    const views = (await store.list()).map(viewOf);
    return views.toSorted(
      (one, other) => one.account.name.localeCompare(other.account.name) || one.account.id - other.account.id,
    );
  }

  /**
   * A header that is not the one that was `refused`. One refresh at a time: a refresh token works once.
   * The new pair is stored before it is used.
   */
  function renew(
    accountId: number,
    refused: Record<string, string>,
  ): Promise<KitResult<Record<string, string>>> {
    return lock(accountId, async () => {
      const connection = await store.read(accountId);
      if (!connection) return fail({ kind: 'not connected' });
      if (connection.kind === 'api key') {
        const header = keyHeader(connection.apiKey);
        // What was refused may have been replaced since.
        return same(header, refused) ? fail({ kind: 'unauthorized', credential: 'api key' }) : ok(header);
      }
      const access = await session.read(accountId);
      if (access && !same(bearerHeader(access), refused) && access.expiresAt - MARGIN > Date.now()) {
        return ok(bearerHeader(access));
      }
      const { clientId, endpoints, refreshToken } = connection;
      const tokens = refreshToken
        ? await refresh(clientId, endpoints, refreshToken, deps.fetch)
        : fail('refused' as const);
      if (!tokens.ok) {
        if (tokens.problem !== 'refused') return fail(tokens.problem);
        await keep({ ...connection, refreshToken: null, ended: true }, null);
        if (!connection.ended) deps.changed(null);
        return fail({ kind: 'unauthorized', credential: 'oauth' });
      }
      await keep(
        { ...connection, refreshToken: tokens.value.refreshToken ?? refreshToken },
        tokens.value.access,
      );
      return ok(bearerHeader(tokens.value.access));
    });
  }

  /** Proves to Kit that this account asks; 'not connected' from the moment that the account is gone. */
  function authorization(accountId: number): Authorization {
    return {
      async header() {
        if (!(await deps.permitted())) return fail({ kind: 'no permission' });
        const connection = await store.read(accountId);
        if (!connection) return fail({ kind: 'not connected' });
        return connection.kind === 'api key' ? ok(keyHeader(connection.apiKey)) : renew(accountId, {});
      },
      renew: (refused) => renew(accountId, refused),
    };
  }

  return { accounts, authorization, connectWithApiKey, connectWithOAuth, disconnect, test };
}

/** Built in, else the person's own, else the one that Kit gave earlier, else one that Kit gives now. */
async function chooseClientId(deps: ConnectionDependencies, registerNow: () => Promise<string | null>) {
  const known =
    deps.builtInClientId ||
    (await deps.store.readClientId('own')) ||
    (await deps.store.readClientId('registered'));
  if (known) return known;
  const registered = await registerNow();
  await deps.store.writeClientId('registered', registered);
  return registered;
}

const keyHeader = (apiKey: string) => ({ 'X-Kit-Api-Key': apiKey });
const bearerHeader = ({ token }: AccessToken) => ({ Authorization: `Bearer ${token}` });

const tokensOf = (connection: Connection | null, access: AccessToken | null): string[] =>
  [connection?.kind === 'oauth' ? connection.refreshToken : null, access?.token ?? null].filter(
    (token) => token !== null,
  );

const same = (one: Record<string, string>, other: Record<string, string>) =>
  Object.entries(one).every(([name, value]) => other[name] === value);

function fixed(header: Record<string, string>, permitted: () => Promise<boolean>): Authorization {
  return {
    header: async () => ((await permitted()) ? ok(header) : fail({ kind: 'no permission' })),
  };
}

function viewOf(connection: Connection): ConnectionView {
  const { kind, account, checkedAt } = connection;
  const ended = connection.kind === 'oauth' && connection.ended;
  return { account, kind, checkedAt, status: ended ? 'signed out' : 'connected' };
}
