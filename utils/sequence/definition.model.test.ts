import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRunner } from '../jobs/runner.ts';
import { type Kept, memoryJournal } from '../jobs/testing/memory-journal.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { SETTLE_DEADLINE, sequenceJobs } from './definition.ts';
import { isSequenceJobEnded, type SequenceJob, type SequenceJobKind } from './sequence-job.ts';
import { email, noSaves, review, sequence } from './testing/fakes.ts';
import { subject } from './testing/world.ts';

/** What becomes of a request: it takes effect or not, and then this answer comes. */
interface Fate {
  effect: boolean;
  answer: 'ok' | KitProblem;
}

/** Something that waits for the world: a request, a write to the journal, a pause. */
interface Pending {
  life: number;
  what: 'read' | 'change' | 'journal' | 'sleep';
  end(fate: Fate): void;
}

const GOOD: Fate = { effect: true, answer: 'ok' };
const FAILED = fail({ kind: 'storage failed' } as const);

/** Kit, the browser's storage, its locks, its alarms and its clock; each moves only when told. */
class World {
  held: Sequence | null = { ...sequence };
  kept: Kept = { jobs: new Map(), items: [] };
  alarms = new Map<string, number>();
  pending: Pending[] = [];
  deletes = { sent: 0, effective: 0 };
  /** The backups that are complete, and those that still are or were when a delete went out. */
  complete = new Set<string>();
  /** Those that are kept since a delete may have gone out, and those that say that the sequence is gone. */
  protected = new Set<string>();
  gone = new Set<string>();
  unbacked = false;
  /** How often Kit was asked by each job, and the jobs whose request changed something. */
  asked = new Map<string, number>();
  changed = new Set<string>();
  /** Those that a cancel was written of before Kit was asked, and of these the ones for which Kit was asked all the same. */
  cancelled = new Set<string>();
  ignored = new Set<string>();
  life = 0;
  now = 0;
  runner = this.begin();

  rows = () => [...this.kept.jobs.values()] as SequenceJob[];
  open = () => this.rows().filter(isOpen);
  /** The open jobs that nothing would wake. */
  isKept = (backupId: string) => this.protected.has(backupId) || this.gone.has(backupId);
  asleep = () => this.open().filter(({ id }) => !this.alarms.has(`job/${id}`));

  private begin() {
    this.life += 1;
    const life = this.life;
    const wait = <T>(what: Pending['what'], give: (fate: Fate) => T | Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (life !== this.life) return;
        this.pending.push({
          life,
          what,
          end: (fate) => {
            // A life that has ended hears nothing; what it had asked for happens all the same.
            try {
              const value = give(fate);
              if (life === this.life) resolve(value);
            } catch (error) {
              if (life === this.life) reject(error);
            }
          },
        });
      });
    const change = <T>(apply: () => void, value: T) => {
      const id = this.rows().find(({ state }) => state.step === 'sending')?.id ?? 'none';
      this.asked.set(id, (this.asked.get(id) ?? 0) + 1);
      if (this.cancelled.has(id)) this.ignored.add(id);
      return wait('change', ({ effect, answer }) => {
        const before = this.held;
        if (effect) apply();
        if (this.held !== before) this.changed.add(id);
        return answer === 'ok' ? ok(value) : fail(answer);
      });
    };
    const alive = <T>(value: () => T | Promise<T>): Promise<T> =>
      life === this.life ? Promise.resolve(value()) : new Promise(() => {});
    const marks = (mark: () => unknown) =>
      wait('journal', ({ effect }) => {
        if (!effect) throw new Error('Storage is full');
        mark();
      });
    const inMemory = memoryJournal((job) => isOpen(job as SequenceJob), this.kept);
    let last: Promise<unknown> = Promise.resolve();
    const kinds = sequenceJobs({
      pageAccount: async () => null,
      countdown: async () => 5_000,
      kit: () => ({
        sequence: () =>
          wait('read', ({ answer }) => {
            if (answer !== 'ok') return fail(answer);
            return this.held ? ok(this.held) : fail({ kind: 'not found' } as const);
          }),
        countSubscribers: () => wait('read', ({ answer }) => (answer === 'ok' ? ok(10) : fail(answer))),
        emails: () => wait('read', ({ answer }) => (answer === 'ok' ? ok([email]) : fail(answer))),
        listEmails: () =>
          wait('read', ({ answer }) =>
            answer === 'ok' ? ok({ items: [email], unreadable: [] }) : fail(answer),
          ),
        email: () => wait('read', ({ answer }) => (answer === 'ok' ? ok(email) : fail(answer))),
        setActive: (_id, active) =>
          change(
            () => {
              if (this.held) this.held = { ...this.held, active };
            },
            { ...sequence, active },
          ),
        deleteSequence: () => {
          this.deletes.sent += 1;
          const by = this.rows().find(({ state }) => state.step === 'sending');
          const { backupId = null } = by ?? {};
          if (backupId !== null && !(this.complete.has(backupId) && this.protected.has(backupId))) {
            this.unbacked = true;
          }
          return change(() => {
            if (this.held) this.deletes.effective += 1;
            this.held = null;
          }, null);
        },
      }),
      backups: {
        choose: () =>
          wait('journal', ({ effect }) => {
            if (!effect) throw new Error('Storage is full');
            return crypto.randomUUID();
          }),
        take: (id, _review, stopped, tell) => {
          tell({ phase: 'people', kept: 1, expected: 2, startedAt: 0, perMinute: null, secondsLeft: null });
          const taken = wait('read', ({ answer }) => {
            if (answer !== 'ok') return fail({ kind: 'storage failed' } as const);
            this.complete.add(id);
            return ok(null);
          });
          const given = new Promise<typeof FAILED>((resolve) => {
            stopped.addEventListener('abort', () => resolve(FAILED));
          });
          return Promise.race([taken, given]);
        },
        emails: () =>
          wait('journal', ({ effect }) => {
            if (!effect) throw new Error('Storage is broken');
            return [email];
          }),
        hold: (id) => marks(() => this.protected.add(id)),
        noteGone: (id) => marks(() => this.gone.add(id)),
        release: (id) => marks(() => this.protected.delete(id)),
      },
      saves: noSaves,
    });
    return createRunner(kinds, {
      journal: {
        write: (job, ...given) =>
          wait('journal', ({ effect }) => {
            if (!effect) throw new Error('Storage is full');
            if (job.wish?.wish === 'cancel' && !this.asked.has(job.id)) this.cancelled.add(job.id);
            return inMemory.write(job, ...given);
          }),
        read: (id) => alive(() => inMemory.read(id)),
        open: () => alive(() => inMemory.open()),
        latest: (about) => alive(() => inMemory.latest(about)),
        newest: (before, limit) => alive(() => inMemory.newest(before, limit)),
        children: (id) => alive(() => inMemory.children(id)),
        items: (id, after) => alive(() => inMemory.items(id, after)),
        forget: (time) => alive(() => inMemory.forget(time)),
      },
      alarms: {
        set: (name, at) => alive(() => void this.alarms.set(name, at)),
        clear: (name) => alive(() => void this.alarms.delete(name)),
        names: () => alive(() => [...this.alarms.keys()]),
      },
      // The browser gives up a dead life's locks.
      lock: (_subject, work) => {
        const turn = last.then(work);
        last = turn.catch(() => undefined);
        return turn;
      },
      now: () => this.now,
      sleep: (_ms, signal) => {
        const slept = wait('sleep', () => undefined);
        return new Promise((resolve) => {
          slept.then(resolve);
          signal?.addEventListener('abort', () => resolve());
          if (signal?.aborted) resolve();
        });
      },
    });
  }

  /** What was being written is there for the next life, or it is not. */
  crash(isWritten: boolean): void {
    const writes = this.pending.filter(({ what }) => what === 'journal');
    this.pending = this.pending.filter(({ what }) => what !== 'journal');
    this.life += 1;
    for (const write of writes) write.end({ ...GOOD, effect: isWritten });
    this.runner = this.begin();
  }

  /** Rings every alarm that is due. */
  ring(): void {
    for (const [name, at] of [...this.alarms]) {
      if (at > this.now) continue;
      this.alarms.delete(name);
      this.runner.wake(name);
    }
  }
}

const isOpen = ({ state }: SequenceJob) => !isSequenceJobEnded(state);

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

type Action =
  | { do: 'start'; kind: SequenceJobKind; backUp: boolean }
  | { do: 'end'; nth: number; fate: Fate }
  | { do: 'crash'; isWritten: boolean }
  | { do: 'cancel' | 'follow' | 'leave' | 'resume' | 'ring' };

const problem = fc.constantFrom<KitProblem>(
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'server error', status: 500 },
  { kind: 'not understood', status: 200, requestId: null },
  { kind: 'storage failed' },
);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(GOOD) },
  // A "no" may be to a request that the browser sent again after the first one was done.
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fate>(
      { effect: false, answer: { kind: 'rate limited' } },
      { effect: false, answer: { kind: 'unauthorized' } },
      { effect: true, answer: { kind: 'rate limited' } },
      { effect: true, answer: { kind: 'unauthorized' } },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      effect: fc.boolean(),
      answer: problem.filter(({ kind }) => kind !== 'storage failed'),
    }),
  },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.constantFrom(0, 0, 0, 1, 2), fate }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      kind: fc.constantFrom<SequenceJobKind>('pause', 'resume', 'delete', 'delete', 'back up'),
      backUp: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.constantFrom<Action>(
        { do: 'cancel' },
        { do: 'follow' },
        { do: 'leave' },
        { do: 'resume' },
        { do: 'ring' },
      ),
      fc.record({ do: fc.constant('crash' as const), isWritten: fc.boolean() }),
    ),
  },
);

/** Everything that a follower was told, and the world after it came to rest. */
async function play(actions: Action[]) {
  const world = new World();
  const told: SequenceJob[] = [];
  const follow = () => world.runner.follow(subject, (job) => told.push(job as SequenceJob));
  let leave = follow();
  for (const one of actions) {
    switch (one.do) {
      case 'start':
        world.runner.start(one.kind, { sequenceId: 80, review, backUp: one.backUp });
        break;
      case 'end':
        world.pending.splice(one.nth, 1)[0]?.end(one.fate);
        break;
      case 'cancel':
        world.runner.wish(subject, 'cancel').catch(() => undefined);
        break;
      case 'follow':
        leave = follow();
        break;
      case 'leave':
        leave();
        break;
      case 'resume':
        world.runner.resume();
        break;
      case 'ring':
        world.now += 60_000;
        world.ring();
        break;
      case 'crash':
        // Whatever the background left must be woken again.
        expect(world.asleep()).toEqual([]);
        world.crash(one.isWritten);
        break;
    }
    await settle();
  }
  // In the end the network and the storage work, the browser is started once more, and time goes on.
  world.crash(true);
  for (let turn = 0; turn < 400; turn++) {
    await settle();
    const first = world.pending.shift();
    if (first) first.end(GOOD);
    else if (world.alarms.size > 0) world.ring();
    else break;
    world.now += SETTLE_DEADLINE / 100;
  }
  return { world, told };
}

test('whatever happens, every job ends, at most one delete takes effect, and "done" is true', async () => {
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60, size: 'max' }), async (actions) => {
      const { world, told } = await play(actions);
      const rows = world.rows();
      for (const { state, kind, wish } of rows) {
        expect(isSequenceJobEnded(state)).toBe(true);
        expect(wish).toBeNull();
        const end = `${kind} ${state.step}`;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
      expect([...world.alarms]).toEqual([]);
      expect(world.deletes.effective).toBeLessThanOrEqual(1);
      expect(world.unbacked).toBe(false);
      expect([...world.ignored]).toEqual([]);
      // Every request is of a job that wrote of it before, and is made once.
      for (const [id, times] of world.asked) {
        expect(times).toBe(1);
        const { steps = [] } = rows.find((row) => row.id === id) ?? {};
        expect(steps.map(({ step }) => step)).toContain('sending');
      }
      // What a sequence leaves behind is kept as such, or it would be forgotten one day; and no other says so.
      if (world.gone.size > 0) expect(world.held).toBe(null);
      for (const { id, backupId, kind, state } of rows) {
        if (kind === 'delete' && backupId !== null && world.changed.has(id)) {
          expect(world.isKept(backupId)).toBe(true);
        }
        if (kind === 'delete' && backupId !== null && state.step === 'done') {
          expect(world.complete).toContain(backupId);
          expect(world.isKept(backupId)).toBe(true);
        }
        if (kind === 'back up' && state.step === 'done') expect(world.complete).toContain(backupId);
      }
      const deletes = rows.filter(({ kind }) => kind === 'delete');
      expect(world.deletes.sent).toBeLessThanOrEqual(
        deletes.filter(({ steps }) => steps.some(({ step }) => step === 'sending')).length,
      );
      const said = [...told, ...rows].filter(({ kind }) => kind === 'delete');
      if (said.some(({ state }) => state.step === 'done')) expect(world.held).toBe(null);
      if (deletes.every(({ state }) => state.step === 'cancelled' || state.step === 'refused')) {
        expect(world.deletes.sent).toBe(0);
      }
      for (const { id, state, kind } of [...told, ...rows]) {
        if (state.step === 'cancelled' || kind === 'back up') expect(world.asked.has(id)).toBe(false);
        const untouched =
          state.step === 'cancelled' ||
          state.step === 'refused' ||
          (state.step === 'failed' && state.effect === 'none');
        if (untouched) expect(world.changed).not.toContain(id);
      }
    }),
    { numRuns: 3000 },
  );
  // The actions reach every kind of end, and the good one with every kind of job.
  const reached = (end: string) => [...ends.keys()].filter((key) => key.endsWith(` ${end}`));
  for (const end of ['cancelled', 'refused', 'failed']) expect(reached(end)).not.toEqual([]);
  expect(reached('done').toSorted()).toEqual(['back up done', 'delete done', 'pause done', 'resume done']);
}, 60_000);
