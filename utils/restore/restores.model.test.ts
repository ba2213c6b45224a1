import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { BackupReader } from '../backup/backup.ts';
import { sumAtOnce } from '../backup/testing/sum-at-once.ts';
import { createRunner } from '../jobs/runner.ts';
import { type Kept, memoryJournal } from '../jobs/testing/memory-journal.ts';
import type { KitProblem, KitResult } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { createMutex } from '../storage/mutex.ts';
import { RESTORE_DEADLINE, restoreJob } from './definition.ts';
import { nextRestore } from './machine.ts';
import type { RestoreKit } from './problems.ts';
import { isRestoreEnded, markOf, type Restore, type RestoreState, subjectOfRestore } from './restore.ts';
import { account, BACKUP, readerWith } from './testing/fakes.ts';

afterEach(() => void vi.restoreAllMocks());

/** What becomes of a request: it takes effect or not, and then this answer comes. */
interface Fate {
  /** `twice`: the browser sent it again, as it does when a connection that was used before breaks. */
  effect: boolean | 'twice';
  answer: 'ok' | KitProblem;
}

interface Pending {
  life: number;
  what: 'read' | 'change' | 'journal' | 'sleep';
  end(fate: Fate): void;
}

interface Rules {
  nullPositions: boolean;
  uniquePositions: boolean;
  lag: number;
}

interface Held {
  sequence: Sequence;
  emails: { email: SequenceEmail; at: number }[];
  at: number;
  deleted: boolean;
}

const GOOD: Fate = { effect: true, answer: 'ok' };
const MINUTE = 60_000;
const SUBJECT = subjectOfRestore(BACKUP);
/** All that tells the two emails apart; lists may not have it. */
const CONTENTS = ['One', 'Two'];
const NAME = 'Welcome';

/** Kit, the browser's storage, its locks and its clock; each moves only when told. */
class World {
  held: Held[] = [];
  kept: Kept = { jobs: new Map(), items: [] };
  /** Every row as it was written, in order. */
  written: Restore[] = [];
  alarms = new Map<string, number>();
  pending: Pending[] = [];
  life = 0;
  now = 0;
  ids = 100_000;
  /** A request took effect twice. */
  resent = false;
  readonly reader: BackupReader;
  readonly rules: Rules;
  runner;

  constructor(reader: BackupReader, given: Rules) {
    this.reader = reader;
    this.rules = given;
    this.runner = this.begin();
  }

  get rows(): Restore[] {
    return [...this.kept.jobs.values()] as Restore[];
  }

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
            try {
              const value = give(fate);
              if (life === this.life) resolve(value);
            } catch (error) {
              if (life === this.life) reject(error);
            }
          },
        });
      });
    const alive = async <T>(give: () => T): Promise<T> =>
      life === this.life ? give() : new Promise(() => undefined);
    const read = <T>(look: () => T | null) =>
      wait('read', ({ answer }) => {
        if (answer !== 'ok') return fail(answer);
        const value = look();
        return value === null ? fail({ kind: 'not found' } as const) : ok(value);
      });
    /** A request that Kit has not begun with after a minute is lost for good: the client gives up after half of one. */
    const change = <T>(apply: () => KitResult<T>): Promise<KitResult<T>> => {
      const sent = this.now;
      return wait('change', ({ effect, answer }) => {
        if (effect === 'twice' && this.now - sent <= MINUTE) {
          this.resent = true;
          apply();
        }
        const done = effect && this.now - sent <= MINUTE ? apply() : lost;
        return answer === 'ok' ? done : fail(answer);
      });
    };
    const found = (id: number) => this.held.find((one) => one.sequence.id === id && !one.deleted);
    const shown = ({ email }: { email: SequenceEmail }) =>
      this.rules.nullPositions ? { ...email, position: null } : email;
    const listed = ({ at }: { at: number }) => this.now - at >= this.rules.lag;
    const gone = fail({ kind: 'not found' } as const);
    const lost = fail({ kind: 'timeout' } as const);
    const kit: RestoreKit = {
      account: () => read(() => account),
      sequence: (id) => read(() => found(id)?.sequence ?? null),
      sequences: () =>
        read(() => ({
          items: this.held.filter((one) => !one.deleted && listed(one)).map(({ sequence }) => sequence),
          next: null,
          unreadable: [],
        })),
      createSequence: (settings) =>
        change(() => {
          const id = 1000 + this.held.length;
          const sequence = { active: true, ...settings, id, updated_at: 'then' };
          this.held.push({ sequence, emails: [], at: this.now, deleted: false });
          return ok(sequence);
        }),
      updateSequence: (id, settings) =>
        change(() => {
          const one = found(id);
          if (!one) return gone;
          one.sequence = { ...one.sequence, ...settings };
          return ok(one.sequence);
        }),
      deleteSequence: (id) =>
        change(() => {
          const one = found(id);
          if (!one) return gone;
          one.deleted = true;
          return ok(null);
        }),
      countSubscribers: () => read(() => 0),
      emails: (id) => read(() => found(id)?.emails.filter(listed).map(shown) ?? null),
      email: (id, emailId) =>
        read(() => {
          const one = found(id)?.emails.find(({ email }) => email.id === emailId);
          return one ? shown(one) : null;
        }),
      deleteEmail: (id, emailId) =>
        change(() => {
          const one = found(id);
          if (!one?.emails.some(({ email }) => email.id === emailId)) return gone;
          one.emails = one.emails.filter(({ email }) => email.id !== emailId);
          return ok(null);
        }),
      createEmail: (id, fields) =>
        change(() => {
          const one = found(id);
          if (!one) return gone;
          const taken = one.emails.some(({ email }) => email.position === fields.position);
          if (taken && this.rules.uniquePositions) {
            return fail({ kind: 'invalid', messages: ['position has already been taken'] });
          }
          const { send_days, ...rest } = fields;
          const email = { published: false, ...rest, id: ++this.ids };
          one.emails.push({ email, at: this.now });
          return ok(shown({ email }));
        }),
      updateEmail: (id, emailId, { published }) =>
        change(() => {
          const one = found(id)?.emails.find(({ email }) => email.id === emailId);
          if (!one) return gone;
          one.email = { ...one.email, published: published ?? one.email.published };
          return ok(shown(one));
        }),
    };
    const journal = memoryJournal(({ state }) => !isRestoreEnded(state as RestoreState), this.kept);
    const turns = createMutex();
    return createRunner(
      {
        restore: restoreJob({
          kit: () => kit,
          accounts: () => alive(() => [account]),
          openBackup: () => alive(() => this.reader),
        }),
      },
      {
        journal: {
          ...journal,
          write: (row, ...given) =>
            wait('journal', ({ effect }) => {
              if (!effect) throw new Error('Storage is full');
              this.written.push(row as Restore);
              return journal.write(row, ...given);
            }),
        },
        alarms: {
          set: (name, at) => alive(() => void this.alarms.set(name, at)),
          clear: (name) => alive(() => void this.alarms.delete(name)),
          names: () => alive(() => [...this.alarms.keys()]),
        },
        // The browser gives up a dead life's locks.
        lock: (_subject, work) => turns.run(work),
        now: () => this.now,
        sleep: (ms, signal) => {
          const slept = wait('sleep', () => {
            this.now += ms;
          });
          return new Promise((resolve) => {
            slept.then(resolve);
            signal?.addEventListener('abort', () => resolve());
            if (signal?.aborted) resolve();
          });
        },
      },
    );
  }

  /** What the browser's storage was asked to write is written, or never will be: it goes on in order. */
  crash(written: boolean): void {
    for (const { what, end } of this.pending) if (what === 'journal') end({ ...GOOD, effect: written });
    this.pending = this.pending.filter(({ what }) => what === 'change');
    this.runner = this.begin();
  }

  /** Alarms that are due ring. */
  ring(): void {
    for (const [name, at] of [...this.alarms]) {
      if (at > this.now) continue;
      this.alarms.delete(name);
      this.runner.wake(name).catch(() => undefined);
    }
  }
}

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

type Action =
  | { do: 'end'; nth: number; fate: Fate }
  | { do: 'crash'; written: boolean }
  | { do: 'start' | 'stop' | 'undo' | 'retry' | 'resume' | 'minute' | 'day' };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(GOOD) },
  { weight: 1, arbitrary: fc.constant<Fate>({ effect: 'twice', answer: 'ok' }) },
  // A reply that says "no" comes only where nothing was done.
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fate>(
      { effect: false, answer: { kind: 'rate limited' } },
      { effect: false, answer: { kind: 'unauthorized' } },
      { effect: false, answer: { kind: 'invalid', messages: ['No'] } },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      effect: fc.boolean(),
      answer: fc.constantFrom<KitProblem>(
        { kind: 'timeout' },
        { kind: 'unreachable' },
        { kind: 'server error', status: 500 },
        { kind: 'not understood', status: 200, requestId: null },
      ),
    }),
  },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.constantFrom(0, 0, 0, 1), fate }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Action>(
      { do: 'crash', written: true },
      { do: 'crash', written: false },
      { do: 'resume' },
      { do: 'minute' },
      { do: 'minute' },
      { do: 'day' },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Action>(
      ...[{ do: 'start' as const }, { do: 'retry' as const }],
      ...[{ do: 'stop' as const }, { do: 'undo' as const }, { do: 'undo' as const }],
    ),
  },
);
const rules: fc.Arbitrary<Rules> = fc.record({
  nullPositions: fc.boolean(),
  uniquePositions: fc.boolean(),
  lag: fc.constantFrom(0, 0, 5 * MINUTE),
});

function act(world: World, one: Action): void {
  switch (one.do) {
    case 'start':
      world.runner.start('restore', { backupId: BACKUP, accountId: account.id });
      break;
    case 'end':
      world.pending.splice(one.nth, 1)[0]?.end(one.fate);
      break;
    case 'minute':
      world.now += MINUTE;
      world.ring();
      break;
    case 'day':
      world.now += RESTORE_DEADLINE + MINUTE;
      world.ring();
      break;
    case 'crash':
      world.crash(one.written);
      break;
    case 'resume':
      world.runner.resume().catch(() => undefined);
      break;
    default:
      world.runner.wish(SUBJECT, one.do).catch(() => undefined);
  }
}

async function play(reader: BackupReader, given: Rules, actions: Action[]) {
  const world = new World(reader, given);
  const told: Restore[] = [];
  const follow = () => world.runner.follow(SUBJECT, (restore) => told.push(restore as Restore));
  follow();
  act(world, { do: 'start' });
  for (const one of actions) {
    act(world, one);
    if (one.do === 'crash') follow();
    await settle();
  }
  // In the end the network and the storage work, the browser is started once more, and time goes on.
  world.crash(true);
  follow();
  for (let turn = 0; turn < 400; turn += 1) {
    await settle();
    const first = world.pending.shift();
    if (first) first.end(GOOD);
    else if (world.rows.every(({ state }) => isRestoreEnded(state))) break;
    else act(world, { do: turn % 2 === 0 ? 'retry' : 'minute' });
  }
  return { world, told };
}

/** A wish to stop is kept until it is obeyed, or there is nothing to stop any more. */
function expectStopsObeyed(written: Restore[]): void {
  const last = new Map<string, Restore>();
  for (const row of written) {
    const before = last.get(row.id);
    last.set(row.id, row);
    if (before?.wish?.wish !== 'stop' || row.wish?.wish === 'stop') continue;
    expect(nextRestore(row, { event: 'stop', by: 'person', at: 0 })).toBe(row);
  }
}

test('whatever happens, there is never a second sequence or email, every restore ends, and "done" is true', async () => {
  sumAtOnce();
  const reader = await readerWith({
    sequence: { id: 80, name: NAME, active: true, updated_at: 'once', email_template_id: 3 },
    emails: CONTENTS.map((content, position) => ({
      ...{ id: 801 + position, subject: 'Twin', position, published: position === 0 },
      ...{ delay_value: 2, delay_unit: 'days', send_days: ['monday'], content },
    })),
    names: [],
    references: { excludedFrom: [], whole: true },
    people: [],
  });
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(rules, fc.array(action, { maxLength: 70, size: 'max' }), async (given, actions) => {
      const { world, told } = await play(reader, given, actions);
      for (const row of world.rows) {
        expect(isRestoreEnded(row.state), JSON.stringify(row.state)).toBe(true);
        expect(row.wish).toBe(null);
        ends.set(row.state.step, (ends.get(row.state.step) ?? 0) + 1);
      }
      for (const { emails } of world.held) {
        const contents = emails.map(({ email }) => email.content);
        if (!world.resent) expect(new Set(contents).size).toBe(contents.length);
      }
      for (const row of [...told, ...world.rows]) {
        const { state, made, id } = row;
        const own = world.held.filter(
          ({ sequence }) => sequence.id === made?.sequenceId || sequence.name.includes(markOf({ id })),
        );
        if (!world.resent) expect(own.length).toBeLessThanOrEqual(1);
        if (state.step === 'done') {
          const one = own.find(({ sequence }) => sequence.id === made?.sequenceId);
          const twins = own.filter((other) => other !== one);
          const named = row.twins.map(({ sequenceId }) => sequenceId);
          const untold = twins.filter(({ sequence, deleted }) => !deleted && !named.includes(sequence.id));
          if (!row.twinsUnsure) expect(untold).toEqual([]);
          expect(one).toMatchObject({ deleted: false, sequence: { active: false } });
          // What Kit refused is left out, and named.
          const isLeftOut = (email: number | null, field?: string) =>
            row.leftOut.some(
              (left) => left.email === email && (field ? left.fields.includes(field) : !left.fields.length),
            );
          expect(one?.sequence.name === NAME).toBe(!isLeftOut(null, 'name'));
          const expected = CONTENTS.flatMap((content, email) =>
            isLeftOut(email) ? [] : [[content, email === 0 && !isLeftOut(email, 'published')]],
          );
          const isNamed = row.comparison?.different.some(({ why }) => why.kind === 'extra');
          if (!isNamed && !row.twinsUnsure) {
            expect(one?.emails.map(({ email }) => [email.content, email.published])).toEqual(expected);
          }
        }
        if (state.step === 'undone' && !row.twinsUnsure) {
          const named = row.twins.map(({ sequenceId }) => sequenceId);
          expect(own.every(({ deleted, sequence }) => deleted || named.includes(sequence.id))).toBe(true);
        }
        if (state.step === 'refused') expect(own).toEqual([]);
        if (state.step === 'cancelled' && state.left === 'nothing') expect(own).toEqual([]);
      }
      expect(world.held.every(({ sequence }) => !sequence.active)).toBe(true);
      expect(world.alarms.size).toBe(0);
      expectStopsObeyed(world.written);
      // No more were made than there were restores.
      if (!world.resent) expect(world.held.length).toBeLessThanOrEqual(world.rows.length);
    }),
    { numRuns: 500 },
  );
  expect([...ends.keys()].toSorted()).toEqual(['cancelled', 'done', 'undone']);
}, 150_000);
