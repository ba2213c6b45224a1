import { batchJob } from '../batch.ts';
import type { Job, Tools } from '../job.ts';
import { createRunner } from '../runner.ts';
import { type Failing, type Kept, memoryJournal } from './memory-journal.ts';
import { type Toy, type ToyWorld, toyHasEnded, toyJob } from './toy.ts';

/** One life of the background. */
interface Life {
  dead: boolean;
}

interface Lock {
  holder: Life | null;
  queue: { life: Life; begin(): void }[];
}

/** What asks the world for something: `journal.write`, `alarms.set …`, `lock.released`, `send`, … */
interface Call {
  name: string;
  /** The job that it is about, where there is one. */
  job?: Job;
}

const forever = () => new Promise<never>(() => undefined);

/** Lets everything run that waits for nothing but its turn. */
export const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * What outlives the background: the storage, the browser's alarms, its locks and its clock, and what toys change. Time
 * passes only by `pass`. A life of the background that has died hears nothing any more, and does nothing.
 */
export class World {
  readonly kept: Kept = { jobs: new Map(), items: [] };
  readonly failing: Failing & { alarms: boolean } = { reads: false, writes: false, alarms: false };
  readonly alarms = new Map<string, number>();
  now = 1_000_000;
  /** The jobs that had an effect, in the order of the effects. */
  readonly effects: string[] = [];
  /** Rows as they were written, over all lives. */
  readonly written: Job[] = [];
  readonly calls: string[] = [];
  /** Met before each call is obeyed. */
  before: (call: Call) => void | Promise<void> = () => undefined;
  /** Met after each call was obeyed, before its caller hears of it. */
  after: (call: Call) => void | Promise<void> = () => undefined;
  /** While this is set, nothing is obeyed before it is called from here. */
  held: (() => void)[] | null = null;
  toy: Partial<ToyWorld> = {};
  /** The browser starts the background for an alarm when it does not live. */
  runner: ReturnType<World['live']>;
  private life: Life = { dead: false };
  private readonly locks = new Map<string, Lock>();
  private readonly sleepers = new Set<{ life: Life; until: number; wake(): void }>();

  constructor() {
    this.runner = this.live();
  }

  /** Another life of the background, beside those that live. */
  live() {
    const life: Life = { dead: false };
    this.life = life;
    const isOpen = (job: Job) =>
      job.kind === 'batch' ? !batchJob.hasEnded(job as never) : !toyHasEnded(job);
    const journal = memoryJournal(isOpen, this.kept, this.failing);
    const through = <T>(call: Call, obey: () => T | Promise<T>) => this.through(life, call, obey);
    const alarms = () => {
      if (this.failing.alarms) throw new Error('No alarms');
    };
    const toy: ToyWorld = {
      ...this.toy,
      ...(this.toy.work && {
        work: (job: Toy, tools: Tools<Toy>) =>
          through({ name: 'work', job }, () => this.toy.work?.(job, tools) ?? 'worked'),
      }),
      send: (job) =>
        through({ name: 'send', job }, () => {
          this.effects.push(job.id);
          return this.toy.send?.(job);
        }),
      look: (job) =>
        through({ name: 'look', job }, () => this.toy.look?.(job) ?? this.effects.includes(job.id)),
    };
    const runner = createRunner(
      { toy: toyJob('toy', toy), other: toyJob('other', toy), batch: batchJob },
      {
        journal: {
          ...journal,
          write: (job, ...given) =>
            through({ name: 'journal.write', job }, async () => {
              const row = await journal.write(job, ...given);
              this.written.push(row);
              return row;
            }),
          read: (id) => through({ name: 'journal.read' }, () => journal.read(id)),
          open: () => through({ name: 'journal.open' }, () => journal.open()),
          latest: (subject) => through({ name: 'journal.latest' }, () => journal.latest(subject)),
          children: (id) => through({ name: 'journal.children' }, () => journal.children(id)),
        },
        alarms: {
          set: (name, at) =>
            through({ name: `alarms.set ${name}` }, () => {
              alarms();
              this.alarms.set(name, at);
            }),
          clear: (name) =>
            through({ name: `alarms.clear ${name}` }, () => {
              alarms();
              this.alarms.delete(name);
            }),
          names: () =>
            through({ name: 'alarms.names' }, () => {
              alarms();
              return [...this.alarms.keys()];
            }),
        },
        lock: (subject, work) => this.lock(life, subject, work),
        now: () => this.now,
        sleep: (ms, signal) => this.sleep(life, ms, signal),
      },
    );
    this.runner = runner;
    return runner;
  }

  /** The background dies, here and now; what it asked for and was not obeyed yet never happens. */
  crash(): void {
    const { life } = this;
    life.dead = true;
    for (const lock of this.locks.values()) {
      lock.queue = lock.queue.filter((one) => one.life !== life);
      if (lock.holder === life) this.release(lock);
    }
  }

  get isDead(): boolean {
    return this.life.dead;
  }

  /** The background dies, and is started again. */
  restart() {
    this.crash();
    return this.live();
  }

  /** Time passes, with what it wakes on its way. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await turns();
      const times = [...this.alarms.values(), ...[...this.sleepers].map(({ until }) => until)];
      const next = Math.min(...times);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      this.ring();
      for (const sleeper of this.sleepers) if (sleeper.until <= this.now) sleeper.wake();
    }
    this.now = end;
  }

  /** The browser's alarms that are due ring. */
  ring(): void {
    for (const [name, at] of [...this.alarms]) {
      if (at > this.now) continue;
      this.alarms.delete(name);
      if (this.life.dead) this.live();
      this.runner.wake(name).catch(() => undefined);
    }
  }

  /** As the journal holds it. */
  jobs(): Job[] {
    return [...this.kept.jobs.values()].toSorted((a, b) => a.order - b.order);
  }

  private async through<T>(life: Life, call: Call, obey: () => T | Promise<T>): Promise<T> {
    if (life.dead) return forever();
    await this.before(call);
    const { held } = this;
    if (held) await new Promise<void>((go) => held.push(go));
    if (life.dead) return forever();
    this.calls.push(call.name);
    try {
      const value = await obey();
      await this.after(call);
      return life.dead ? await forever() : value;
    } catch (error) {
      if (life.dead) return forever();
      throw error;
    }
  }

  private lock(life: Life, subject: string, work: () => Promise<void>): Promise<void> {
    const lock = this.locks.get(subject) ?? { holder: null, queue: [] };
    this.locks.set(subject, lock);
    return new Promise((resolve, reject) => {
      lock.queue.push({
        life,
        begin: () => {
          // The browser takes a while to say so.
          const release = () =>
            this.through(life, { name: 'lock.released' }, () => this.release(lock)).catch(() => undefined);
          work().finally(release).then(resolve, reject);
        },
      });
      if (!lock.holder) this.release(lock);
    });
  }

  private release(lock: Lock): void {
    const next = lock.queue.shift();
    lock.holder = next?.life ?? null;
    next?.begin();
  }

  private sleep(life: Life, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = {
        life,
        until: this.now + ms,
        wake: () => {
          this.sleepers.delete(sleeper);
          if (!life.dead) resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
      if (signal?.aborted) sleeper.wake();
    });
  }
}
