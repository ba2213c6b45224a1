import { createMutex } from '../../storage/mutex.ts';
import type { Job } from '../job.ts';
import type { Journal } from '../journal.ts';
import type { RunnerDependencies } from '../runner.ts';
import { type Failing, type Kept, memoryJournal } from './memory-journal.ts';

const forever = () => new Promise<never>(() => undefined);

/** What does not outlive its life of the background: it is asked nothing after that, and its answers are not heard. */
export type Mortal = <T extends object>(target: T) => T;

/**
 * What the background stands on and what outlives it: storage, alarms and locks. Alarms ring only where a test says so.
 *
 * @param isOpen whether a job has not ended.
 */
export function fakeBrowser(isOpen: (job: Job) => boolean) {
  const kept: Kept = { jobs: new Map(), items: [] };
  const failing: Failing = { reads: false, writes: false };
  const alarms = new Map<string, number>();
  let life = { isDead: false };
  const browser = {
    kept,
    failing,
    /** The time for which each is set, in ms since 1970, by its name. */
    alarms,
    /** Told of each row just after it was written, before the background hears of it. */
    onWritten: (_: Job): void => undefined,
    journal: memoryJournal(isOpen, kept, failing),
    /** Ends the background, and gives what the next life of it stands on. */
    start(): { deps: Pick<RunnerDependencies, 'journal' | 'alarms' | 'lock'>; mortal: Mortal } {
      life.isDead = true;
      const own = { isDead: false };
      life = own;
      const mortal: Mortal = (target) => whileAlive(target, own);
      const { journal } = browser;
      const locks = new Map<string, ReturnType<typeof createMutex>>();
      return {
        mortal,
        deps: {
          journal: mortal({
            ...journal,
            write: async (...given: Parameters<Journal['write']>) => {
              const written = await journal.write(...given);
              browser.onWritten(written);
              return written;
            },
          }),
          alarms: mortal({
            set: async (name: string, at: number) => void alarms.set(name, at),
            clear: async (name: string) => void alarms.delete(name),
            names: async () => [...alarms.keys()],
          }),
          lock(subject, work) {
            const turns = locks.get(subject) ?? createMutex();
            locks.set(subject, turns);
            return turns.run(work);
          },
        },
      };
    },
  };
  return browser;
}

/** @param target all its methods give promises. */
function whileAlive<T extends object>(target: T, life: { isDead: boolean }): T {
  return new Proxy(target, {
    get(of, name) {
      const method: unknown = Reflect.get(of, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        if (life.isDead) return forever();
        try {
          const answer: unknown = await Reflect.apply(method, of, given);
          return life.isDead ? await forever() : answer;
        } catch (error) {
          if (life.isDead) return forever();
          throw error;
        }
      };
    },
  });
}
