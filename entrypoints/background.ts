import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createConnections } from '../utils/connection/connection.ts';
import { type AccessToken, openConnectionStore } from '../utils/connection/store.ts';
import { API_ORIGIN, APP_PATTERNS } from '../utils/hosts.ts';
import { createKit, type Kit } from '../utils/kit/client.ts';
import { fetchKit } from '../utils/kit/fetch.ts';
import { createDoor } from '../utils/messages/door.ts';
import { kindOfSender } from '../utils/messages/sender.ts';
import { createOperations } from '../utils/operations/operations.ts';
import {
  CONNECTION_CHANGED,
  type OAuthApp,
  type ProtocolHandlers,
  parseFollowPort,
  RULES,
} from '../utils/protocol.ts';
import { gatherReview } from '../utils/review/gather.ts';
import { createReviewShelf } from '../utils/review/shelf.ts';

export default defineBackground({
  main() {
    const self = { id: browser.runtime.id, origin: browser.runtime.getURL('/').replace(/\/$/, '') };
    const store = openConnectionStore();
    const builtInClientId = import.meta.env.WXT_KIT_CLIENT_ID ?? '';
    const accessTokenOf = (accountId: number) => `accessToken/${accountId}`;
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
      kit: createKit,
      permitted: () => browser.permissions.contains({ origins: [`${API_ORIGIN}/*`] }),
      changed: announce,
      lock: (name, work) => navigator.locks.request(name, work),
      builtInClientId,
    });
    const kitFor = (accountId: number): Kit => createKit(connections.authorization(accountId));
    const reviews = createReviewShelf(browser.storage.session);
    const operations = createOperations({ kitFor, findReview: reviews.find });

    async function oauthApp(): Promise<OAuthApp> {
      return {
        builtIn: builtInClientId !== '',
        clientId: (await store.readClientId('own')) ?? '',
        redirectAddress: browser.identity.getRedirectURL(),
      };
    }

    /** Tells our pages. Nobody may be there to hear it. */
    async function announce() {
      browser.runtime.sendMessage(CONNECTION_CHANGED).catch(() => undefined);
      if (!import.meta.env.FIREFOX) return;
      // To Firefox, the panel in the drawer is a part of Kit's tab.
      for (const { id } of await browser.tabs.query({ url: APP_PATTERNS })) {
        if (id !== undefined) browser.tabs.sendMessage(id, CONNECTION_CHANGED).catch(() => undefined);
      }
    }

    const handlers: ProtocolHandlers = {
      'connection.accounts': () => connections.accounts(),
      'connection.connectWithApiKey': ({ apiKey }) => connections.connectWithApiKey(apiKey),
      'connection.connectWithOAuth': () => connections.connectWithOAuth(),
      'connection.disconnect': ({ accountId }) => connections.disconnect(accountId),
      'connection.app': oauthApp,
      'connection.useApp': async ({ clientId }) => {
        await store.writeClientId('own', clientId || null);
        return oauthApp();
      },
      'options.open': async () => {
        await browser.runtime.openOptionsPage();
        return null;
      },
      'review.gather': async (target) => {
        const accounts = (await connections.accounts()).map(({ account }) => account);
        const review = await gatherReview(accounts, kitFor, target);
        if (review.ok) await reviews.keep(review.value);
        return review;
      },
      'operation.start': (request) => operations.start(request),
      'operation.cancel': ({ sequenceId }) => {
        operations.cancel(sequenceId);
        return null;
      },
    };
    const answer = createDoor(RULES, handlers);

    browser.runtime.onMessage.addListener((message, sender) => answer(message, kindOfSender(sender, self)));

    browser.runtime.onConnect.addListener((port) => {
      const sequenceId = parseFollowPort(port.name);
      const from = port.sender && kindOfSender(port.sender, self);
      if (sequenceId === null || from !== 'panel') {
        port.disconnect();
        return;
      }
      port.onDisconnect.addListener(
        operations.follow(sequenceId, (operation) => port.postMessage(operation)),
      );
    });

    browser.permissions.onAdded.addListener(announce);
    browser.permissions.onRemoved.addListener(announce);

    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') browser.runtime.openOptionsPage();
    });
  },
});
