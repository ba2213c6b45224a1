import { describe, expect, test, vi } from 'vitest';
import { createBudget } from '../kit/budget.ts';
import { type Authorization, createKit } from '../kit/client.ts';
import { fail, ok } from '../result.ts';
import { SEQUENCE_KINDS } from './kinds.ts';
import type { SequenceJobKind, SequenceJobState } from './sequence-job.ts';
import { instantBackups, review, sequence } from './testing/fakes.ts';
import { never, setUp, subject } from './testing/world.ts';

type World = ReturnType<typeof setUp>;
type Step = SequenceJobState['step'];

const CHANGES = (Object.keys(SEQUENCE_KINDS) as SequenceJobKind[]).filter(
  (kind) => SEQUENCE_KINDS[kind].change,
);
/** Every kind at every step at which it takes time, and Kit was not asked to change anything yet. */
const BEFORE: [SequenceJobKind, Step][] = [
  ['pause', 'checking'],
  ['resume', 'checking'],
  ['delete', 'backing up'],
  ['delete', 'waiting'],
  ['delete', 'checking'],
  ['back up', 'backing up'],
];
const writes = ({ kit }: World) => kit.setActive.mock.calls.length + kit.deleteSequence.mock.calls.length;

/** A new job of this kind. Its sequence is as it must be for the job to do something. */
async function begin(world: World, kind: SequenceJobKind, backUp = false): Promise<string> {
  const held = { ...sequence, active: kind !== 'resume' };
  world.kit.sequence.mockImplementation(async () => ok(held));
  const { id } = await world.start(kind, { backUp, review: { ...review, sequence: held } });
  return id;
}

/** A job that is at work on this step until it ends, which it does not before `world.die`. */
async function heldAt(kind: SequenceJobKind, step: Step): Promise<{ world: World; id: string }> {
  const hold = { isHeld: true };
  const world = setUp({
    backups: {
      ...instantBackups,
      take: (...given) => (hold.isHeld ? never() : instantBackups.take(...given)),
    },
  });
  const id = await begin(world, kind, step === 'backing up');
  if (step === 'checking') world.kit.sequence.mockImplementationOnce(never);
  if (step === 'sending') {
    world.kit.setActive.mockImplementationOnce(never);
    world.kit.deleteSequence.mockImplementationOnce(never);
  }
  if (kind === 'delete' && (step === 'checking' || step === 'sending')) {
    await world.reach('waiting');
    world.elapse();
  }
  await world.reach(step);
  if (step === 'sending') await vi.waitUntil(() => writes(world) > 0);
  hold.isHeld = false;
  return { world, id };
}

/** The background dies and comes back, and the job comes to its end, watched by a new panel. */
async function afterDeath(world: World) {
  world.die();
  world.seen.length = 0;
  world.leave = world.follow((job) => world.seen.push(job));
  return world.ended();
}

describe('a cancel', () => {
  test.each(BEFORE)('of a %s at "%s" sends nothing', async (kind, step) => {
    const { world, id } = await heldAt(kind, step);
    const asked = world.kit.sequence.mock.calls.length;
    await world.runner.wish(subject, 'cancel');
    if (step === 'waiting') {
      await world.ended();
      expect(world.kit.sequence).toHaveBeenCalledTimes(asked);
    } else expect(world.row(id)?.wish).toMatchObject({ wish: 'cancel', by: 'person' });
    expect(writes(world)).toBe(0);
  });

  test.each(BEFORE)('of a %s at "%s" survives the death of the background', async (kind, step) => {
    const { world, id } = await heldAt(kind, step);
    world.storage.hangs = { step: 'cancelled', until: never() };
    await world.runner.wish(subject, 'cancel');
    expect(world.row(id)).toMatchObject({ state: { step }, wish: { wish: 'cancel', by: 'person' } });
    world.storage.hangs = null;
    const { state, wish } = await afterDeath(world);
    // What a person pressed is cancelled with the background in any case.
    const by = kind === 'back up' ? 'person' : 'background stopped';
    expect({ state, wish }).toEqual({ state: { step: 'cancelled', by }, wish: null });
    expect(writes(world)).toBe(0);
    await vi.waitUntil(() => world.alarmTimes.size === 0);
  });

  test('while the check is under way is obeyed as soon as it answers', async () => {
    for (const kind of CHANGES) {
      const world = setUp();
      await begin(world, kind);
      const checked = Promise.withResolvers<void>();
      const read = world.kit.sequence.getMockImplementation();
      if (!read) throw new Error('No Kit');
      world.kit.sequence.mockImplementationOnce(async () => {
        await checked.promise;
        return read();
      });
      if (kind === 'delete') {
        await world.reach('waiting');
        world.elapse();
      }
      await world.reach('checking');
      await world.runner.wish(subject, 'cancel');
      checked.resolve();
      expect((await world.ended()).state).toEqual({ step: 'cancelled', by: 'person' });
      expect(world.written()).not.toContain('sending');
      expect(writes(world)).toBe(0);
    }
  });

  describe.each(CHANGES)('of a %s that is about to be sent', (kind) => {
    const ways = kind === 'delete' ? (['person', 'panel closed'] as const) : (['person'] as const);
    const cancelBy = (world: World, by: (typeof ways)[number]) =>
      by === 'person' ? void world.runner.wish(subject, 'cancel') : world.leave();

    /** Up to the write of "sending". */
    async function toSending(world: World): Promise<string> {
      const id = await begin(world, kind, true);
      if (kind === 'delete') {
        await world.reach('waiting');
        world.elapse();
      }
      return id;
    }

    test.each(ways)('is obeyed while that is being written: %s', async (by) => {
      const [hold, release] = [vi.fn(instantBackups.hold), vi.fn(instantBackups.release)];
      const world = setUp({ backups: { ...instantBackups, hold, release } });
      const wrote = Promise.withResolvers<void>();
      world.storage.hangs = { step: 'sending', until: wrote.promise };
      const id = await toSending(world);
      await vi.waitFor(() => expect(world.written().at(-1)).toBe('sending'));
      cancelBy(world, by);
      wrote.resolve();
      await vi.waitUntil(() => world.row(id)?.state.step === 'cancelled');
      expect(world.row(id)?.state).toEqual({ step: 'cancelled', by });
      expect(writes(world)).toBe(0);
      expect(release.mock.calls.length).toBe(hold.mock.calls.length);
    });

    test.each(ways)('is obeyed when that was just written: %s', async (by) => {
      const world = setUp();
      const armed = Promise.withResolvers<void>();
      world.alarms.set.mockImplementation(async () => {
        if (world.written().at(-1) === 'sending') await armed.promise;
      });
      const id = await toSending(world);
      await vi.waitUntil(() => world.row(id)?.state.step === 'sending');
      cancelBy(world, by);
      armed.resolve();
      await vi.waitUntil(() => world.row(id)?.state.step === 'cancelled');
      expect(world.row(id)?.state).toEqual({ step: 'cancelled', by });
      expect(writes(world)).toBe(0);
    });

    test.each(ways.flatMap((by) => [[by, 'turn'] as const, [by, 'token'] as const]))(
      'is obeyed while the request waits: %s, for a %s',
      async (by, awaited) => {
        const [hold, release] = [vi.fn(instantBackups.hold), vi.fn(instantBackups.release)];
        const token = Promise.withResolvers<void>();
        const budget = createBudget();
        const turn = vi.spyOn(budget, 'turn');
        if (awaited === 'turn') budget.refused(15_000);
        const header = vi.fn<Authorization['header']>(async () => {
          if (awaited === 'token') await token.promise;
          return ok({});
        });
        const fetch = vi.fn(async () => new Response(null, { status: 204 }));
        const world: World = setUp({
          backups: { ...instantBackups, hold, release },
          kit(_account, priority, ended) {
            const { setActive, deleteSequence } = createKit({ header }, { budget, fetch, priority, ended });
            return { ...world.kit, setActive, deleteSequence };
          },
        });
        const id = await toSending(world);
        await vi.waitUntil(() => (awaited === 'turn' ? turn : header).mock.calls.length > 0);
        cancelBy(world, by);
        token.resolve();
        await vi.waitUntil(() => world.row(id)?.state.step === 'cancelled');
        expect(world.row(id)?.state).toEqual({ step: 'cancelled', by });
        expect(fetch).not.toHaveBeenCalled();
        expect(release.mock.calls.length).toBe(hold.mock.calls.length);
      },
    );

    test('once it was sent changes nothing, also after the death of the background', async () => {
      const { world, id } = await heldAt(kind, 'sending');
      await world.runner.wish(subject, 'cancel');
      expect(world.row(id)?.state.step).toBe('sending');
      const { state, wish } = await afterDeath(world);
      expect(state).toEqual({ step: 'failed', problem: { kind: 'interrupted' }, effect: 'not seen' });
      expect(wish).toBeNull();
      expect(writes(world)).toBe(1);
    });
  });

  test('of a delete, once its backup is held, releases it', async () => {
    const held = Promise.withResolvers<void>();
    const hold = vi.fn(() => held.promise);
    const release = vi.fn(instantBackups.release);
    const world = setUp({ backups: { ...instantBackups, hold, release } });
    await begin(world, 'delete', true);
    await world.reach('waiting');
    world.elapse();
    await vi.waitUntil(() => hold.mock.calls.length === 1);
    await world.runner.wish(subject, 'cancel');
    held.resolve();
    expect((await world.ended()).state).toEqual({ step: 'cancelled', by: 'person' });
    expect(release).toHaveBeenCalledExactlyOnceWith('b');
    expect(writes(world)).toBe(0);
  });

  test.each(['backing up', 'waiting', 'checking'] as const)(
    'by a panel that was closed at "%s" deletes nothing, and survives the background',
    async (step) => {
      const { world, id } = await heldAt('delete', step);
      world.storage.hangs = { step: 'cancelled', until: never() };
      world.leave();
      await vi.waitUntil(() => world.row(id)?.wish);
      expect(world.row(id)?.wish).toMatchObject({ wish: 'cancel', by: 'panel closed' });
      world.storage.hangs = null;
      expect((await afterDeath(world)).state).toEqual({ step: 'cancelled', by: 'background stopped' });
      expect(writes(world)).toBe(0);
    },
  );

  test('does not make a panel the watcher of what needs none', async () => {
    for (const [kind, step] of BEFORE.filter(([kind]) => kind !== 'delete')) {
      const { world, id } = await heldAt(kind, step);
      world.leave();
      await world.runner.resume();
      expect(world.row(id)).toMatchObject({ state: { step }, wish: null });
    }
  });

  test('that could not be kept is obeyed all the same', async () => {
    const { world, id } = await heldAt('delete', 'waiting');
    world.storage.fails = 'waiting';
    await expect(world.runner.wish(subject, 'cancel')).rejects.toThrow();
    expect((await world.ended()).state).toEqual({ step: 'cancelled', by: 'person' });
    expect(world.row(id)?.state.step).toBe('cancelled');
  });
});

test('a cancel that comes while the outcome is looked for does not hurry the looks', async () => {
  const world = setUp();
  const paused = Promise.withResolvers<void>();
  world.sleep.mockImplementation(async (_ms, signal) => {
    if (signal) signal.addEventListener('abort', () => paused.resolve());
    await paused.promise;
  });
  await begin(world, 'pause');
  world.kit.setActive.mockResolvedValue(fail({ kind: 'timeout' }) as never);
  await vi.waitUntil(() => world.sleep.mock.calls.length === 1);
  const looks = world.kit.sequence.mock.calls.length;
  await world.runner.wish(subject, 'cancel');
  await new Promise((resolve) => setImmediate(resolve));
  expect(world.kit.sequence).toHaveBeenCalledTimes(looks);
  paused.resolve();
  expect((await world.ended()).state).toMatchObject({ step: 'failed', effect: 'not seen' });
});

test('a wish that means nothing to a job changes nothing of what it does', async () => {
  const world = setUp();
  await begin(world, 'delete');
  await world.reach('waiting');
  await world.runner.wish(subject, 'stop');
  await vi.waitUntil(() => world.sleep.mock.calls.length === 2);
  world.elapse();
  expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
});
