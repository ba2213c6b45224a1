import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Contents } from '../backup/backup.ts';
import type { Kit } from '../kit/client.ts';
import type { KitResult } from '../kit/problems.ts';
import { BACKUP, readerWith, restoreOf } from '../restore/testing/fakes.ts';
import { fail, ok } from '../result.ts';
import { type Addition, doneOf, type PersonOutcome } from './addition.ts';
import { createAdditions } from './additions.ts';
import { openAdditionStore } from './store.ts';

const PEOPLE = 70;
const NEW = 9001;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

type Answer = KitResult<'added' | 'already'>;

/** @param answer what Kit says when somebody is added, before it is done or instead. */
async function setUp(change: { repeat?: boolean; answer?: (id: number) => Answer | undefined } = {}) {
  const at = Date.now();
  const contents: Contents = {
    sequence: {
      ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false },
      ...{ repeat: change.repeat ?? false, send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    },
    emails: [{ id: 1, subject: 'A', published: true, position: 0, delay_value: 30, delay_unit: 'days' }],
    names: [],
    references: { excludedFrom: [], whole: true },
    people: Array.from({ length: PEOPLE }, (_, index) => ({
      ...{ id: index + 1, email_address: `${index + 1}@example.com`, state: 'active' },
      added_at: new Date(at - 1000).toISOString(),
    })),
  };
  const reader = await readerWith(contents, 32);
  const held = { active: false, inIt: [] as number[] };
  const sequence = () => ({ id: NEW, name: 'Welcome', active: held.active, updated_at: 'now' });
  const world = { answer: change.answer ?? (() => undefined), atOnce: 0, most: 0 };
  const kit: Pick<Kit, 'sequence' | 'setActive' | 'addSubscriber'> = {
    sequence: async () => ok(sequence()),
    setActive: async (_id, active) => {
      held.active = active;
      return ok(sequence());
    },
    addSubscriber: async (_id, id) => {
      world.atOnce += 1;
      world.most = Math.max(world.most, world.atOnce);
      await Promise.resolve();
      world.atOnce -= 1;
      if (!held.active) return fail({ kind: 'invalid', messages: ['Sequence is inactive'] });
      const instead = world.answer(id);
      if (instead) return instead;
      const already = held.inIt.includes(id);
      if (!already) held.inIt.push(id);
      return ok(already ? 'already' : 'added');
    },
  };
  const made = { sequenceId: NEW, fingerprint: '', emails: [], named: true };
  const deps = {
    store: openAdditionStore(),
    restores: { latest: async () => restoreOf({ state: { step: 'done' }, made }) },
    kit: () => kit,
    openBackup: async () => reader,
    lock: (_id: string, work: () => Promise<void>) => work(),
    watch: async () => undefined,
  };
  const additions = createAdditions(deps);
  const told: Addition[] = [];
  additions.follow(BACKUP, (addition) => told.push(addition));
  const reach = (step: Addition['state']['step']) =>
    vi.waitFor(
      () => {
        const last = told.at(-1);
        if (last?.state.step !== step) throw new Error(`At ${JSON.stringify(last?.state)}`);
        return last;
      },
      { interval: 1, timeout: 10_000 },
    );
  const start = () => additions.start({ backupId: BACKUP, group: 'start', people: PEOPLE });
  const report = async (of = additions) => {
    const all: PersonOutcome[] = [];
    for await (const some of of.report(BACKUP)) all.push(...some);
    return all.toSorted((one, other) => one.id - other.id);
  };
  return { additions, deps, held, told, reach, start, report, world };
}

const everybody = Array.from({ length: PEOPLE }, (_, index) => index + 1);
const lost = fail({ kind: 'unreachable' } as const);

test('everybody is added once, at most four at a time, and the report names them', async () => {
  const { start, reach, held, report, world } = await setUp();
  await start();
  const end = await reach('done');
  expect(end.counts).toEqual({ added: PEOPLE, already: 0, gone: 0, refused: 0, unknown: 0 });
  expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
  expect(world.most).toBe(4);
  expect(await report()).toEqual(
    everybody.map((id) => ({ id, email: `${id}@example.com`, outcome: 'added' })),
  );
});

test('nobody is added where the numbers are not those that were shown', async () => {
  const { additions, held } = await setUp();
  const request = { backupId: BACKUP, group: 'start' as const, people: PEOPLE - 1 };
  expect(await additions.start(request)).toEqual(fail({ kind: 'changed', people: PEOPLE }));
  expect(held).toEqual({ active: false, inIt: [] });
});

test('who is gone, refused or there already is told apart', async () => {
  const { start, reach, held, report } = await setUp({
    answer: (id) => {
      if (id === 5) return fail({ kind: 'not found' });
      return id === 6 ? fail({ kind: 'invalid', messages: ['No'] }) : undefined;
    },
  });
  held.inIt.push(7);
  await start();
  expect((await reach('done')).counts).toMatchObject({ added: PEOPLE - 3, already: 1, gone: 1, refused: 1 });
  expect((await report()).slice(4, 7).map(({ outcome, messages }) => [outcome, messages])).toEqual([
    ['gone', undefined],
    ['refused', ['No']],
    ['already', undefined],
  ]);
});

test('when somebody pauses the sequence at Kit, it stops, and nobody counts as refused', async () => {
  const { start, reach, held, additions, world } = await setUp();
  world.answer = (id) => {
    if (id === 30) held.active = false;
    return undefined;
  };
  await start();
  const { state, counts } = await reach('blocked');
  expect(state).toMatchObject({ problem: { kind: 'paused at Kit' }, transient: false });
  expect(counts.refused).toBe(0);
  world.answer = () => undefined;
  additions.goOn(BACKUP);
  // Somebody was added just before the pause.
  expect(doneOf(await reach('done'))).toBe(PEOPLE);
  expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
});

test.each([
  [false, { unknown: 0, added: PEOPLE - 1, already: 1 }],
  [true, { unknown: 1, added: PEOPLE - 1, already: 0 }],
])(
  'after a lost reply somebody is added again only if that begins nothing again: %s',
  async (repeat, counts) => {
    let times = 0;
    const { start, reach, held, additions, world } = await setUp({ repeat });
    world.answer = (id) => {
      if (id !== 25) return undefined;
      times += 1;
      if (times > 1) return undefined;
      held.inIt.push(25);
      return lost;
    };
    await start();
    expect((await reach('blocked')).state).toMatchObject({
      problem: { kind: 'unreachable' },
      transient: true,
    });
    await additions.resume();
    expect((await reach('done')).counts).toMatchObject(counts);
    expect(times).toBe(repeat ? 1 : 2);
    expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
  },
);

test.each([false, true])('the next life goes on where the last one was stopped: %s', async (repeat) => {
  const { start, held, deps, world, report, told } = await setUp({ repeat });
  const addSubscriber = deps.kit().addSubscriber;
  let stopped = false;
  deps.kit().addSubscriber = (sequence, id) => {
    stopped ||= id === 33;
    return stopped ? new Promise(() => {}) : addSubscriber(sequence, id);
  };
  await start();
  await vi.waitFor(() => expect(stopped && world.atOnce === 0).toBe(true));
  deps.kit().addSubscriber = addSubscriber;
  const before = [...held.inIt];
  const next = createAdditions({ ...deps, store: openAdditionStore() });
  next.follow(BACKUP, (addition) => told.push(addition));
  const end = await vi.waitFor(() => {
    const last = told.at(-1);
    if (last?.state.step !== 'done') throw new Error('Not yet');
    return last;
  });
  expect(doneOf(end)).toBe(PEOPLE);
  expect((await report(next)).map(({ id }) => id)).toEqual(everybody);
  // Nobody of the batch under way is sent again where that may begin it again.
  expect(end.counts.unknown).toBe(repeat ? 20 : 0);
  expect(new Set(held.inIt).size).toBe(held.inIt.length);
  expect(before.length).toBeGreaterThanOrEqual(20);
});

test('pause, go on, and cancel', async () => {
  const { start, reach, additions, held, world } = await setUp();
  world.answer = (id) => {
    if (id === 3) additions.pause(BACKUP);
    if (id === 43) additions.cancel(BACKUP);
    return undefined;
  };
  await start();
  expect(doneOf(await reach('paused'))).toBe(20);
  await additions.resume();
  additions.goOn(BACKUP);
  expect(doneOf(await reach('cancelled'))).toBe(60);
  expect(held.inIt).toHaveLength(60);
});

test('a wish to stop is met, also when Kit refuses before it can be', async () => {
  for (const wish of ['pause', 'cancel'] as const) {
    globalThis.indexedDB = new IDBFactory();
    const { additions, start, reach, world } = await setUp();
    world.answer = (id) => {
      if (id === 25) additions[wish](BACKUP);
      return id === 25 ? fail({ kind: 'forbidden' }) : undefined;
    };
    await start();
    await reach(wish === 'pause' ? 'paused' : 'cancelled');
  }
});

test('one that was left open by an earlier restore makes room for the new sequence', async () => {
  const { additions, deps, start, reach, world } = await setUp();
  world.answer = (id) => (id === 25 ? fail({ kind: 'forbidden' }) : undefined);
  await start();
  await reach('blocked');
  world.answer = () => undefined;
  const made = { sequenceId: NEW + 1, fingerprint: '', emails: [], named: true };
  deps.restores.latest = async () => restoreOf({ state: { step: 'done' }, made });
  const begun = await additions.start({ backupId: BACKUP, group: 'start', people: PEOPLE });
  expect(begun).toMatchObject(ok({ sequenceId: NEW + 1 }));
});
