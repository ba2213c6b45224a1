import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { i18n } from '#i18n';
import { OPEN_DRAWER, panelPath, type Vouch } from '../../utils/drawer.ts';
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
    const launcher = createLauncher(
      { label: i18n.t('launcher.label'), orphan: i18n.t('problem.orphan') },
      () => {
        const page = recognise(location.href);
        return page && browser.runtime.getURL(panelPath({ sequenceId: page.id }));
      },
      // Its button then says so. Not WXT's own context: a page can forge the event that ends it.
      () => !browser.runtime?.id,
    );

    const update = () => {
      const page = recognise(location.href);
      if (page) launcher.show(page.id);
      else launcher.remove();
    };

    browser.runtime.onMessage.addListener((message: unknown, sender, answer) => {
      if (sender.id !== browser.runtime.id) return;
      if (message === OPEN_DRAWER) answer(launcher.open());
      else if (typeof message === 'object' && message && 'vouchFor' in message) {
        const seen = launcher.look(message.vouchFor);
        answer(seen && ({ pageAccountId: readPageAccount(document), ...seen } satisfies Vouch));
      }
    });
    // Only our own background has a way to a tab's content script besides our popup.
    browser.runtime.onConnect.addListener((port) => {
      if (port.sender?.id === browser.runtime.id) serveAutomations(port);
      else port.disconnect();
    });
    watchNavigation(update);
    update();
  },
});
