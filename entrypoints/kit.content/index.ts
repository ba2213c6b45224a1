import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { i18n } from '#i18n';
import { OPEN_DRAWER, panelPath } from '../../utils/drawer.ts';
import { readPageAccount } from '../../utils/page/account.ts';
import { serveAutomations } from '../../utils/page/automations.ts';
import { watchNavigation } from '../../utils/page/navigation.ts';
import { recognise } from '../../utils/page/recognise.ts';
import { createLauncher } from './launcher.ts';

export default defineContentScript({
  matches: ['https://app.kit.com/*', 'https://app.convertkit.com/*'],
  runAt: 'document_end',
  // WXT would otherwise post the extension's id to every page.
  noScriptStartedPostMessage: true,
  main() {
    // Not WXT's own context: a page can forge the event that ends it.
    const stopped = new AbortController();

    const launcher = createLauncher({
      label: i18n.t('launcher.label'),
      panelAddress: () => {
        const page = recognise(location.href);
        return (
          page &&
          browser.runtime.getURL(panelPath({ sequenceId: page.id, pageAccountId: readPageAccount(document) }))
        );
      },
    });

    const update = () => {
      // After an update or a removal of the extension this script is an orphan in the page.
      if (!browser.runtime?.id) {
        stopped.abort();
        launcher.remove();
        return;
      }
      const page = recognise(location.href);
      if (page) launcher.show(page.id);
      else launcher.remove();
    };

    browser.runtime.onMessage.addListener((message, sender) =>
      sender.id === browser.runtime.id && message === OPEN_DRAWER
        ? Promise.resolve(launcher.open())
        : undefined,
    );
    // Only our own background has a way to a tab's content script besides our popup.
    browser.runtime.onConnect.addListener((port) => {
      if (port.sender?.id === browser.runtime.id) serveAutomations(port);
      else port.disconnect();
    });
    watchNavigation(update, stopped.signal);
    update();
  },
});
