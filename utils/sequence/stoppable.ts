type Stopper = 'person' | 'panel closed';

/**
 * The part of an operation that may still be stopped: at most one per sequence. It lives here only: one that dies
 * with the background has sent nothing.
 */
export function createStoppable() {
  const stops = new Map<number, AbortController>();
  return {
    /** Runs the work, which ends early when the signal says so. `by`: who stopped it, null for nobody. */
    async run<T>(
      sequenceId: number,
      work: (stopped: AbortSignal) => Promise<T>,
    ): Promise<{ by: Stopper; result?: never } | { by: null; result: T }> {
      const stop = new AbortController();
      stops.set(sequenceId, stop);
      try {
        const result = await work(stop.signal);
        return stop.signal.aborted ? { by: stop.signal.reason } : { by: null, result };
      } finally {
        stops.delete(sequenceId);
      }
    },
    stop(sequenceId: number, by: Stopper): void {
      stops.get(sequenceId)?.abort(by);
    },
  };
}
