import { vi } from 'vitest';
import { type Batch, batchJob } from '../../jobs/batch.ts';
import type { Job } from '../../jobs/job.ts';
import type { Journal } from '../../jobs/journal.ts';
import { createRunner, type RunnerDependencies } from '../../jobs/runner.ts';
import { type Kept, memoryJournal } from '../../jobs/testing/memory-journal.ts';
import { ok } from '../../result.ts';
import { SLICE } from '../countdown.ts';
import { type SequenceDependencies, type SequenceRequest, sequenceJobs } from '../definition.ts';
import {
  COUNTDOWN,
  isSequenceJobEnded,
  type SequenceJob,
  type SequenceJobKind,
  type SequenceJobState,
} from '../sequence-job.ts';
import { email, instantBackups, noSaves, review, sequence } from './fakes.ts';

/** What every life of the background finds, and what it is handed. */
export type WorldChange = Partial<SequenceDependencies & Pick<RunnerDependencies, 'lock'>> & {
  journal?(own: Journal): Journal;
};

/** At which step the journal does not take a row now, and at which it takes its time. */
interface Storage {
  fails: SequenceJobState['step'] | null;
  hangs: { step: SequenceJobState['step']; until: Promise<unknown> } | null;
}

export const never = () => new Promise<never>(() => {});
export const subject = 'sequence/80';
export const request: SequenceRequest = { sequenceId: 80, review, backUp: false };

/**
 * Jobs on sequences on the real runner, with a Kit that obeys and a countdown that ends when `elapse` is called. A
 * follower of sequence 80 is there from the start.
 *
 * @param rows what an earlier life of the background left.
 */
export function setUp(change: WorldChange = {}, rows: SequenceJob[] = []) {
  const kept: Kept = { jobs: new Map(rows.map((row) => [row.id, row])), items: [] };
  const storage: Storage = { fails: null, hangs: null };
  const clock = { now: 1000 };
  const alarmTimes = new Map<string, number>();
  const seen: SequenceJob[] = [];
  let life = 0;
  let elapse = () => {};
  /** How many slices of the countdown that has elapsed are still to come. */
  let left = 0;

  const kit = {
    sequence: vi.fn(async () => ok(sequence)),
    countSubscribers: vi.fn(async () => ok(10)),
    emails: vi.fn(async () => ok([email])),
    listEmails: vi.fn(async () => ok({ items: [email], unreadable: [] })),
    email: vi.fn(async () => ok(email)),
    setActive: vi.fn(async (_id: number, active: boolean) => ok({ ...sequence, active })),
    deleteSequence: vi.fn(async () => ok(null)),
  };
  const kitOf = vi.fn<SequenceDependencies['kit']>(() => kit);
  const sleep = vi.fn((ms: number, signal?: AbortSignal) => {
    if (ms !== SLICE) return Promise.resolve();
    if (left > 0) {
      left -= 1;
      return Promise.resolve();
    }
    return new Promise<void>((resolve) => {
      elapse = () => {
        left = COUNTDOWN / SLICE - 1;
        resolve();
      };
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve());
    });
  });
  const inMemory = memoryJournal(isOpen, kept);
  const journal = {
    ...inMemory,
    write: vi.fn<Journal['write']>(async (job, ...given) => {
      const { step } = job.state;
      if (step === storage.fails) throw new Error('Storage is full');
      if (step === storage.hangs?.step) await storage.hangs.until;
      return inMemory.write(job, ...given);
    }),
  };
  const alarms = {
    set: vi.fn(async (name: string, at: number) => void alarmTimes.set(name, at)),
    clear: vi.fn(async (name: string) => void alarmTimes.delete(name)),
    names: async () => [...alarmTimes.keys()],
  };

  function begin() {
    life += 1;
    const own = life;
    const lived = <M extends object>(methods: M): M => onlyWhile(() => own === life, methods);
    return createRunner(
      {
        ...sequenceJobs({
          kit: (...given) => lived((change.kit ?? kitOf)(...given)),
          backups: lived(change.backups ?? instantBackups),
          saves: lived(change.saves ?? noSaves),
          pageAccount: change.pageAccount ?? (async () => null),
          countdown: change.countdown ?? (async () => COUNTDOWN),
        }),
        batch: batchJob,
      },
      {
        journal: lived(change.journal?.(journal) ?? journal),
        alarms: lived(alarms),
        lock: change.lock ?? ((_subject, work) => work()),
        now: () => clock.now,
        monotonic: () => clock.now,
        ...lived({ sleep }),
      },
    );
  }

  const follow = (follower: (job: SequenceJob) => void, id = 80) =>
    world.runner.follow(`sequence/${id}`, (job) => follower(job as SequenceJob));
  const row = (id = '1') => kept.jobs.get(id) as SequenceJob | undefined;
  const world = {
    runner: begin(),
    kit,
    kitOf,
    sleep,
    journal,
    kept,
    storage,
    clock,
    alarms,
    alarmTimes,
    seen,
    follow,
    row,
    leave: () => {},
    /** A new job, or the one that is joined. It must not fail. */
    async start(kind: SequenceJobKind, change: Partial<SequenceRequest> = {}): Promise<SequenceJob> {
      const started = await world.runner.start(kind, { ...request, ...change });
      if (!started.ok) throw new Error('Not started');
      return started.value;
    },
    elapse: () => elapse(),
    /** What the journal was asked to write so far. */
    written: () => journal.write.mock.calls.map(([{ state }]) => state.step),
    reach: (...wanted: SequenceJobState['step'][]) =>
      vi.waitFor(
        () => {
          const last = seen.at(-1);
          if (!last || !wanted.includes(last.state.step)) throw new Error(`At ${last?.state.step}`);
          return last;
        },
        { interval: 5 },
      ),
    ended: () => world.reach('done', 'cancelled', 'refused', 'failed'),
    /** The background dies: what it waited for never comes. The next one begins, and nobody follows it yet. */
    die(): void {
      world.runner = begin();
      world.leave = () => {};
    },
    /** Rings every alarm that is due, when everything has run that waits for nothing but its turn. */
    async ring(): Promise<void> {
      await new Promise((resolve) => setImmediate(resolve));
      for (const [name, at] of [...alarmTimes]) {
        if (at > clock.now) continue;
        alarmTimes.delete(name);
        await world.runner.wake(name);
      }
    },
  };
  world.leave = follow((job) => seen.push(job));
  return world;
}

const isOpen = (job: Job) =>
  job.kind === 'batch' ? !batchJob.hasEnded(job as Batch) : !isSequenceJobEnded((job as SequenceJob).state);

/** The same methods, whose answers come only while somebody lives to hear them. */
function onlyWhile<M extends object>(lives: () => boolean, methods: M): M {
  return new Proxy(methods, {
    get(target, name, self) {
      const method: unknown = Reflect.get(target, name, self);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        if (!lives()) return never();
        const answer: unknown = Reflect.apply(method, target, given);
        if (!(answer instanceof Promise)) return answer;
        return new Promise((resolve, reject) => {
          answer.then(
            (value) => lives() && resolve(value),
            (error) => lives() && reject(error),
          );
        });
      };
    },
  });
}
