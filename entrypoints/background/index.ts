import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { openBackupStore } from '../../utils/backup/store.ts';
import { managerPath } from '../../utils/manager.ts';
import { createRouter } from '../../utils/messages/router.ts';
import { kindOfSender } from '../../utils/messages/sender.ts';
import { createAdditions } from '../../utils/people/additions.ts';
import { openAdditionStore } from '../../utils/people/store.ts';
import {
  type OAuthApp,
  type ProtocolHandlers,
  parseDetailsPort,
  parseFollowPort,
  RULES,
} from '../../utils/protocol.ts';
import { openRestoreJournal } from '../../utils/restore/journal.ts';
import { createRestores } from '../../utils/restore/restores.ts';
import { restoreHandlers, serveRestore } from '../../utils/restore/serve.ts';
import { gatherReview } from '../../utils/review/gather.ts';
import { reviewOf } from '../../utils/review/review.ts';
import { serveDetails } from '../../utils/review/serve.ts';
import { createReviewCache, createSequencesCache } from '../../utils/review/session-cache.ts';
import { createBackups } from '../../utils/sequence/backups.ts';
import { openJournal } from '../../utils/sequence/journal.ts';
import { createOperations } from '../../utils/sequence/operations.ts';
import { readAutomationsWanted, readKeepDays } from '../../utils/settings.ts';
import { openKits } from './kits.ts';
import { pageAsker, tellPages } from './pages.ts';

/** In ms. */
const DAY = 24 * 60 * 60_000;

/** By an alarm of this name, which wakes the background as long as something is open. */
const watchBy = (name: string) => async (open: boolean) => {
  if (open) await browser.alarms.create(name, { periodInMinutes: 1 });
  else await browser.alarms.clear(name);
};

export default defineBackground({
  main() {
    const own = { id: browser.runtime.id, origin: browser.runtime.getURL('/').replace(/\/$/, '') };
    const { connections, builtInClientId, ownClientId, kit, kitInBulk, kitUntil, bulkRequestsPerMinute } =
      openKits(announce);
    const reviews = createReviewCache(browser.storage.session);
    const sequences = createSequencesCache(browser.storage.session);

    const backups = openBackupStore();
    const journal = openJournal();
    const operations = createOperations({
      journal,
      kit,
      findReview: async (id) => {
        const look = await reviews.find(id);
        return look && reviewOf(look);
      },
      backups: createBackups({
        store: backups,
        kit: kitUntil,
        requestsPerMinute: bulkRequestsPerMinute,
      }),
      lock: (sequenceId, work) => navigator.locks.request(`sequence ${sequenceId}`, work),
      watch: watchBy('operations'),
    });
    const restoreJournal = openRestoreJournal();
    const restores = createRestores({
      journal: restoreJournal,
      kit: kitInBulk,
      accounts: async () =>
        (await connections.accounts())
          .filter(({ status }) => status === 'connected')
          .map(({ account }) => account),
      openBackup: backups.open,
      lock: (backupId, work) => navigator.locks.request(`restore ${backupId}`, work),
      watch: watchBy('restores'),
    });
    const additionStore = openAdditionStore();
    const additions = createAdditions({
      store: additionStore,
      restores: restoreJournal,
      kit: kitInBulk,
      openBackup: backups.open,
      lock: (backupId, work) => navigator.locks.request(`people ${backupId}`, work),
      watch: watchBy('people'),
    });
    readKeepDays(browser.storage.local)
      .then((days) => {
        const before = Date.now() - days * DAY;
        const rows = [journal, restoreJournal, additionStore].map(({ forget }) => forget(before));
        return Promise.all([...rows, backups.forget(Date.now(), days)]);
      })
      .catch(() => undefined);

    /** Goes on with whatever is open and waits for Kit, the network, or the background itself. */
    function lookAfterOpen(): void {
      for (const { resume } of [operations, restores, additions]) resume().catch(() => undefined);
    }

    async function oauthApp(): Promise<OAuthApp> {
      return {
        builtIn: builtInClientId !== '',
        clientId: await ownClientId.read(),
        redirectAddress: browser.identity.getRedirectURL(),
      };
    }

    /** The way to Kit opened or closed. */
    function announce(): void {
      lookAfterOpen();
      tellPages().catch(() => undefined);
    }

    const handlers: ProtocolHandlers = {
      'connection.accounts': () => connections.accounts(),
      'connection.connectWithApiKey': ({ apiKey }) => connections.connectWithApiKey(apiKey),
      'connection.connectWithOAuth': () => connections.connectWithOAuth(),
      'connection.disconnect': ({ accountId }) => connections.disconnect(accountId),
      'connection.app': oauthApp,
      'connection.useApp': async ({ clientId }) => {
        await ownClientId.write(clientId);
        return oauthApp();
      },
      'options.open': async () => {
        await browser.runtime.openOptionsPage();
        return null;
      },
      'manager.open': async (target) => {
        await browser.tabs.create({ url: browser.runtime.getURL(managerPath(target)) });
        return null;
      },
      'review.gather': async (target) => {
        const accounts = (await connections.accounts()).map(({ account }) => account);
        const wanted = await readAutomationsWanted(browser.storage.local).catch(() => false);
        const review = await gatherReview(accounts, kit, target, sequences, wanted);
        if (review.ok) await reviews.keep(review.value);
        return review;
      },
      'operation.start': (request) => operations.start(request),
      'operation.cancel': ({ sequenceId }) => {
        operations.cancel(sequenceId);
        return null;
      },
      'operation.look': () => {
        lookAfterOpen();
        return null;
      },
      ...restoreHandlers({ restores, additions }),
    };
    const answer = createRouter(RULES, handlers);

    browser.runtime.onMessage.addListener((message, sender) => answer(message, kindOfSender(sender, own)));

    browser.runtime.onConnect.addListener((port) => {
      const from = port.sender && kindOfSender(port.sender, own);
      const sequenceId = parseFollowPort(port.name);
      const reviewId = parseDetailsPort(port.name);
      // Whatever a page says there only keeps the background awake.
      port.onMessage.addListener(() => undefined);
      if (from === 'panel' && sequenceId !== null) {
        port.onDisconnect.addListener(
          operations.follow(sequenceId, (operation) => port.postMessage(operation)),
        );
      } else if (from === 'panel' && reviewId !== null) {
        serveDetails(port, {
          find: () => reviews.find(reviewId),
          kit: kitUntil,
          cache: sequences,
          askPage: pageAsker(port.sender?.tab),
        }).catch(() => port.disconnect());
      } else if (from !== 'manager' || !serveRestore(port, { restores, additions })) {
        port.disconnect();
      }
    });

    browser.alarms.onAlarm.addListener(lookAfterOpen);
    // Starts the background with the browser; what was open is then looked after.
    browser.runtime.onStartup.addListener(() => undefined);
    self.addEventListener('online', lookAfterOpen);

    browser.permissions.onAdded.addListener(announce);
    browser.permissions.onRemoved.addListener(announce);

    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') browser.runtime.openOptionsPage();
    });
  },
});
