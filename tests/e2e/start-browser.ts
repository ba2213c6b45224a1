import { LIMITS, within } from './limits.ts';

/** A browser that runs. */
export interface Running {
  /** Closes it as a person does. */
  close(): Promise<void>;
  /** Ends it, whatever it does. */
  kill(): void;
}

const TRIES = 3;

/**
 * Starts a browser. One that does not come up, or whose connection fails before it is ready, is killed and started
 * again: on a busy computer that is no fault of what is tested.
 *
 * @param launch ends its own process when it fails.
 * @param ready ends when the browser can be used.
 */
export async function startBrowser<R extends Running>(
  launch: () => Promise<R>,
  ready: (running: R) => Promise<unknown>,
): Promise<R> {
  for (let tries = 1; ; tries++) {
    let running: R | undefined;
    try {
      running = await launch();
      await within(LIMITS.start, 'The start of the browser', ready(running));
      return running;
    } catch (error) {
      running?.kill();
      if (tries === TRIES) throw error;
      console.warn(`A browser did not start, so it is started again: ${error}`);
    }
  }
}

/** Closes a browser, by force when it does not close. */
export async function closeBrowser(running: Running): Promise<void> {
  try {
    await within(LIMITS.end, 'The end of the browser', running.close());
  } catch (error) {
    console.warn(`A browser did not close, so it is killed: ${error}`);
    running.kill();
  }
}

/** Kills a process, which may be gone already. */
export function killProcess(id: number | undefined): void {
  try {
    if (id !== undefined) process.kill(id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
