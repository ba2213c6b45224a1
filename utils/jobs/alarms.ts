import type { Job } from './job.ts';
import { WATCH_PERIOD } from './pauses.ts';

/** What wakes the background at a time, whether or not it lives then. */
export interface Alarms {
  /** Replaces the alarm of this name. @param at in ms since 1970. */
  set(name: string, at: number): Promise<void>;
  clear(name: string): Promise<void>;
  names(): Promise<string[]>;
}

const PREFIX = 'job/';

/** One alarm per open job that goes on by itself. Methods reject when the browser's alarms fail. */
export function createJobAlarms({ set, clear, names }: Alarms, now: () => number) {
  const nameOf = (id: string) => `${PREFIX}${id}`;
  const isOfJob = (name: string) => name.startsWith(PREFIX);
  return {
    /** The job that an alarm is of; null for another's alarm. */
    idOf: (name: string): string | null => (isOfJob(name) ? name.slice(PREFIX.length) : null),
    /** As the job says. */
    arm: ({ id, nextAt }: Pick<Job, 'id' | 'nextAt'>): Promise<void> =>
      nextAt === null ? clear(nameOf(id)) : set(nameOf(id), nextAt),
    armSoon: (id: string): Promise<void> => set(nameOf(id), now() + WATCH_PERIOD),
    disarm: (id: string): Promise<void> => clear(nameOf(id)),
    /** Clears those of all other jobs. */
    async keepOnly(ids: string[]): Promise<void> {
      const kept = new Set(ids.map(nameOf));
      for (const name of await names()) if (isOfJob(name) && !kept.has(name)) await clear(name);
    },
  };
}
