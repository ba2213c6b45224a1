import type { Job } from './job.ts';

/** Those who wait for a job to come to rest. */
export function createWaiters(isAtRest: (job: Job) => boolean) {
  const waiting = new Map<string, Set<(job: Job) => void>>();
  return {
    hear(job: Job): void {
      if (!isAtRest(job)) return;
      for (const heard of waiting.get(job.id) ?? []) heard(job);
    },
    /** The job once it is at rest; null when the signal says so before. @param read the job as it is now. */
    wait: (id: string, read: () => Promise<Job | null>, signal: AbortSignal): Promise<Job | null> =>
      new Promise((resolve, reject) => {
        const heard = waiting.get(id) ?? new Set();
        waiting.set(id, heard);
        const end = (job: Job | null) => {
          heard.delete(end);
          if (heard.size === 0) waiting.delete(id);
          signal.removeEventListener('abort', stop);
          resolve(job);
        };
        const stop = () => end(null);
        heard.add(end);
        signal.addEventListener('abort', stop);
        if (signal.aborted) stop();
        // It may be at rest already.
        read().then(
          (job) => job && isAtRest(job) && end(job),
          (error) => {
            reject(error);
            end(null);
          },
        );
      }),
  };
}
