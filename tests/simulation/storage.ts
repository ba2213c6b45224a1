import type { BackupReader } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { memoryStore } from '../../utils/backup/testing/memory-store.ts';
import type { Job } from '../../utils/jobs/job.ts';
import type { Journal } from '../../utils/jobs/journal.ts';
import { type Kept, memoryJournal } from '../../utils/jobs/testing/memory-journal.ts';
import type { SessionArea } from '../../utils/storage/bounded-cache.ts';
import { forever, type Life } from './life.ts';
import type { Time } from './time.ts';

/**
 * What the browser's storage does now. `closes`: the next operation is broken off, later ones are not. `session full`:
 * the area that outlives the background, and not the browser, takes nothing more.
 */
export type StorageFault = 'full' | 'fails' | 'closes' | 'session full';

interface Operation {
  life: Life;
  apply(): void;
}

/** What outlives the background: the journal, the backups, and what is kept until the browser closes. */
export class Storage {
  readonly kept: Kept = { jobs: new Map(), items: [] };
  readonly backups: BackupStore = memoryStore();
  readonly session = new Map<string, unknown>();
  fault: StorageFault | null = null;
  /** How often it has begun to fail. */
  faults = 0;
  /** Told of each row when it is written, before the background hears of it. */
  onWritten: (row: Job, before: Job | undefined) => void = () => undefined;
  private readonly time: Time;
  private readonly slowness: number;
  private readonly isOpen: (job: Job) => boolean;
  /** In order, as a database does them. */
  private operations: Operation[] = [];
  private busyUntil = 0;

  /** @param slowness how long it takes for something at most, in ms. */
  constructor(time: Time, isOpen: (job: Job) => boolean, slowness: number) {
    this.time = time;
    this.slowness = slowness;
    this.isOpen = isOpen;
  }

  rows(): Job[] {
    return [...this.kept.jobs.values()].toSorted((one, other) => one.order - other.order);
  }

  begin(fault: StorageFault): void {
    this.fault = fault;
    this.faults += 1;
  }

  /** The background dies, here and now. Of what it asked for, the first operations still are done. */
  die(life: Life): void {
    const own = this.operations.filter((one) => one.life === life);
    const done = this.time.random('death').between(0, own.length);
    for (const { apply } of own.slice(0, done)) apply();
    this.operations = this.operations.filter((one) => one.life !== life);
  }

  journal(life: Life): Journal {
    const own = memoryJournal(this.isOpen, this.kept);
    return {
      write: (job, ...given) =>
        this.operate(life, 'write', () => {
          const before = this.kept.jobs.get(job.id);
          const written = own.write(job, ...given);
          const row = this.kept.jobs.get(job.id);
          if (row && row !== before) this.onWritten(row, before);
          return written;
        }),
      read: (id) => this.operate(life, 'read', () => own.read(id)),
      open: () => this.operate(life, 'read', () => own.open()),
      latest: (subject) => this.operate(life, 'read', () => own.latest(subject)),
      newest: (before, limit) => this.operate(life, 'read', () => own.newest(before, limit)),
      children: (id) => this.operate(life, 'read', () => own.children(id)),
      items: (id, after) => this.operate(life, 'read', () => own.items(id, after)),
      forget: (time) => this.operate(life, 'write', () => own.forget(time)),
    };
  }

  store(life: Life): BackupStore {
    const { backups } = this;
    const read = <T>(give: () => Promise<T>) => this.operate(life, 'read', give);
    const write = <T>(change: () => Promise<T>) => this.operate(life, 'write', change);
    return {
      list: () => read(() => backups.list()),
      listed: (days) => read(() => backups.listed(days)),
      find: (id) => read(() => backups.find(id)),
      checkpoint: (id) => read(() => backups.checkpoint(id)),
      names: (id) => read(() => backups.names(id)),
      open: (id) => read(() => backups.open(id)).then((reader) => reader && this.reader(life, reader)),
      write: (backup, checkpoint, parts) => write(() => backups.write(backup, checkpoint, parts)),
      update: (backup, checkpoint, parts) => write(() => backups.update(backup, checkpoint, parts)),
      mark: (id, what) => write(() => backups.mark(id, what)),
      remove: (id) => write(() => backups.remove(id)),
      forget: (now, days, needed) => write(() => backups.forget(now, days, needed)),
    };
  }

  /** `storage.session`. */
  sessionOf(life: Life): SessionArea {
    const { session } = this;
    const ask = <T>(what: 'read' | 'write', obey: () => T) => this.operate(life, what, async () => obey());
    return {
      get: (key) => ask('read', () => (session.has(key) ? { [key]: structuredClone(session.get(key)) } : {})),
      set: (items) =>
        ask('write', () => {
          if (this.fault === 'session full') throw new Error('QUOTA_BYTES quota exceeded');
          for (const [key, item] of Object.entries(items)) session.set(key, structuredClone(item));
        }),
      remove: (keys) =>
        ask('write', () => {
          for (const key of keys) session.delete(key);
        }),
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
}
