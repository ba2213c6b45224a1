import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { openBackupStore } from '../../utils/backup/store.ts';
import { OPEN_PANEL } from '../../utils/drawer.ts';
import { managerPath } from '../../utils/manager.ts';
import { createPortRouter } from '../../utils/messages/ports.ts';
import { createRouter } from '../../utils/messages/router.ts';
import { kindOfSender } from '../../utils/messages/sender.ts';
import { openPanel } from '../../utils/open-panel.ts';
import type { OAuthApp } from '../../utils/protocol.ts';
import { readKeepDays } from '../../utils/settings.ts';
import { reportStorage } from '../../utils/storage/state.ts';
import { backupsForPages } from './backups.ts';
import { openFiles } from './files.ts';
import { openJobs } from './jobs.ts';
import { openKits } from './kits.ts';
import { messageTable } from './messages.ts';
import { tellPages } from './pages.ts';
import { portTable } from './ports.ts';
import { notifyDue, notifyOfWatch, openFromNotifications, setBadge } from './reminders.ts';
import { openReviews } from './reviews.ts';
import { openSaves } from './saves.ts';
import { witnessOf } from './witness.ts';

export default defineBackground({
  main() {
    const own = { id: browser.runtime.id, origin: browser.runtime.getURL('/').replace(/\/$/, '') };
    const kits = openKits((connected) => {
      if (connected !== null) jobs.reconnected(connected);
      announce();
    });
    const store = openBackupStore();
    const files = openFiles();
    const jobs = openJobs(kits, store, openSaves(store, files), { notifyDue, notifyOfWatch, setBadge });
    const backups = backupsForPages(store, () => readKeepDays(browser.storage.local));
    const reviews = openReviews(kits);

    async function oauthApp(): Promise<OAuthApp> {
      return {
        builtIn: kits.builtInClientId !== '',
        clientId: await kits.ownClientId.read(),
        redirectAddress: browser.identity.getRedirectURL(),
      };
    }

    /** The way to Kit opened or closed. */
    function announce(): void {
      tellPages().catch(() => undefined);
    }
    function accessChanged(): void {
      jobs.lookAfterOpen();
      announce();
    }

    const answer = createRouter(
      messageTable({
        connections: kits.connections,
        oauthApp,
        async useApp(clientId) {
          await kits.ownClientId.write(clientId);
          return oauthApp();
        },
        openOptions: () => browser.runtime.openOptionsPage(),
        openManager: async (target) =>
          void (await browser.tabs.create({ url: browser.runtime.getURL(managerPath(target)) })),
        storage: () =>
          reportStorage({
            reads: [kits.probe, jobs.probe, () => store.names('')],
            isPrivate: browser.extension.inIncognitoContext,
            estimate: () => navigator.storage.estimate(),
          }),
        reviews,
        jobs,
        backups,
      }),
    );
    const connect = createPortRouter(portTable({ jobs, reviews, backups, onSaver: files.onSaver }));

    browser.runtime.onMessage.addListener((message, sender) => {
      const kind = kindOfSender(sender, own);
      return answer(message, kind, witnessOf(sender, kind));
    });
    browser.runtime.onConnect.addListener((port) => {
      // Whatever a page says there only keeps the background awake.
      port.onMessage.addListener(() => undefined);
      const { sender } = port;
      const kind = sender ? kindOfSender(sender, own) : null;
      if (sender) connect(port, kind, witnessOf(sender, kind));
      else port.disconnect();
    });

    browser.alarms.onAlarm.addListener(({ name }) => void jobs.runner.wake(name).catch(() => undefined));
    // Starts the background with the browser; what was open is then looked after.
    browser.runtime.onStartup.addListener(() => undefined);
    self.addEventListener('online', () => jobs.lookAfterOpen());

    browser.commands.onCommand.addListener((name) => {
      if (name === OPEN_PANEL) void openInActiveTab();
    });
    openFromNotifications();
    browser.permissions.onAdded.addListener(accessChanged);
    browser.permissions.onRemoved.addListener(accessChanged);

    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') browser.runtime.openOptionsPage();
    });
  },
});

async function openInActiveTab(): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  await openPanel(tab);
}
