import type { Alarms } from '../../utils/jobs/alarms.ts';
import type { Job } from '../../utils/jobs/job.ts';
import { forever, type Life } from './life.ts';
import { Storage } from './storage.ts';
import type { Time } from './time.ts';

const MINUTE = 60_000;

interface Lock {
  holder: Life | null;
  queue: { life: Life; begin(): void }[];
}

/** What the background stands on: storage, alarms and locks, which outlive it, and pauses, which do not. */
export class Browser {
  readonly storage: Storage;
  /** The time for which each is set, by the computer's clock. From then on it rings each minute. */
  readonly alarms = new Map<string, number>();
  /** When each alarm was last set, by the clock that is true. */
  readonly alarmsSet = new Map<string, number>();
  /** A restart of the browser took alarms, and the background was not heard of since. */
  lostAlarms = false;
  /** Told of each alarm that rings. */
  onRing: (name: string) => void = () => undefined;
  private readonly time: Time;
  private readonly locks = new Map<string, Lock>();

  /** @param slowness how long the storage takes for something at most, in ms. */
  constructor(time: Time, isOpen: (job: Job) => boolean, slowness: number) {
    this.time = time;
    this.storage = new Storage(time, isOpen, slowness);
  }

  /** What a life of the background stands on. */
  deps(life: Life) {
    return {
      journal: this.storage.journal(life),
      store: this.storage.store(life),
      session: this.storage.sessionOf(life),
      alarms: this.alarmsOf(life),
      lock: (subject: string, work: () => Promise<void>) => this.lock(life, subject, work),
      monotonic: () => this.time.monotonic(),
      sleep: (ms: number, signal?: AbortSignal) => this.sleep(life, ms, signal),
      now: () => this.time.now(),
    };
  }

  /** The background dies, here and now. */
  die(life: Life): void {
    life.isDead = true;
    this.storage.die(life);
    for (const lock of this.locks.values()) {
      lock.queue = lock.queue.filter((one) => one.life !== life);
      if (lock.holder === life) this.release(lock);
    }
  }

  /** When the next alarm rings, by the clock that is true. */
  nextAlarm(): { name: string; at: number } | null {
    let next: { name: string; at: number } | null = null;
    for (const [name, at] of this.alarms) {
      const when = Math.max(this.time.true, at - this.time.skew);
      if (!next || when < next.at) next = { name, at: when };
    }
    return next;
  }

  /** It rings again a minute later, until it is set anew or cleared. */
  ring(name: string): void {
    this.onRing(name);
    this.alarms.set(name, this.time.now() + MINUTE);
  }

  private alarmsOf(life: Life): Alarms {
    const ask = <T>(obey: () => T): Promise<T> =>
      new Promise((resolve) => {
        if (life.isDead) return;
        this.time.in(0.1, () => {
          if (!life.isDead) resolve(obey());
        });
      });
    return {
      set: (name, at) =>
        ask(() => {
          this.alarms.set(name, at);
          this.alarmsSet.set(name, this.time.true);
        }),
      clear: (name) => ask(() => void this.alarms.delete(name)),
      names: () => ask(() => [...this.alarms.keys()]),
    };
  }

  private lock(life: Life, subject: string, work: () => Promise<void>): Promise<void> {
    if (life.isDead) return forever();
    const lock = this.locks.get(subject) ?? { holder: null, queue: [] };
    this.locks.set(subject, lock);
    return new Promise((resolve, reject) => {
      const begin = () => {
        const release = () => {
          if (!life.isDead) this.time.in(0.1, () => lock.holder === life && this.release(lock));
        };
        work().finally(release).then(resolve, reject);
      };
      lock.queue.push({ life, begin });
      if (!lock.holder) this.release(lock);
    });
  }

  private release(lock: Lock): void {
    const next = lock.queue.shift();
    lock.holder = next?.life ?? null;
    next?.begin();
  }

  private sleep(life: Life, ms: number, signal?: AbortSignal): Promise<void> {
    if (life.isDead) return forever();
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        takeBack();
        signal?.removeEventListener('abort', wake);
        if (!life.isDead) resolve();
      };
      const takeBack = this.time.in(ms, wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
