import { browser } from 'wxt/browser';
import { createConnections } from '../../utils/connection/connection.ts';
import { type AccessToken, openConnectionStore } from '../../utils/connection/store.ts';
import { API_ORIGIN } from '../../utils/hosts.ts';
import type { Priority } from '../../utils/jobs/job.ts';
import { budgetUntil } from '../../utils/kit/budget.ts';
import { createBudgets } from '../../utils/kit/budgets.ts';
import { createKit, type Kit } from '../../utils/kit/client.ts';
import { fetchKit } from '../../utils/kit/fetch.ts';
import type { SendOptions } from '../../utils/kit/send.ts';
import { roomFor } from '../../utils/kit/window.ts';

const accessTokenOf = (accountId: number) => `accessToken/${accountId}`;

export type Kits = ReturnType<typeof openKits>;

/**
 * The connected accounts, and Kit as each of them sees it.
 *
 * @param changed told of each account that somebody connects, and (null) that one was disconnected or signed out.
 */
export function openKits(changed: (connected: number | null) => void) {
  const store = openConnectionStore();
  const builtInClientId = import.meta.env.WXT_KIT_CLIENT_ID ?? '';
  const connections = createConnections({
    store,
    session: {
      async read(accountId) {
        const key = accessTokenOf(accountId);
        return (await browser.storage.session.get<Record<string, AccessToken>>(key))[key] ?? null;
      },
      write: (accountId, accessToken) =>
        accessToken
          ? browser.storage.session.set({ [accessTokenOf(accountId)]: accessToken })
          : browser.storage.session.remove(accessTokenOf(accountId)),
    },
    window: {
      redirectAddress: browser.identity.getRedirectURL(),
      async open(url) {
        const back = await browser.identity.launchWebAuthFlow({ url, interactive: true });
        if (!back) throw new Error('No answer');
        return back;
      },
    },
    fetch: fetchKit,
    kit: (authorization) => createKit(authorization),
    permitted: () => browser.permissions.contains({ origins: [`${API_ORIGIN}/*`] }),
    changed,
    lock: (name, work) => navigator.locks.request(name, work),
    builtInClientId,
  });

  const kindOf = async (accountId: number) => (await store.read(accountId))?.kind ?? 'api key';
  const budgetOf = createBudgets({ kindOf, session: browser.storage.session });
  const kitWith = (accountId: number, options: Partial<SendOptions>): Kit =>
    createKit(connections.authorization(accountId), { budget: budgetOf(accountId), ...options });

  return {
    connections,
    /** Something small out of what is stored of connections. Rejects when the storage fails. */
    probe: () => store.readClientId('own'),
    /** The Kit app that sign-in goes through: built in, or empty. */
    builtInClientId,
    ownClientId: {
      read: async () => (await store.readClientId('own')) ?? '',
      write: (clientId: string) => store.writeClientId('own', clientId || null),
    },
    /** Somebody waits for the answers. */
    kit: (accountId: number) => kitWith(accountId, {}),
    /** In bulk: behind whoever presses a button meanwhile. Nothing leaves any more once `ended` says so. */
    kitAs: (accountId: number, priority: Priority, ended?: AbortSignal) =>
      kitWith(accountId, { priority, ended }),
    /** In bulk, and nothing more is asked once the signal says so. */
    kitUntil: (accountId: number, ended: AbortSignal) =>
      kitWith(accountId, { budget: budgetUntil(budgetOf(accountId), ended), priority: 'bulk' }),
    /** How many of them Kit lets through. */
    bulkRequestsPerMinute: async (accountId: number) => roomFor(await kindOf(accountId), 'bulk'),
  };
}
