import { expect } from '@playwright/test';
import type { Browser } from 'puppeteer-core';

/** What Puppeteer keeps to itself: WebDriver BiDi, with Firefox's own extension of it for the browser's windows. */
interface Bidi {
  connection: { send(method: string, params: object): Promise<{ result: never }> };
}

/** Runs a script in Firefox's own window, where the toolbar and the prompts are. */
async function inWindow<T>(browser: Browser, expression: string): Promise<T> {
  const { connection } = browser as unknown as Bidi;
  const { result: tree }: { result: { contexts: [{ context: string }] } } = await connection.send(
    'browsingContext.getTree',
    { 'moz:scope': 'chrome' },
  );
  const { result }: { result: { type: string; result?: { value: T }; exceptionDetails?: { text: string } } } =
    await connection.send('script.evaluate', {
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

/** Unloads the event page of the extension whose pages are at `host`. */
export async function killBackground(browser: Browser, host: string): Promise<void> {
  const extension = `WebExtensionPolicy.getByHostname(${JSON.stringify(host)}).extension`;
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
