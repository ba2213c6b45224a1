import { setTimeout } from 'node:timers/promises';

/**
 * How long to wait before something counts as not happening, in ms. They fit a computer that is busy with much else:
 * whoever waits goes on as soon as it happens, so a long limit costs nothing where all is well.
 */
export const LIMITS = {
  /** Something in a page, in the extension or at the demo. */
  event: 90_000,
  /** A browser is up, with the extension in it. */
  start: 150_000,
  /** A browser is closed, or clean. */
  end: 60_000,
  /** A whole test. */
  test: 600_000,
};

/** Fails when the promise takes longer than `ms`. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = globalThis.setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** One look at a page lasts so long at most, in ms: then its tab is brought to the front again. */
const LOOK = 1_000;

/**
 * Looks again until the look is `done`, or `ms` are over; gives the last one. A look that fails is made again: the
 * document may have gone away under it.
 *
 * @param look waits by itself, in the page, for as many ms as it is given.
 */
export async function lookUntil<T>(
  ms: number,
  look: (ms: number) => Promise<T>,
  done: (seen: T) => boolean,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const left = Math.max(0, end - Date.now());
    try {
      const seen = await look(Math.min(LOOK, left));
      if (done(seen) || left === 0) return seen;
    } catch (error) {
      if (left === 0) throw error;
      // Nothing tells when there is a document again.
      await setTimeout(50);
    }
  }
}
