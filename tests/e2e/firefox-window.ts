import type { Browser } from 'puppeteer-core';
import { bidi, openTabs } from '../../demo/bidi.ts';
import { expect } from './expect.ts';

/** Runs a script in Firefox's own window, where the toolbar and the prompts are. */
async function inWindow<T>(browser: Browser, expression: string): Promise<T> {
  const { result: tree }: { result: { contexts: [{ context: string }] } } = await bidi(browser).send(
    'browsingContext.getTree',
    { 'moz:scope': 'chrome' },
  );
  const { result }: { result: { type: string; result?: { value: T }; exceptionDetails?: { text: string } } } =
    await bidi(browser).send('script.evaluate', {
      expression,
      target: { context: tree.contexts[0].context },
      awaitPromise: true,
      userActivation: true,
    });
  if (!result.result) throw new Error(result.exceptionDetails?.text);
  return result.result.value;
}

export async function pressToolbarButton(browser: Browser): Promise<void> {
  await inWindow(
    browser,
    `(() => {
      const id = CustomizableUI.getWidgetIdsInArea('unified-extensions-area').find((one) => one.endsWith('-browser-action'));
      if (id) CustomizableUI.addWidgetToArea(id, 'nav-bar');
      document.querySelector('#nav-bar .webextension-browser-action').click();
    })()`,
  );
}

/** Unloads the event page of an extension. */
export async function killBackground(browser: Browser, id: string): Promise<void> {
  const extension = `WebExtensionPolicy.getByID(${JSON.stringify(id)}).extension`;
  const running = () => inWindow<number>(browser, `${extension}.backgroundContext?.contextId ?? 0`);
  const killed = await running();
  if (killed === 0) return;
  // A message that arrives in the middle of it keeps the page alive.
  await expect
    .poll(async () => {
      await inWindow(
        browser,
        `${extension}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })`,
      );
      return running();
    })
    .not.toBe(killed);
}

/** Answers the browser's own prompt with its first button. */
export async function acceptPrompt(browser: Browser): Promise<void> {
  const button = `document.querySelector('#notification-popup popupnotification .popup-notification-primary-button')`;
  await expect
    .poll(() => inWindow<boolean>(browser, `!!${button} && PopupNotifications.isPanelOpen`))
    .toBe(true);
  await inWindow(browser, `${button}.click()`);
}

/** Has the browser put downloads into a folder. */
export async function putDownloadsInto(browser: Browser, folder: string): Promise<void> {
  await inWindow(
    browser,
    `Services.prefs.setIntPref('browser.download.folderList', 2),
     Services.prefs.setStringPref('browser.download.dir', ${JSON.stringify(folder)})`,
  );
}

/** Lets an extension that will be installed run in private windows. */
export async function allowInPrivate(browser: Browser, id: string): Promise<void> {
  await inWindow(
    browser,
    `ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs').ExtensionPermissions.add(
      ${JSON.stringify(id)},
      { permissions: ['internal:privateBrowsingAllowed'], origins: [] },
    )`,
  );
}

/** Opens an address of an extension where pages have another storage than its background. */
export async function openApart(
  browser: Browser,
  where: 'private window' | 'container',
  address: string,
): Promise<void> {
  const options = `{
    triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
    ...(${JSON.stringify(where)} === 'container' && { userContextId: 1 }),
  }`;
  await inWindow(
    browser,
    `(async () => {
      let window = globalThis;
      if (${JSON.stringify(where)} === 'private window') {
        window = OpenBrowserWindow({ private: true });
        await new Promise((resolve) => Services.obs.addObserver(function observer(subject, topic) {
          if (subject !== window) return;
          Services.obs.removeObserver(observer, topic);
          resolve();
        }, 'browser-delayed-startup-finished'));
      }
      const { gBrowser } = window;
      gBrowser.selectedTab = gBrowser.addTab(${JSON.stringify(address)}, ${options});
    })()`,
  );
}

/** Has the browser refuse every download. */
export async function refuseDownloads(browser: Browser): Promise<void> {
  await bidi(browser).send('browser.setDownloadBehavior', { downloadBehavior: { type: 'denied' } });
}

/** Forgets everything that sites left in the browser: cookies, storage, caches, permissions, history. */
export async function clearSiteData(browser: Browser): Promise<void> {
  const failed = await inWindow<number>(
    browser,
    `new Promise((resolve) => {
      const { clearData } = Services;
      clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, { onDataDeleted: resolve });
    })`,
  );
  if (failed !== 0) throw new Error(`Firefox could not clear everything: ${failed}`);
}

/** Closes a tab, and its window with the last one. A window that is still being set up cannot be closed. */
export async function closeTab(browser: Browser, context: string): Promise<void> {
  const windows = `[...Services.wm.getEnumerator('navigator:browser')]`;
  const setUp = `${windows}.every(({ gBrowserInit }) => gBrowserInit?.delayedStartupFinished)`;
  await expect.poll(() => inWindow<boolean>(browser, setUp)).toBe(true);
  try {
    await bidi(browser).send('browsingContext.close', { context });
  } catch (error) {
    // It may have closed by itself meanwhile.
    if ((await openTabs(browser)).some((tab) => tab.context === context)) throw error;
  }
}
