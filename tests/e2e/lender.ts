import type { BrowserSession, SharedBrowser } from './driver.ts';
import { LIMITS, within } from './limits.ts';

/** Lends one browser to one test after another. */
export interface Lender {
  /** The browser as if it were new. `downloads` is the folder that it puts downloads into. */
  lend(downloads: string): Promise<BrowserSession>;
  takeBack(): Promise<void>;
  close(): Promise<void>;
}

/** A browser that does not become clean again is closed, and the next test gets another one. */
export function createLender(start: () => Promise<SharedBrowser>): Lender {
  let browser: SharedBrowser | undefined;

  async function drop(why: unknown): Promise<void> {
    console.warn(`A shared browser is given up: ${why}`);
    await browser?.close();
    browser = undefined;
  }

  async function begin(downloads: string): Promise<BrowserSession> {
    browser ??= await start();
    return within(LIMITS.start, 'The beginning in a shared browser', browser.begin(downloads));
  }

  return {
    lend: (downloads) =>
      begin(downloads).catch(async (error) => {
        await drop(error);
        return begin(downloads);
      }),
    async takeBack() {
      if (!browser) return;
      await within(LIMITS.end, 'Cleaning a shared browser', browser.end()).catch(drop);
    },
    async close() {
      await browser?.close();
      browser = undefined;
    },
  };
}
