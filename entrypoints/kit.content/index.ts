import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import type { GeneratedI18nStructure } from '#i18n';
import { OPEN_DRAWER, panelPath, type Vouch } from '../../utils/drawer.ts';
import { readPageAccount } from '../../utils/page/account.ts';
import { serveKitPage } from '../../utils/page/kit-pages.ts';
import { watchNavigation } from '../../utils/page/navigation.ts';
import { recognise } from '../../utils/page/recognise.ts';
import { markPointed, readLauncherSide, readPointed } from '../../utils/settings.ts';
import { createLauncher } from './launcher.ts';

/** Not by `i18n.t`, which would be a tenth of this script: in these words nothing varies. */
const words = (name: keyof GeneratedI18nStructure): string =>
  browser.i18n.getMessage(name.replace('.', '_') as '@@ui_locale');

export default defineContentScript({
  matches: ['https://app.kit.com/*', 'https://app.convertkit.com/*'],
  runAt: 'document_end',
  // WXT would otherwise post the extension's id to every page.
  noScriptStartedPostMessage: true,
  main() {
    const { local } = browser.storage;
    const launcher = createLauncher(
      {
        label: words('launcher.label'),
        hint: words('launcher.hint'),
        understood: words('launcher.understood'),
        orphan: words('problem.orphan'),
      },
      () => {
        const page = recognise(location.href);
        return page && browser.runtime.getURL(panelPath({ sequenceId: page.id }));
      },
      // Its button then says so. Not WXT's own context: a page can forge the event that ends it.
      () => !browser.runtime?.id,
    );

    const update = () => {
      const page = recognise(location.href);
      if (!page) return launcher.remove();
      launcher.show(page.id);
      pointOnce().catch(() => undefined);
    };

    /** At the first sequence that somebody looks at. */
    const pointOnce = async () => {
      if (document.hidden || (await readPointed(local))) return;
      await markPointed(local);
      launcher.point();
    };
    const move = () => readLauncherSide(local).then(launcher.moveTo, () => undefined);
    local.onChanged.addListener(move);
    move();

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
      if (port.sender?.id === browser.runtime.id) serveKitPage(port);
      else port.disconnect();
    });
    watchNavigation(update);
    update();
  },
});
