import { describe, expect, test } from 'vitest';
import type { Tools } from '../jobs/job.ts';
import type { Account } from '../kit/client.ts';
import type { KitResult } from '../kit/problems.ts';
import { fail, ok } from '../result.ts';
import { restoreJob } from './definition.ts';
import type { RestoreEvent } from './machine.ts';
import { planOf } from './plan.ts';
import type { RestoreKit } from './problems.ts';
import type { Restore, RestoreState, Search, TwinSearch, Work } from './restore.ts';
import { answeringKit } from './testing/answering-kit.ts';
import { account, readerWith, restoreOf } from './testing/fakes.ts';
import { restoreStep } from './work.ts';

const core = {
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: 'then' },
  emails: [{ id: 801, subject: 'Hello', published: true, position: 0, delay_value: 1, delay_unit: 'days' }],
  names: [],
  references: { excludedFrom: [], whole: true },
};
const made = { sequenceId: 9001, fingerprint: 'p', emails: [{ id: 9002, fingerprint: 'e' }], named: false };
const LOOKED: Search = { looks: 0, waited: 0, look: null };
const lost = { kind: 'interrupted' } as const;
const then = { step: 'done' } as const;
const TWINS: TwinSearch = { then, sends: 0, named: [], ...LOOKED };

/** Each state in which work is done, and what is asked of Kit in it first. */
const STEPS: [Work, keyof RestoreKit][] = [
  [{ step: 'checking' }, 'account'],
  [{ step: 'creating', form: 'full', sends: 0 }, 'createSequence'],
  [{ step: 'finding', lost, sends: 1, undo: false, ...LOOKED }, 'sequences'],
  [{ step: 'writing', email: 0, of: 1, minimal: false, sends: 0 }, 'createEmail'],
  [{ step: 'matching', email: 0, of: 1, lost, sends: 1, refused: null, ...LOOKED }, 'emails'],
  [{ step: 'publishing', email: 0, of: 1 }, 'updateEmail'],
  [{ step: 'naming' }, 'updateSequence'],
  [{ step: 'comparing' }, 'sequence'],
  [{ step: 'inspecting' }, 'sequence'],
  [{ step: 'deleting' }, 'deleteSequence'],
  [{ step: 'settling', lost, look: null }, 'sequence'],
  [{ step: 'rechecking', ...TWINS }, 'sequences'],
  [{ step: 'removing twin', sequenceId: 9003, ...TWINS }, 'deleteSequence'],
  [{ step: 'removing email', id: 9004, subject: 'Hello', ...TWINS }, 'deleteEmail'],
];
/** Those in which what was made is to be removed. */
const REMOVALS = ['inspecting', 'deleting', 'settling'];
/** Those that there are before anything is made. */
const BEFORE = ['checking', 'creating', 'finding'];

/** A step on a Kit that cannot be reached. */
async function step(state: RestoreState, change: Partial<Restore> = {}) {
  const asked: string[] = [];
  const kit = new Proxy({} as RestoreKit, {
    get: (_, name) => async () => {
      asked.push(String(name));
      return fail({ kind: 'unreachable' });
    },
  });
  const tools = {
    ...{ now: () => 0, signal: new AbortController().signal, turn: 0 },
    ...{ sleep: async () => undefined, wait: async () => undefined },
  } as unknown as Tools<Restore>;
  const context = { kit, core, plan: planOf(core), people: 0 };
  return { event: await restoreStep(context, restoreOf({ state, made, ...change }), tools), asked };
}

test.each(STEPS)('$step: Kit is asked for what the state stands for', async (state, call) => {
  expect((await step(state)).asked[0]).toBe(call);
});

test.each(STEPS.filter(([{ step }]) => !BEFORE.includes(step)))(
  '$step: Kit is asked nothing where nothing is known to be made',
  async (state) => {
    const { event, asked } = await step(state, { made: null });
    expect(asked).toEqual([]);
    expect(event).toEqual(
      REMOVALS.includes(state.step)
        ? { event: 'gone' }
        : { event: 'failed', problem: { kind: 'made gone' }, transient: false },
    );
  },
);

test.each<[string, KitResult<Account>, RestoreEvent]>([
  ['the account of the backup', ok(account), { event: 'holds', losses: expect.any(Array) }],
  [
    // A credential can be one of another account by now.
    'another account',
    ok({ ...account, id: 2 }),
    { event: 'refused', why: { kind: 'other account', account: { ...account, id: 2 } } },
  ],
  [
    'nothing',
    fail({ kind: 'unreachable' }),
    { event: 'failed', problem: { kind: 'unreachable' }, transient: true },
  ],
])('before anything is made Kit is asked whose it is: %s', async (_, answer, told) => {
  const { kit, asked } = answeringKit({ account: [answer] });
  const context = { kit, core, plan: planOf(core), people: 0 };
  expect(await restoreStep(context, restoreOf(), {} as Tools<Restore>)).toEqual(told);
  expect(asked).toEqual(['["account"]']);
});

test.each(STEPS.filter(([{ step }]) => ['finding', 'matching', 'rechecking'].includes(step)))(
  '$step: a wish ends the wait for a look, and nothing is asked',
  async (state) => {
    const { kit, asked } = answeringKit({});
    const tools = { signal: AbortSignal.abort(), sleep: async () => undefined } as Partial<Tools<Restore>>;
    const context = { kit, core, plan: planOf(core), people: 0 };
    const event = await restoreStep(context, restoreOf({ state, made }), tools as Tools<Restore>);
    expect(event).toEqual({ event: 'put off' });
    expect(asked).toEqual([]);
  },
);

test.each(STEPS)('$step: only what removes goes ahead of what nobody waits for', async (state) => {
  const reader = await readerWith({ ...core, people: [] });
  const asked: string[] = [];
  const answers = { deleteSequence: () => ok(null), deleteEmail: () => ok(null) };
  const job = restoreJob({
    kit: (_account, priority) => {
      const of = (name: string) => async () => {
        asked.push(`${name}, ${priority}`);
        return Reflect.get(answers, name)?.() ?? fail({ kind: 'unreachable' });
      };
      return new Proxy({}, { get: (_, name) => of(String(name)) }) as RestoreKit;
    },
    accounts: async () => [account],
    openBackup: async () => reader,
  });
  const restore = restoreOf({ state, made });
  const tools = {
    ...{ now: () => 0, monotonic: () => 0, signal: new AbortController().signal, turn: 0 },
    ...{ sleep: async () => undefined, wait: async () => undefined },
  } as Partial<Tools<Restore>> as Tools<Restore>;
  await job.work(restore, await job.prepare(restore), tools);
  const removes = ['deleting', 'removing twin', 'removing email'].includes(state.step);
  expect(asked.filter((one) => one.startsWith('delete'))).toHaveLength(removes ? 1 : 0);
  for (const one of asked) expect(one).toContain(removes ? 'interactive' : 'bulk');
});

describe('a backup that cannot be read any more', () => {
  const job = restoreJob({
    kit: () => {
      throw new Error('Nothing is sent without a backup');
    },
    accounts: async () => [account],
    openBackup: async () => null,
  });

  test.each(STEPS)('$step: nothing is sent, and what was made is kept', async (state) => {
    const restore = restoreOf({ state, made });
    const problem = { kind: 'backup gone' } as const;
    const event = await job.work(restore, await job.prepare(restore), {} as Tools<Restore>);
    if (state.step === 'checking') expect(event).toEqual({ event: 'refused', why: problem });
    else if (REMOVALS.includes(state.step)) {
      expect(event).toEqual({ event: 'kept', why: { kind: 'problem', problem } });
    } else expect(event).toEqual({ event: 'failed', problem, transient: false });
  });
});
