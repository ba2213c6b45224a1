import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import type { Journal } from './journal.ts';
import { isOperationEnded, type Operation, type OperationKind } from './operation.ts';
import { createOperations, SETTLE_DEADLINE } from './operations.ts';
import { review, sequence } from './testing/fakes.ts';

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

/** Kit, the browser's storage, its locks and its clock; each moves only when told. */
class World {
  held: Sequence | null = { ...sequence };
  rows = new Map<string, Operation>();
  pending: Pending[] = [];
  deletes = { sent: 0, effective: 0 };
  /** The backups that are complete, and those that still are or were when a delete went out. */
  complete = new Set<string>();
  marked = new Set<string>();
  unbacked = false;
  /** The operations whose request changed something. */
  changed = new Set<string>();
  life = 0;
  now = 0;
  operations = this.begin();

  private begin() {
    this.life += 1;
    const life = this.life;
    const wait = <T>(what: Pending['what'], give: (fate: Fate) => T): Promise<T> =>
      new Promise((resolve, reject) => {
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
      const by = [...this.rows.values()].findLast(({ state }) => state.step === 'sending');
      return wait('change', ({ effect, answer }) => {
        const before = this.held;
        if (effect) apply();
        if (by && this.held !== before) this.changed.add(by.id);
        return answer === 'ok' ? ok(value) : fail(answer);
      });
    };
    const alive = <T>(value: T): Promise<T> =>
      life === this.life ? Promise.resolve(value) : new Promise(() => {});
    const journal: Journal = {
      write: (operation) =>
        wait('journal', ({ effect }) => {
          if (!effect) throw new Error('Storage is full');
          this.rows.set(operation.id, operation);
        }),
      read: (id) => alive(this.rows.get(id) ?? null),
      open: () => alive([...this.rows.values()].filter(({ state }) => !isOperationEnded(state))),
      latest: (id) => alive([...this.rows.values()].findLast(({ sequenceId }) => sequenceId === id) ?? null),
      forget: () => alive(undefined),
    };
    let last: Promise<unknown> = Promise.resolve();
    return createOperations({
      journal,
      kit: () => ({
        sequence: () =>
          wait('read', ({ answer }) => {
            if (answer !== 'ok') return fail(answer);
            return this.held ? ok(this.held) : fail({ kind: 'not found' } as const);
          }),
        countSubscribers: () => wait('read', ({ answer }) => (answer === 'ok' ? ok(10) : fail(answer))),
        setActive: (_id, active) =>
          change(
            () => {
              if (this.held) this.held = { ...this.held, active };
            },
            { ...sequence, active },
          ),
        deleteSequence: () => {
          this.deletes.sent += 1;
          const by = [...this.rows.values()].findLast(({ state }) => state.step === 'sending');
          const { backupId = null } = by ?? {};
          if (backupId !== null && !(this.complete.has(backupId) && this.marked.has(backupId))) {
            this.unbacked = true;
          }
          return change(() => {
            if (this.held) this.deletes.effective += 1;
            this.held = null;
          }, null);
        },
      }),
      findReview: async () => review,
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
        mark: (id, deletedAt) =>
          wait('journal', ({ effect }) => {
            if (!effect) throw new Error('Storage is full');
            if (deletedAt === null) this.marked.delete(id);
            else this.marked.add(id);
          }),
      },
      // The browser gives up a dead life's locks.
      lock: (_id, work) => {
        const turn = last.then(work);
        last = turn.catch(() => undefined);
        return turn;
      },
      watch: async () => undefined,
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

  crash(): void {
    this.operations = this.begin();
  }
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
}

type Action =
  | { do: 'start'; kind: OperationKind; backUp: boolean }
  | { do: 'end'; nth: number; fate: Fate }
  | { do: 'cancel' | 'follow' | 'leave' | 'crash' | 'resume' };

const problem = fc.constantFrom<KitProblem>(
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'server error', status: 500 },
  { kind: 'not understood', status: 200, requestId: null },
  { kind: 'storage failed' },
);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(GOOD) },
  // A reply that says "no" comes only where nothing was done.
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fate>(
      { effect: false, answer: { kind: 'rate limited' } },
      { effect: false, answer: { kind: 'unauthorized' } },
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
      kind: fc.constantFrom<OperationKind>('pause', 'resume', 'delete', 'delete'),
      backUp: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Action>(
      { do: 'cancel' },
      { do: 'follow' },
      { do: 'leave' },
      { do: 'crash' },
      { do: 'resume' },
    ),
  },
);

/** Everything that a follower was told, and the world after it came to rest. */
async function play(actions: Action[]) {
  const world = new World();
  const told: Operation[] = [];
  let leave = world.operations.follow(80, (operation) => told.push(operation));
  for (const one of actions) {
    switch (one.do) {
      case 'start':
        world.operations.start({
          kind: one.kind,
          sequenceId: 80,
          reviewId: review.id,
          backUp: one.backUp,
        });
        break;
      case 'end':
        world.pending.splice(one.nth, 1)[0]?.end(one.fate);
        break;
      case 'cancel':
        world.operations.cancel(80);
        break;
      case 'follow':
        leave = world.operations.follow(80, (operation) => told.push(operation));
        break;
      case 'leave':
        leave();
        break;
      case 'resume':
        world.operations.resume();
        break;
      case 'crash':
        world.crash();
        break;
    }
    await settle();
  }
  // In the end the network and the storage work, the browser is started once more, and time goes on.
  world.crash();
  for (let turn = 0; turn < 200; turn++) {
    await settle();
    const first = world.pending.shift();
    if (first) first.end(GOOD);
    else world.operations.resume();
    world.now += SETTLE_DEADLINE / 100;
  }
  return { world, told };
}

test('whatever happens, every operation ends, at most one delete takes effect, and "done" is true', async () => {
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60, size: 'max' }), async (actions) => {
      const { world, told } = await play(actions);
      const rows = [...world.rows.values()];
      for (const row of rows) {
        expect(isOperationEnded(row.state)).toBe(true);
        ends.set(row.state.step, (ends.get(row.state.step) ?? 0) + 1);
      }
      expect(world.deletes.effective).toBeLessThanOrEqual(1);
      expect(world.unbacked).toBe(false);
      // What a sequence leaves behind is marked as such, or it would be forgotten one day.
      for (const { backupId, kind, state } of rows) {
        if (kind !== 'delete' || backupId === null || state.step !== 'done' || state.how !== 'now') continue;
        expect(world.complete.has(backupId) && world.marked.has(backupId)).toBe(true);
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
      for (const { id, state, steps } of [...told, ...rows]) {
        if (state.step === 'cancelled') expect(steps.map(({ step }) => step)).not.toContain('sending');
        const untouched =
          state.step === 'cancelled' ||
          state.step === 'refused' ||
          (state.step === 'failed' && state.effect === 'none');
        if (untouched) expect(world.changed).not.toContain(id);
      }
    }),
    { numRuns: 3000 },
  );
  // The actions reach every kind of end.
  expect([...ends.keys()].toSorted()).toEqual(['cancelled', 'done', 'failed', 'refused']);
}, 60_000);
