import { createFollowers } from './followers.ts';
import type { Job } from './job.ts';

/** Those who wait for a job to come to rest. */
export function createWaiters(isAtRest: (job: Job) => boolean) {
  const waiting = createFollowers<string, Job>();
  return {
    hear(job: Job): void {
      if (isAtRest(job)) waiting.tell(job.id, job);
    },
    /** The job once it is at rest; null when the signal says so before. @param read the job as it is now. */
    wait: (id: string, read: () => Promise<Job | null>, signal: AbortSignal): Promise<Job | null> =>
      new Promise((resolve, reject) => {
        const end = (job: Job | null) => {
          leave();
          signal.removeEventListener('abort', stop);
          resolve(job);
        };
        const stop = () => end(null);
        const leave = waiting.add(id, end);
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
