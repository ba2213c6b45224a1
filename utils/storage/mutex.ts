/** Runs pieces of work one after the other, in the order in which they came. One that fails does not stop the next. */
export function createMutex() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    /** Settles as `work` does. */
    run<T>(work: () => Promise<T>): Promise<T> {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
  };
}
