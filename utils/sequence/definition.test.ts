import { describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import { SLICE } from './countdown.ts';
import { SETTLE_DEADLINE } from './definition.ts';
import { COUNTDOWN, isSequenceJobEnded, type SequenceJob, type SequenceJobState } from './sequence-job.ts';
import { instantBackups, leftAt, review, sequence } from './testing/fakes.ts';
import { request, setUp, subject } from './testing/world.ts';

const unreachable = { kind: 'unreachable' } as const;
const gone = fail({ kind: 'not found' } as const);
const storageFailed = { kind: 'storage failed' } as const;

test('a delete counts down, checks, and is sent once, each step written down before it is taken', async () => {
  const { start, kit, kitOf, sleep, reach, ended, elapse, written } = setUp();
  kit.deleteSequence.mockImplementation(async () => {
    expect(written().at(-1)).toBe('sending');
    return ok(null);
  });
  const started = await start('delete');
  expect(started).toMatchObject({ state: { step: 'intended' }, attended: true, priority: 'interactive' });
  expect((await reach('waiting')).state).toEqual({
    step: 'waiting',
    until: 1000 + COUNTDOWN,
    length: COUNTDOWN,
  });
  expect(sleep).toHaveBeenCalledWith(SLICE, expect.any(AbortSignal));
  expect(kit.sequence).not.toHaveBeenCalled();
  elapse();
  const end = await ended();
  expect(end).toMatchObject({ id: started.id, review, state: { step: 'done', how: 'now' }, seen: true });
  expect(end.steps).toEqual(
    ['intended', 'waiting', 'checking', 'sending', 'done'].map((step) => ({ step, at: 1000 })),
  );
  expect(written()).toEqual(['intended', 'waiting', 'checking', 'sending', 'done']);
  expect(kit.deleteSequence).toHaveBeenCalledExactlyOnceWith(80);
  expect(kitOf.mock.calls.map((given) => given.slice(0, 2))).toEqual([
    [1, 'interactive'],
    [1, 'interactive'],
  ]);
});

test('pause and resume do not count down', async () => {
  const { start, kit, ended, sleep } = setUp();
  await start('pause');
  expect(await ended()).toMatchObject({ state: { step: 'done', how: 'now' }, attended: false });
  expect(kit.setActive).toHaveBeenCalledWith(80, false);
  expect(sleep).not.toHaveBeenCalled();
  const other = setUp();
  await other.start('resume');
  expect((await other.ended()).state).toEqual({ step: 'done', how: 'already' });
});

test('whoever starts while one is open joins it', async () => {
  const { start, kit, ended, reach, elapse } = setUp();
  const [first, second, pause] = await Promise.all([start('delete'), start('delete'), start('pause')]);
  expect([second.id, pause.id]).toEqual([first.id, first.id]);
  await reach('waiting');
  expect((await start('delete')).state.step).toBe('waiting');
  elapse();
  await ended();
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
  expect(kit.setActive).not.toHaveBeenCalled();
});

test('another one can be started after the end', async () => {
  const { runner, start, kit, ended, reach, elapse } = setUp();
  const first = await start('delete');
  await reach('waiting');
  await runner.wish(subject, 'cancel');
  await ended();
  const second = await start('delete');
  expect(second.id).not.toBe(first.id);
  await reach('waiting');
  elapse();
  await vi.waitUntil(() => kit.deleteSequence.mock.calls.length === 1);
});

test('cancelling in the countdown sends nothing', async () => {
  const { runner, start, kit, ended, reach } = setUp();
  await start('delete');
  await reach('waiting');
  await runner.wish(subject, 'cancel');
  expect((await ended()).state).toEqual({ step: 'cancelled', by: 'person' });
  expect(kit.sequence).not.toHaveBeenCalled();
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('cancelling another sequence changes nothing, nor does cancelling too late', async () => {
  const { runner, start, kit, ended, reach, elapse } = setUp();
  kit.deleteSequence.mockImplementation(async () => {
    runner.wish(subject, 'cancel');
    return ok(null);
  });
  await start('delete');
  await reach('waiting');
  await runner.wish('sequence/81', 'cancel');
  elapse();
  expect(await ended()).toMatchObject({ state: { step: 'done', how: 'now' }, wish: null });
});

test('a countdown that ends half a minute too late was slept through, and deletes nothing', async () => {
  for (const [late, step] of [
    [30_000, 'done'],
    [30_001, 'cancelled'],
  ] as const) {
    const { start, kit, ended, reach, elapse, clock } = setUp();
    await start('delete');
    await reach('waiting');
    clock.now += COUNTDOWN + late;
    elapse();
    const { state } = await ended();
    expect(state.step).toBe(step);
    if (state.step === 'cancelled') expect(state.by).toBe('too late');
    expect(kit.deleteSequence).toHaveBeenCalledTimes(step === 'done' ? 1 : 0);
  }
});

test('a panel that closes in the countdown deletes nothing, and the next one is told once', async () => {
  const { start, kit, kept, leave, reach, follow } = setUp();
  const other: SequenceJob[] = [];
  follow((job) => other.push(job), 81);
  const { id } = await start('delete');
  await reach('waiting');
  leave();
  await vi.waitUntil(() => kept.jobs.get(id)?.state.step === 'cancelled');
  const next: SequenceJob[] = [];
  follow((job) => next.push(job));
  await vi.waitUntil(() => next.length === 1);
  expect(next[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  await vi.waitUntil(() => kept.jobs.get(id)?.seen);
  const after: SequenceJob[] = [];
  follow((job) => after.push(job));
  await start('pause');
  await vi.waitUntil(() => after.length > 0);
  expect(after[0]?.kind).toBe('pause');
  expect(kit.deleteSequence).not.toHaveBeenCalled();
  expect(other).toEqual([]);
});

test.each(['intended', 'waiting', 'checking'] as const)(
  'closing the tab that asked cancels in "%s", though another tab looks on',
  async (step) => {
    const world = setUp();
    const { start, kit, reach, leave, follow, row, storage, elapse } = world;
    follow(() => undefined);
    // The step that comes next takes its time.
    const reached = Promise.withResolvers<void>();
    const next = { intended: 'waiting', waiting: null, checking: 'sending' } as const;
    storage.hangs = next[step] && { step: next[step], until: reached.promise };
    const { id } = await start('delete');
    if (step !== 'intended') await reach('waiting');
    if (step === 'checking') {
      elapse();
      await reach('checking');
      await vi.waitUntil(() => kit.sequence.mock.calls.length > 0);
    }
    leave();
    reached.resolve();
    await vi.waitUntil(() => isSequenceJobEnded(row(id)?.state as SequenceJobState));
    expect(row(id)?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  },
);

test('closing the tab that asked before the delete is journaled cancels, though another tab looks on', async () => {
  const { start, kit, leave, follow, row, storage } = setUp();
  follow(() => undefined);
  const written = Promise.withResolvers<void>();
  storage.hangs = { step: 'intended', until: written.promise };
  const started = start('delete');
  leave();
  written.resolve();
  const { id } = await started;
  await vi.waitUntil(() => isSequenceJobEnded(row(id)?.state as SequenceJobState));
  expect(row(id)?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a delete that nobody follows is cancelled', async () => {
  const { start, kit, row, leave } = setUp();
  leave();
  const { id } = await start('delete');
  await vi.waitUntil(() => row(id)?.state.step === 'cancelled');
  expect(row(id)?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('pauses, resumes and backups need nobody who follows', async () => {
  for (const kind of ['pause', 'resume', 'back up'] as const) {
    const { start, row, leave } = setUp();
    leave();
    const { id } = await start(kind);
    await vi.waitUntil(() => row(id)?.state.step === 'done');
    expect(row(id)).toMatchObject({ attended: false, seen: false });
  }
});

const otherSequence = { ...review, sequence: { ...sequence, id: 81 } };
const foreign = { ...review, pageAccountId: 2 };
test.each([
  ['a review that is not known any more', null, 'no review'],
  ['a review of another sequence', otherSequence, 'no review'],
  ['a page of another account', foreign, 'foreign page'],
] as const)('%s: refused, and nothing sent', async (_name, given, why) => {
  for (const kind of ['delete', 'pause', 'resume'] as const) {
    const { start, kitOf, ended } = setUp();
    await start(kind, { review: given });
    expect((await ended()).state).toEqual({ step: 'refused', why: { kind: why } });
    expect(kitOf).not.toHaveBeenCalled();
  }
});

test.each(['delete', 'pause'] as const)(
  'a page that shows another account when Kit is about to be asked: no %s',
  async (kind) => {
    let shown: number | null = 1;
    const { start, kit, ended, reach, elapse } = setUp({ pageAccount: async () => shown });
    if (kind === 'pause') shown = 2;
    await start(kind);
    if (kind === 'delete') {
      await reach('waiting');
      shown = 2;
      elapse();
    }
    expect((await ended()).state).toEqual({ step: 'refused', why: { kind: 'foreign page' } });
    expect(kit.deleteSequence).not.toHaveBeenCalled();
    expect(kit.setActive).not.toHaveBeenCalled();
  },
);

test('a page that tells no account any more is taken for what it told before', async () => {
  const { start, ended } = setUp({ pageAccount: async () => null });
  await start('pause');
  expect((await ended()).state).toMatchObject({ step: 'done' });
});

test('more people than reviewed: refused', async () => {
  const { start, kit, ended, reach, elapse } = setUp();
  kit.countSubscribers.mockResolvedValue(ok(11));
  await start('delete');
  await reach('waiting');
  elapse();
  expect((await ended()).state).toMatchObject({ step: 'refused', why: { kind: 'changed' } });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a reply that is lost is looked for, never repeated', async () => {
  const { start, kit, ended, reach, elapse } = setUp();
  kit.deleteSequence.mockResolvedValue(fail({ kind: 'timeout' }) as never);
  kit.sequence.mockResolvedValueOnce(ok(sequence)).mockResolvedValue(gone as never);
  await start('delete');
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

describe('storage that fails', () => {
  /** Fails as long as it is to write this step. */
  function failingAt(step: SequenceJobState['step']) {
    const world = setUp();
    world.storage.fails = step;
    return world;
  }

  test('before the intent was written starts nothing, and leaves no alarm', async () => {
    for (const kind of ['pause', 'resume', 'delete', 'back up'] as const) {
      const { runner, seen, kit, alarmTimes, kept } = failingAt('intended');
      expect(await runner.start(kind, request)).toEqual({ ok: false, problem: storageFailed });
      expect(seen).toEqual([]);
      expect(kept.jobs.size).toBe(0);
      expect(alarmTimes.size).toBe(0);
      expect(kit.setActive).not.toHaveBeenCalled();
      expect(kit.deleteSequence).not.toHaveBeenCalled();
    }
  });

  test.each(['waiting', 'checking', 'sending'] as const)(
    'before "%s" of a delete sends nothing, and it does not go on by itself',
    async (step) => {
      const world = failingAt(step);
      const { id } = await world.start('delete');
      if (step !== 'waiting') await world.reach('waiting');
      world.elapse();
      expect((await world.ended()).state).toEqual({ step: 'failed', problem: storageFailed, effect: 'none' });
      world.storage.fails = null;
      world.clock.now += 60_000;
      await world.ring();
      await vi.waitUntil(() => world.row(id)?.state.step === 'cancelled');
      expect(world.row(id)?.state).toEqual({ step: 'cancelled', by: 'background stopped' });
      expect(world.kit.deleteSequence).not.toHaveBeenCalled();
    },
  );

  test.each(['checking', 'sending'] as const)(
    'before "%s" of a pause sends nothing, and it does not go on by itself',
    async (step) => {
      const world = failingAt(step);
      const { id } = await world.start('pause');
      expect((await world.ended()).state).toEqual({ step: 'failed', problem: storageFailed, effect: 'none' });
      world.storage.fails = null;
      world.clock.now += 60_000;
      await world.ring();
      await vi.waitUntil(() => world.row(id)?.state.step === 'cancelled');
      expect(world.kit.setActive).not.toHaveBeenCalled();
    },
  );

  test('in a backup says nothing of an end, and it is tried again', async () => {
    const world = failingAt('backing up');
    await world.start('back up');
    await vi.waitFor(() => expect(world.written().at(-1)).toBe('backing up'));
    expect(world.seen.some(({ state }) => isSequenceJobEnded(state))).toBe(false);
    world.storage.fails = null;
    world.clock.now += 60_000;
    await world.ring();
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('after the reply does not hide what Kit did, and the journal has it with the next look', async () => {
    const world = failingAt('done');
    const { id } = await world.start('pause');
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(world.row(id)?.state.step).toBe('sending');
    world.storage.fails = null;
    world.kit.sequence.mockResolvedValue(ok({ ...sequence, active: false }));
    world.clock.now += 60_000;
    await world.ring();
    await vi.waitUntil(() => world.row(id)?.state.step === 'done');
    expect(world.kit.setActive).toHaveBeenCalledOnce();
  });

  test('after a lost reply says nothing of an end, and what Kit did is looked for', async () => {
    const world = failingAt('settling');
    world.kit.setActive.mockResolvedValueOnce(fail(unreachable) as never);
    await world.start('pause');
    await vi.waitFor(() => expect(world.seen.at(-1)?.state.step).toBe('settling'));
    expect(world.seen.some(({ state }) => isSequenceJobEnded(state))).toBe(false);
    world.storage.fails = null;
    world.kit.sequence.mockResolvedValue(ok({ ...sequence, active: false }));
    world.clock.now += 60_000;
    await world.ring();
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(world.kit.setActive).toHaveBeenCalledOnce();
  });

  test('at the start of the background does not stand in the way', async () => {
    const world = setUp({
      journal: (own) => ({ ...own, open: () => Promise.reject(new Error('broken')) }),
    });
    await world.start('pause');
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
  });
});

test('a look after what is open leaves alone what is being worked on', async () => {
  const { runner, start, reach, ended, elapse } = setUp();
  await start('delete');
  await reach('waiting');
  await runner.resume();
  elapse();
  expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
});

test('a panel that closes does not take the news from another one', async () => {
  const { start, follow, reach, ended } = setUp();
  const leave = follow(() => undefined);
  leave();
  await start('pause');
  await reach('done');
  expect((await ended()).seen).toBe(true);
});

describe('what an earlier life left open', () => {
  const left = (state: SequenceJobState, change: Partial<SequenceJob> = {}) => [leftAt(state, change)];
  const notThere = { sequence: async () => gone };
  const notReached = { sequence: async () => fail(unreachable) };
  /** Kit, but for these. */
  const kitWith = (change: object) => {
    const { kit } = setUp();
    return { kit: () => ({ ...kit, ...change }) };
  };

  test.each<SequenceJobState>([
    { step: 'intended' },
    { step: 'backing up', progress: null },
    { step: 'waiting', until: 2000, length: COUNTDOWN },
    { step: 'checking' },
  ])('at $step is cancelled where it has to be watched: nothing was sent', async (state) => {
    const { kit, ended } = setUp({}, left(state, { backupId: 'b' }));
    expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
    expect(kit.sequence).not.toHaveBeenCalled();
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test.each<SequenceJobState>([{ step: 'intended' }, { step: 'checking' }])(
    'at $step is cancelled where a person pressed it, and carried on with as a part of a list',
    async (state) => {
      const { kit, ended } = setUp({}, left(state, { kind: 'pause', attended: false }));
      expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
      expect(kit.setActive).not.toHaveBeenCalled();
      const part = setUp({}, left(state, { attended: false, parent: { id: 'list', place: 0 } }));
      expect((await part.ended()).state).toEqual({ step: 'done', how: 'now' });
      expect(part.kit.sequence).toHaveBeenCalledOnce();
      expect(part.kit.deleteSequence).toHaveBeenCalledOnce();
      expect(part.sleep).not.toHaveBeenCalled();
    },
  );

  test('at sending is settled by looking, and never sent again', async () => {
    const { kit, sleep, ended } = setUp({}, left({ step: 'sending' }));
    expect((await ended()).state).toEqual({
      step: 'failed',
      problem: { kind: 'interrupted' },
      effect: 'not seen',
    });
    expect(sleep.mock.calls.map(([ms]) => ms)).toEqual([500, 1500, 4000]);
    expect(kit.deleteSequence).not.toHaveBeenCalled();
    const looked = setUp(kitWith(notThere), left({ step: 'sending' }));
    expect((await looked.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('a pause is found by looking too', async () => {
    const paused = setUp(
      kitWith({ sequence: async () => ok({ ...sequence, active: false }) }),
      left({ step: 'sending' }, { kind: 'pause' }),
    );
    expect((await paused.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('stays open while Kit cannot be looked at, is joined, and ends with the next look', async () => {
    const look = vi.fn(async () => fail(unreachable));
    const { runner, start, kit, alarmTimes, reach, ended, seen } = setUp(
      kitWith({ sequence: look }),
      left({ step: 'sending' }),
    );
    await vi.waitFor(() => expect(seen.at(-1)?.state).toMatchObject({ look: unreachable }));
    expect((await reach('settling')).state).toMatchObject({ lost: { kind: 'interrupted' } });
    expect([...alarmTimes]).toEqual([['job/1', 61_000]]);
    expect((await start('pause')).id).toBe('1');
    const looks = look.mock.calls.length;
    await runner.resume();
    await vi.waitUntil(() => look.mock.calls.length === 2 * looks);
    await vi.waitFor(() => expect(seen.at(-1)?.state).toMatchObject({ look: unreachable }));
    look.mockResolvedValue(gone as never);
    await runner.resume();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(kit.setActive).not.toHaveBeenCalled();
  });

  test('is joined when it was left at a look that told nothing', async () => {
    const state: SequenceJobState = { step: 'settling', lost: unreachable, look: null };
    const { start, reach } = setUp(kitWith(notReached), left(state));
    const { steps } = await reach('settling');
    expect(steps.map(({ step }) => step)).toEqual(['settling']);
    expect((await start('pause')).id).toBe('1');
  });

  const aDayAgo = { askedAt: 1000 - SETTLE_DEADLINE - 1 };

  test('is done after a day too, when Kit can be looked at', async () => {
    const { ended } = setUp(kitWith(notThere), left({ step: 'sending' }, aDayAgo));
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test('is called unknown after a day, when the sixth look in a row told nothing', async () => {
    const isLast = { ...aDayAgo, rests: 5 };
    const { ended, alarmTimes } = setUp(kitWith(notReached), left({ step: 'sending' }, isLast));
    expect((await ended()).state).toEqual({
      step: 'failed',
      problem: { kind: 'interrupted' },
      effect: 'unknown',
    });
    await vi.waitUntil(() => alarmTimes.size === 0);
  });

  test('is not called unknown because of one look, as when a computer wakes up before its network', async () => {
    const look = vi.fn(async () => fail(unreachable));
    const world = setUp(kitWith({ sequence: look }), left({ step: 'sending' }, aDayAgo));
    await vi.waitFor(() => expect(world.seen.at(-1)?.state).toMatchObject({ look: unreachable }));
    look.mockResolvedValue(gone as never);
    await world.runner.resume();
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
  });

  test.each([
    ['pause', 'intended'],
    ['resume', 'checking'],
    ['back up', 'intended'],
    ['back up', 'backing up'],
  ] as const)('a %s at "%s" is not begun after a day', async (kind, step) => {
    const state = step === 'backing up' ? { step, progress: null } : { step };
    const { ended, kitOf, alarmTimes } = setUp({}, left(state, { kind, ...aDayAgo }));
    expect((await ended()).state).toEqual({ step: 'cancelled', by: 'background stopped' });
    expect(kitOf).not.toHaveBeenCalled();
    await vi.waitUntil(() => alarmTimes.size === 0);
  });

  test('is left alone while another life of the background is at work on it', async () => {
    const released = Promise.withResolvers<void>();
    const [row] = left({ step: 'sending' });
    if (!row) throw new Error('No row');
    const world = setUp({ lock: async (_id, work) => released.promise.then(work) }, [row]);
    world.kept.jobs.set(row.id, { ...row, state: { step: 'done' }, seen: true });
    released.resolve();
    await world.start('pause');
    await world.ended();
    expect(world.row()?.state).toEqual({ step: 'done' });
    expect(world.seen.every(({ id }) => id !== row.id)).toBe(true);
  });
});

describe('storage that is full', () => {
  const full = fail({ kind: 'storage full' } as const);

  test('is told of a backup that it stopped, and the backup is not made again and again', async () => {
    const take = vi.fn(async () => full);
    const world = setUp({ backups: { ...instantBackups, take } });
    world.storage.fails = 'refused';
    const { id } = await world.start('back up');
    await world.reach('refused');
    for (let minute = 0; minute < 10; minute += 1) {
      world.clock.now += 60_000;
      await world.ring();
    }
    expect(world.seen.at(-1)?.state.step).toBe('refused');
    expect(take).toHaveBeenCalledOnce();
    world.storage.fails = null;
    world.clock.now += 60_000;
    await world.ring();
    await vi.waitUntil(() => world.row(id)?.state.step === 'refused');
    expect(take).toHaveBeenCalledOnce();
  });

  test('does not keep a cancel from being heard', async () => {
    const take = vi.fn(
      (_id: string, _review: unknown, signal: AbortSignal) =>
        new Promise<typeof full>((resolve) => signal.addEventListener('abort', () => resolve(full))),
    );
    const world = setUp({ backups: { ...instantBackups, take } });
    await world.start('back up');
    await world.reach('backing up');
    world.journal.write.mockRejectedValue(new Error('Storage is full'));
    await world.runner.wish(subject, 'cancel').catch(() => undefined);
    await world.reach('cancelled');
  });
});

test('a cancel in the moment in which a backup became complete says that there is one', async () => {
  let complete = () => {};
  const take = () =>
    new Promise<ReturnType<typeof ok<null>>>((resolve) => {
      complete = () => resolve(ok(null));
    });
  const world = setUp({ backups: { ...instantBackups, take } });
  await world.start('back up');
  await world.reach('backing up');
  complete();
  await world.runner.wish(subject, 'cancel');
  expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
});

test('a job of a kind that this version does not know does not stand in the way', async () => {
  const world = setUp({}, [
    leftAt({ step: 'waiting', until: 2000, length: COUNTDOWN }, { kind: 'archive' as never }),
  ]);
  await world.start('pause');
  expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
});
