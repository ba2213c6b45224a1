type Stopper = 'person' | 'panel closed';

/** One countdown per sequence. They live here only: one that dies with the background ends in nothing being sent. */
export function createCountdowns(sleep: (ms: number, signal: AbortSignal) => Promise<void>) {
  const countdowns = new Map<number, AbortController>();
  return {
    /** Null when the time is up; else who stopped it. Nobody watching is a closed panel. */
    async run(sequenceId: number, ms: number, watched: boolean): Promise<Stopper | null> {
      const stop = new AbortController();
      countdowns.set(sequenceId, stop);
      if (!watched) stop.abort('panel closed');
      await sleep(ms, stop.signal);
      countdowns.delete(sequenceId);
      return stop.signal.aborted ? stop.signal.reason : null;
    },
    stop(sequenceId: number, by: Stopper): void {
      countdowns.get(sequenceId)?.abort(by);
    },
  };
}
