import type { BackupReader } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { memoryStore } from '../../utils/backup/testing/memory-store.ts';
import type { Alarms } from '../../utils/jobs/alarms.ts';
import type { Job } from '../../utils/jobs/job.ts';
import type { Journal } from '../../utils/jobs/journal.ts';
import { type Kept, memoryJournal } from '../../utils/jobs/testing/memory-journal.ts';
import type { Time } from './time.ts';

const MINUTE = 60_000;

/** One life of the background. Whoever has died hears nothing any more, and does nothing. */
export interface Life {
  isDead: boolean;
}

/** What the browser's storage does now. `closes`: the next operations are broken off, later ones are not. */
export type StorageFault = 'full' | 'fails' | 'closes';

interface Operation {
  life: Life;
  apply(): void;
}

interface Lock {
  holder: Life | null;
  queue: { life: Life; begin(): void }[];
}

/** What outlives the background: the storage, the alarms, the locks. And what of it dies with it: whatever it waits for. */
export class Browser {
  readonly kept: Kept = { jobs: new Map(), items: [] };
  readonly backups: BackupStore = memoryStore();
  /** The time for which each is set, by the computer's clock. From then on it rings each minute. */
  readonly alarms = new Map<string, number>();
  /** When each alarm was last set, by the clock that is true. */
  readonly alarmsSet = new Map<string, number>();
  /** A restart of the browser took alarms, and the background was not heard of since. */
  lostAlarms = false;
  fault: StorageFault | null = null;
  /** How often the storage has begun to fail. */
  faults = 0;
  /** Told of each alarm that rings. */
  onRing: (name: string) => void = () => undefined;
  /** Told of each row when it is written, before the background hears of it. */
  onWritten: (row: Job, before: Job | undefined) => void = () => undefined;
  private readonly time: Time;
  private readonly slowness: number;
  private readonly isOpen: (job: Job) => boolean;
  private readonly locks = new Map<string, Lock>();
  /** In order, as a database does them. */
  private operations: Operation[] = [];
  private busyUntil = 0;

  /** @param slowness how long the storage takes for something at most, in ms. */
  constructor(time: Time, isOpen: (job: Job) => boolean, slowness: number) {
    this.time = time;
    this.slowness = slowness;
    this.isOpen = isOpen;
  }

  /** What a life of the background stands on. */
  deps(life: Life) {
    return {
      journal: this.journal(life),
      store: this.store(life),
      alarms: this.alarmsOf(life),
      lock: (subject: string, work: () => Promise<void>) => this.lock(life, subject, work),
      monotonic: () => this.time.monotonic(),
      sleep: (ms: number, signal?: AbortSignal) => this.sleep(life, ms, signal),
      now: () => this.time.now(),
    };
  }

  /** The background dies, here and now. Of what the storage was asked for, the first operations still are done. */
  die(life: Life): void {
    life.isDead = true;
    const own = this.operations.filter((one) => one.life === life);
    const done = this.time.random('death').between(0, own.length);
    for (const { apply } of own.slice(0, done)) apply();
    this.operations = this.operations.filter((one) => one.life !== life);
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

  rows(): Job[] {
    return [...this.kept.jobs.values()].toSorted((one, other) => one.order - other.order);
  }

  private journal(life: Life): Journal {
    const own = memoryJournal(this.isOpen, this.kept);
    return {
      write: (job, items) =>
        this.operate(life, 'write', () => {
          const before = this.kept.jobs.get(job.id);
          const written = own.write(job, items);
          const row = this.kept.jobs.get(job.id);
          if (row) this.onWritten(row, before);
          return written;
        }),
      read: (id) => this.operate(life, 'read', () => own.read(id)),
      open: () => this.operate(life, 'read', () => own.open()),
      latest: (subject) => this.operate(life, 'read', () => own.latest(subject)),
      children: (id) => this.operate(life, 'read', () => own.children(id)),
      items: (id, after) => this.operate(life, 'read', () => own.items(id, after)),
      forget: (time) => this.operate(life, 'write', () => own.forget(time)),
    };
  }

  private store(life: Life): BackupStore {
    const { backups } = this;
    const read = <T>(give: () => Promise<T>) => this.operate(life, 'read', give);
    const write = <T>(change: () => Promise<T>) => this.operate(life, 'write', change);
    return {
      list: () => read(() => backups.list()),
      find: (id) => read(() => backups.find(id)),
      checkpoint: (id) => read(() => backups.checkpoint(id)),
      names: (id) => read(() => backups.names(id)),
      open: (id) => read(() => backups.open(id)).then((reader) => reader && this.reader(life, reader)),
      write: (backup, checkpoint, parts) => write(() => backups.write(backup, checkpoint, parts)),
      update: (backup, checkpoint, parts) => write(() => backups.update(backup, checkpoint, parts)),
      mark: (id, what) => write(() => backups.mark(id, what)),
      remove: (id) => write(() => backups.remove(id)),
      forget: (now, days) => write(() => backups.forget(now, days)),
    };
  }

  private reader(life: Life, { backup, part, parts }: BackupReader): BackupReader {
    const read = <T>(give: () => Promise<T>) => this.operate(life, 'read', give);
    return {
      backup: structuredClone(backup),
      part: (name) => read(() => part(name)),
      async *parts() {
        for await (const one of parts()) yield await read(async () => one);
      },
    };
  }

  /** Something that the storage does when its turn has come. */
  private operate<T>(life: Life, what: 'read' | 'write', obey: () => Promise<T>): Promise<T> {
    if (life.isDead) return forever();
    return new Promise<T>((resolve, reject) => {
      let isDone = false;
      const operation: Operation = {
        life,
        apply: () => {
          if (isDone) return;
          isDone = true;
          const answer = this.refuses(what) ?? obey();
          answer.then(
            (value) => !life.isDead && resolve(value as T),
            (error) => !life.isDead && reject(error),
          );
        },
      };
      this.operations.push(operation);
      const { true: now } = this.time;
      this.busyUntil =
        Math.max(this.busyUntil, now) + (this.time.random('storage').between(0, 4) / 4) * this.slowness;
      this.time.in(this.busyUntil - now, () => {
        if (life.isDead) return;
        this.operations = this.operations.filter((one) => one !== operation);
        operation.apply();
      });
    });
  }

  private refuses(what: 'read' | 'write'): Promise<never> | null {
    if (this.fault === 'full' && what === 'write') {
      return Promise.reject(new DOMException('Storage is full', 'QuotaExceededError'));
    }
    if (this.fault === 'fails' || this.fault === 'closes') {
      if (this.fault === 'closes') this.fault = null;
      return Promise.reject(new DOMException('The database was closed', 'InvalidStateError'));
    }
    return null;
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

export const forever = () => new Promise<never>(() => undefined);
