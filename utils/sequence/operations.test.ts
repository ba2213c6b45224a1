import { describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import { isOperationEnded, type Operation, type OperationState } from './operation.ts';
import {
  type Backups,
  COUNTDOWN,
  createOperations,
  type OperationDependencies,
  SETTLE_DEADLINE,
} from './operations.ts';
import { instantBackups, memoryJournal, review, sequence } from './testing/fakes.ts';

const reviewId = review.id;
const remove = { kind: 'delete', sequenceId: 80, reviewId, backUp: false } as const;
const unreachable = { kind: 'unreachable' } as const;

/** Operations on a Kit that obeys, with a countdown that ends when `elapse` is called. */
function setUp(change: Partial<OperationDependencies> = {}, rows: Operation[] = []) {
  let elapse = () => {};
  const kit = {
    sequence: vi.fn(async () => ok(sequence)),
    countSubscribers: vi.fn(async () => ok(10)),
    setActive: vi.fn(async (_id: number, active: boolean) => ok({ ...sequence, active })),
    deleteSequence: vi.fn(async () => ok(null)),
  };
  const sleep = vi.fn((ms: number, signal?: AbortSignal) => {
    if (ms !== COUNTDOWN) return Promise.resolve();
    return new Promise<void>((resolve) => {
      elapse = resolve;
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve());
    });
  });
  const { journal, kept } = memoryJournal(rows);
  vi.spyOn(journal, 'write');
  const kitOf = vi.fn(() => kit);
  const watch = vi.fn(async (_open: boolean) => undefined);
  const operations = createOperations({
    journal,
    kit: kitOf,
    findReview: async (id) => (id === reviewId ? review : null),
    backups: instantBackups,
    lock: (_id, work) => work(),
    watch,
    now: () => 1000,
    sleep,
    ...change,
  });
  const seen: Operation[] = [];
  const leave = operations.follow(80, (operation) => seen.push(operation));
  const reach = (...wanted: OperationState['step'][]) =>
    vi.waitFor(
      () => {
        const last = seen.at(-1);
        if (!last || !wanted.includes(last.state.step)) throw new Error(`At ${last?.state.step}`);
        return last;
      },
      { interval: 5 },
    );
  const ended = () => reach('done', 'cancelled', 'refused', 'failed');
  return {
    operations,
    kit,
    kitOf,
    watch,
    journal,
    kept,
    sleep,
    seen,
    reach,
    ended,
    leave,
    elapse: () => elapse(),
  };
}

test('a delete counts down, checks, and is sent once, each step written down before it is taken', async () => {
  const world = setUp();
  const { operations, kit, kitOf, sleep, reach, ended, elapse, journal } = world;
  const written = () => vi.mocked(journal.write).mock.calls.map(([row]) => row.state.step);
  kit.deleteSequence.mockImplementation(async () => {
    expect(written().at(-1)).toBe('sending');
    return ok(null);
  });
  const started = await operations.start(remove);
  expect(started.state).toEqual({ step: 'intended' });
  expect((await reach('waiting')).state).toEqual({ step: 'waiting', until: 1000 + COUNTDOWN });
  expect(sleep).toHaveBeenCalledWith(COUNTDOWN, expect.any(AbortSignal));
  expect(kit.sequence).not.toHaveBeenCalled();
  elapse();
  const end = await ended();
  expect(end).toMatchObject({ id: started.id, review, state: { step: 'done', how: 'now' }, seen: true });
  expect(end.steps).toEqual(
    ['intended', 'waiting', 'checking', 'sending', 'done'].map((step) => ({ step, at: 1000 })),
  );
  expect(written()).toEqual(['intended', 'waiting', 'checking', 'sending', 'done']);
  expect(kit.deleteSequence).toHaveBeenCalledExactlyOnceWith(80);
  expect(kitOf).toHaveBeenCalledWith(1);
});

test('pause and resume do not count down', async () => {
  const { operations, kit, ended, sleep } = setUp();
  operations.start({ ...remove, kind: 'pause' });
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
  expect(kit.setActive).toHaveBeenCalledWith(80, false);
  expect(sleep).not.toHaveBeenCalled();
  const other = setUp();
  other.operations.start({ ...remove, kind: 'resume' });
  expect((await other.ended()).state).toEqual({ step: 'done', how: 'already' });
});

test('whoever starts while one is open joins it', async () => {
  const { operations, kit, ended, reach, elapse } = setUp();
  const [first, second, pause] = await Promise.all([
    operations.start(remove),
    operations.start(remove),
    operations.start({ ...remove, kind: 'pause' }),
  ]);
  expect([second?.id, pause?.id]).toEqual([first?.id, first?.id]);
  await reach('waiting');
  expect((await operations.start(remove)).state.step).toBe('waiting');
  elapse();
  await ended();
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
  expect(kit.setActive).not.toHaveBeenCalled();
});

test('another one can be started after the end', async () => {
  const { operations, kit, ended, reach, elapse } = setUp();
  const first = await operations.start(remove);
  await reach('waiting');
  operations.cancel(80);
  await ended();
  const second = await operations.start(remove);
  expect(second.id).not.toBe(first.id);
  await reach('waiting');
  elapse();
  await vi.waitUntil(() => kit.deleteSequence.mock.calls.length === 1);
});

test('cancelling in the countdown sends nothing', async () => {
  const { operations, kit, ended, reach } = setUp();
  operations.start(remove);
  await reach('waiting');
  operations.cancel(80);
  expect((await ended()).state).toEqual({ step: 'cancelled', by: 'person' });
  expect(kit.sequence).not.toHaveBeenCalled();
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('cancelling another sequence changes nothing, nor does cancelling too late', async () => {
  const { operations, kit, ended, reach, elapse } = setUp();
  kit.deleteSequence.mockImplementation(async () => {
    operations.cancel(80);
    return ok(null);
  });
  operations.start(remove);
  await reach('waiting');
  operations.cancel(81);
  elapse();
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
});

test('a panel that closes in the countdown deletes nothing, and the next one is told once', async () => {
  const { operations, kit, kept, leave, reach } = setUp();
  const other: Operation[] = [];
  operations.follow(81, (operation) => other.push(operation));
  operations.start(remove);
  await reach('waiting');
  leave();
  await vi.waitUntil(() => [...kept.values()].every(({ state }) => isOperationEnded(state)));
  const next: Operation[] = [];
  operations.follow(80, (operation) => next.push(operation));
  await vi.waitUntil(() => next.length === 1);
  expect(next[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  expect([...kept.values()].map(({ seen }) => seen)).toEqual([true]);
  const after: Operation[] = [];
  operations.follow(80, (operation) => after.push(operation));
  await operations.start({ ...remove, kind: 'pause' });
  await vi.waitUntil(() => after.length > 0);
  expect(after[0]?.kind).toBe('pause');
  expect(kit.deleteSequence).not.toHaveBeenCalled();
  expect(other).toEqual([]);
});

test('a delete that nobody follows is cancelled', async () => {
  const { operations, kit, kept, leave } = setUp();
  leave();
  await operations.start(remove);
  await vi.waitUntil(() => [...kept.values()].some(({ state }) => state.step === 'cancelled'));
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

const otherSequence = { ...review, sequence: { ...sequence, id: 81 } };
const foreign = { ...review, pageAccountId: 2 };
test.each<[string, Partial<OperationDependencies>, string]>([
  ['an unknown review', { findReview: async () => null }, 'no review'],
  ['reviews that cannot be read', { findReview: () => Promise.reject(new Error('gone')) }, 'no review'],
  ['a review of another sequence', { findReview: async () => otherSequence }, 'no review'],
  ['a page of another account', { findReview: async () => foreign }, 'foreign page'],
])('%s: refused, and nothing sent', async (_name, change, kind) => {
  for (const wanted of ['delete', 'pause', 'resume'] as const) {
    const { operations, kitOf, ended } = setUp(change);
    operations.start({ ...remove, kind: wanted });
    expect((await ended()).state).toEqual({ step: 'refused', why: { kind } });
    expect(kitOf).not.toHaveBeenCalled();
  }
});

test('more people than reviewed: refused', async () => {
  const { operations, kit, ended, reach, elapse } = setUp();
  kit.countSubscribers.mockResolvedValue(ok(11));
  operations.start(remove);
  await reach('waiting');
  elapse();
  expect((await ended()).state).toMatchObject({ step: 'refused', why: { kind: 'changed' } });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a reply that is lost is looked for, never repeated', async () => {
  const { operations, kit, ended, reach, elapse } = setUp();
  kit.deleteSequence.mockResolvedValue(fail({ kind: 'timeout' }) as never);
  kit.sequence.mockResolvedValueOnce(ok(sequence)).mockResolvedValue(fail({ kind: 'not found' }) as never);
  operations.start(remove);
  await reach('waiting');
  elapse();
  const { state, steps } = await ended();
  expect(state).toEqual({ step: 'done', how: 'now' });
  expect(steps.map(({ step }) => step)).toEqual([
    'intended',
    'waiting',
    'checking',
    'sending',
    'settling',
    'done',
  ]);
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
});

test.each([
  ['intended', 'pause'],
  ['waiting', 'delete'],
  ['checking', 'pause'],
  ['sending', 'pause'],
] as const)('storage that fails before "%s" sends nothing (%s)', async (step, kind) => {
  const { operations, kit, journal, ended } = setUp();
  vi.mocked(journal.write).mockImplementation(async ({ state }) => {
    if (state.step === step) throw new Error('full');
  });
  operations.start({ ...remove, kind });
  const problem = { kind: 'storage failed' };
  expect((await ended()).state).toEqual({ step: 'failed', problem, effect: 'none' });
  expect(kit.setActive).not.toHaveBeenCalled();
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a look after what is open leaves alone what is being worked on', async () => {
  const { operations, reach, ended, elapse } = setUp();
  operations.start(remove);
  await reach('waiting');
  await operations.resume();
  elapse();
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
});

test('a panel that closes does not take the news from another one', async () => {
  const { operations, reach, ended } = setUp();
  const leave = operations.follow(80, () => undefined);
  leave();
  operations.start({ ...remove, kind: 'pause' });
  await reach('done');
  expect((await ended()).seen).toBe(true);
});

test('storage that fails after the reply does not hide what Kit did', async () => {
  const { operations, journal, ended } = setUp();
  vi.mocked(journal.write).mockImplementation(async ({ state }) => {
    if (isOperationEnded(state)) throw new Error('full');
  });
  operations.start({ ...remove, kind: 'pause' });
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
});

test('while something is open the background is woken again, and no longer', async () => {
  const { operations, watch, ended } = setUp();
  operations.start({ ...remove, kind: 'pause' });
  await ended();
  await vi.waitFor(() => expect(watch.mock.calls).toEqual([[false], [true], [false]]));
});

function leftAt(state: OperationState, change: Partial<Operation> = {}): Operation {
  return {
    id: '1',
    kind: 'delete',
    sequenceId: 80,
    review,
    backupId: null,
    state,
    startedAt: 500,
    steps: [{ step: state.step, at: 500 }],
    seen: false,
    ...change,
  };
}

describe('what an earlier life left open', () => {
  test.each<OperationState>([{ step: 'intended' }, { step: 'waiting', until: 2000 }, { step: 'checking' }])(
    'at $step is cancelled: nothing was sent',
    async (state) => {
      const { kit, ended } = setUp({}, [leftAt(state)]);
      expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
      expect(kit.sequence).not.toHaveBeenCalled();
      expect(kit.deleteSequence).not.toHaveBeenCalled();
    },
  );

  test('at sending is settled by looking, and never sent again', async () => {
    const { kit, sleep, ended } = setUp({}, [leftAt({ step: 'sending' })]);
    expect((await ended()).state).toEqual({
      step: 'failed',
      problem: { kind: 'interrupted' },
      effect: 'not seen',
    });
    expect(sleep.mock.calls.map(([ms]) => ms)).toEqual([500, 1500, 4000]);
    expect(kit.deleteSequence).not.toHaveBeenCalled();
    const gone = setUp(
      { kit: () => ({ ...kit, sequence: async () => fail({ kind: 'not found' } as const) }) },
      [leftAt({ step: 'sending' })],
    );
    expect((await gone.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('a pause is found by looking too', async () => {
    const held = { ...sequence, active: false };
    const { kit } = setUp();
    const paused = setUp({ kit: () => ({ ...kit, sequence: async () => ok(held) }) }, [
      leftAt({ step: 'sending' }, { kind: 'pause' }),
    ]);
    expect((await paused.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('stays open while Kit cannot be looked at, is joined, and ends with the next look', async () => {
    const { operations, kit, watch, reach, ended } = setUp({ kit: () => ({ ...kit, sequence: look }) }, [
      leftAt({ step: 'sending' }),
    ]);
    const look = vi.fn(async () => fail(unreachable));
    const parked = await reach('settling');
    await vi.waitFor(() => expect(parked.state).toMatchObject({ lost: { kind: 'interrupted' } }));
    await vi.waitUntil(() => watch.mock.lastCall?.[0] === true);
    expect((await operations.start({ ...remove, kind: 'pause' })).id).toBe('1');
    const looks = look.mock.calls.length;
    await operations.resume();
    await vi.waitUntil(() => look.mock.calls.length === 2 * looks);
    look.mockResolvedValue(fail({ kind: 'not found' }) as never);
    await operations.resume();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(kit.setActive).not.toHaveBeenCalled();
  });

  test('is joined when it was left at a look that told nothing', async () => {
    const state: OperationState = { step: 'settling', lost: unreachable, look: null };
    const { operations, reach } = setUp(
      { kit: () => ({ ...setUp().kit, sequence: async () => fail(unreachable) }) },
      [leftAt(state)],
    );
    const { steps } = await reach('settling');
    expect(steps.map(({ step }) => step)).toEqual(['settling']);
    expect((await operations.start({ ...remove, kind: 'pause' })).id).toBe('1');
  });

  test('is done after a day too, when Kit can be looked at', async () => {
    const { ended } = setUp(
      { kit: () => ({ ...setUp().kit, sequence: async () => fail({ kind: 'not found' } as const) }) },
      [leftAt({ step: 'sending' }, { startedAt: 1000 - SETTLE_DEADLINE - 1 })],
    );
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('is called unknown after a day', async () => {
    const { ended } = setUp({ kit: () => ({ ...setUp().kit, sequence: async () => fail(unreachable) }) }, [
      leftAt({ step: 'sending' }, { startedAt: 1000 - SETTLE_DEADLINE - 1 }),
    ]);
    expect((await ended()).state).toEqual({
      step: 'failed',
      problem: { kind: 'interrupted' },
      effect: 'unknown',
    });
  });

  test('is left alone while another life of the background is at work on it', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const row = leftAt({ step: 'sending' });
    const world = setUp({ lock: async (_id, work) => held.then(work) }, [row]);
    world.kept.set(row.id, { ...row, state: { step: 'done', how: 'now' }, seen: true });
    release();
    await world.operations.start({ ...remove, kind: 'pause' });
    await world.ended();
    expect(world.kept.get(row.id)?.state).toEqual({ step: 'done', how: 'now' });
    expect(world.seen.every(({ id }) => id !== row.id)).toBe(true);
  });
});

test('storage that cannot be read at the start does not stand in the way', async () => {
  const { journal } = memoryJournal();
  const broken = { ...journal, open: () => Promise.reject(new Error('broken')) };
  const { operations, ended } = setUp({ journal: broken });
  operations.start({ ...remove, kind: 'pause' });
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
});

describe('a backup first', () => {
  const withBackup = { ...remove, backUp: true };
  const progress = {
    phase: 'people',
    kept: 5,
    expected: 10,
    startedAt: 0,
    perMinute: null,
    secondsLeft: null,
  } as const;

  /** Backups that take until they are told how they end. */
  function slowBackups() {
    const taken = Promise.withResolvers<Awaited<ReturnType<Backups['take']>>>();
    const backups = {
      take: vi.fn<Backups['take']>((_id, _review, stopped, tell) => {
        tell(progress);
        const stop = fail({ kind: 'storage failed' } as const);
        return Promise.race([
          taken.promise,
          new Promise<typeof stop>((resolve) => stopped.addEventListener('abort', () => resolve(stop))),
        ]);
      }),
      choose: vi.fn(async () => 'b'),
      mark: vi.fn(async (_id: string, _deletedAt: number | null) => undefined),
    };
    return { backups, taken };
  }

  test('is complete before the countdown begins, and marked before the delete is sent', async () => {
    const { backups, taken } = slowBackups();
    const { operations, kit, reach, ended, elapse, sleep, seen } = setUp({ backups });
    kit.deleteSequence.mockImplementation(async () => {
      expect(backups.mark).toHaveBeenCalledOnce();
      return ok(null);
    });
    await operations.start(withBackup);
    await vi.waitFor(() => expect(seen.at(-1)?.state).toEqual({ step: 'backing up', progress }));
    expect(sleep).not.toHaveBeenCalled();
    taken.resolve(ok(null));
    await reach('waiting');
    elapse();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(backups.take.mock.calls.map(([id]) => id)).toEqual(['b']);
    expect(backups.mark.mock.calls).toEqual([['b', 1000]]);
  });

  test('that cannot be completed ends it, with the reason', async () => {
    const { backups, taken } = slowBackups();
    const { operations, kit, ended } = setUp({ backups });
    await operations.start(withBackup);
    const problem = { kind: 'people missing', kept: 9, expected: 10 } as const;
    taken.resolve(fail(problem));
    expect((await ended()).state).toEqual({ step: 'refused', why: { kind: 'no backup', problem } });
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test.each(['person', 'panel closed'] as const)('can be stopped: %s', async (by) => {
    const { backups } = slowBackups();
    const { operations, kit, kept, reach, leave } = setUp({ backups });
    const { id } = await operations.start(withBackup);
    await reach('backing up');
    if (by === 'person') operations.cancel(80);
    else leave();
    await vi.waitFor(() => expect(kept.get(id)?.state).toEqual({ step: 'cancelled', by }));
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test('that stopped with the background deletes nothing', async () => {
    const { backups } = slowBackups();
    const left = leftAt({ step: 'backing up', progress: null }, { backupId: 'b' });
    const { ended, kit } = setUp({ backups }, [left]);
    expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
    expect(backups.take).not.toHaveBeenCalled();
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test('that cannot be begun deletes nothing', async () => {
    const { backups } = slowBackups();
    backups.choose.mockRejectedValueOnce(new Error('Storage is full'));
    const { operations, ended, kit } = setUp({ backups });
    await operations.start(withBackup);
    expect((await ended()).state).toMatchObject({ problem: { kind: 'storage failed' }, effect: 'none' });
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test('that cannot be marked deletes nothing; a mark without a delete is taken back', async () => {
    const { backups, taken } = slowBackups();
    taken.resolve(ok(null));
    backups.mark.mockRejectedValueOnce(new Error('Storage is full'));
    const world = setUp({ backups });
    await world.operations.start(withBackup);
    await world.reach('waiting');
    world.elapse();
    expect((await world.ended()).state).toMatchObject({
      problem: { kind: 'storage failed' },
      effect: 'none',
    });
    expect(world.kit.deleteSequence).not.toHaveBeenCalled();

    const again = setUp({ backups });
    again.kit.deleteSequence.mockResolvedValueOnce(fail({ kind: 'forbidden' }) as never);
    await again.operations.start(withBackup);
    await again.reach('waiting');
    again.elapse();
    expect((await again.ended()).state).toMatchObject({ problem: { kind: 'forbidden' }, effect: 'none' });
    expect(backups.mark.mock.calls.slice(1)).toEqual([
      ['b', 1000],
      ['b', null],
    ]);
  });

  test('is no part of a pause', async () => {
    const { backups } = slowBackups();
    const { operations, ended } = setUp({ backups });
    await operations.start({ ...withBackup, kind: 'pause' });
    expect((await ended()).backupId).toBeNull();
    expect(backups.choose).not.toHaveBeenCalled();
    expect(backups.take).not.toHaveBeenCalled();
  });
});
