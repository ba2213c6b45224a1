import { describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import { SETTLE_DEADLINE } from './definition.ts';
import { SEQUENCE_KINDS } from './kinds.ts';
import type { SequenceJobKind } from './sequence-job.ts';
import { instantBackups, leftAt, review, sequence } from './testing/fakes.ts';
import { setUp, subject } from './testing/world.ts';

const KINDS = Object.keys(SEQUENCE_KINDS) as SequenceJobKind[];
const CHANGES = KINDS.filter((kind) => SEQUENCE_KINDS[kind].change);
const MINUTE = 60_000;
const timeout = fail({ kind: 'timeout' } as const);
const unreachable = { kind: 'unreachable' } as const;

describe.each(KINDS)('the alarm of a %s', (kind) => {
  const held = { ...sequence, active: kind !== 'resume' };
  const start = async (world: ReturnType<typeof setUp>) => {
    world.kit.sequence.mockImplementation(async () => ok(held));
    const started = await world.start(kind, { review: { ...review, sequence: held } });
    if (kind === 'delete') {
      await world.reach('waiting');
      world.elapse();
    }
    return started;
  };
  const isCleared = (world: ReturnType<typeof setUp>) => vi.waitUntil(() => world.alarmTimes.size === 0);

  test('is set, by its name, before the intent is written, and cleared with the end', async () => {
    const world = setUp();
    world.journal.write.mockImplementationOnce(async (job) => {
      expect([...world.alarmTimes]).toEqual([[`job/${job.id}`, 1000 + MINUTE]]);
      const kept = { ...job, order: 1 };
      world.kept.jobs.set(job.id, kept);
      return kept;
    });
    const { id } = await start(world);
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
    await isCleared(world);
    expect(world.alarms.clear).toHaveBeenCalledExactlyOnceWith(`job/${id}`);
    expect(world.row(id)?.nextAt).toBeNull();
  });

  test('is cleared when it is refused or fails', async () => {
    const refused = setUp();
    await refused.start(kind, { review: null });
    expect((await refused.ended()).state.step).toBe('refused');
    await isCleared(refused);
    const problem = { kind: 'storage failed' } as const;
    const failed = setUp({ backups: { ...instantBackups, take: async () => fail(problem) } });
    const forbidden = fail({ kind: 'forbidden' } as const);
    failed.kit.setActive.mockResolvedValue(forbidden as never);
    failed.kit.deleteSequence.mockResolvedValue(forbidden as never);
    await start(failed);
    expect((await failed.ended()).state.step).toBe(kind === 'back up' ? 'refused' : 'failed');
    await isCleared(failed);
  });

  test('is cleared when it is cancelled', async () => {
    const stop = Promise.withResolvers<void>();
    const world = setUp({
      backups: {
        ...instantBackups,
        take: () => stop.promise.then(() => fail({ kind: 'cancelled' } as const)),
      },
    });
    world.kit.sequence.mockImplementation(() => stop.promise.then(() => ok(held)));
    await world.start(kind, { review: { ...review, sequence: held } });
    await world.reach(kind === 'delete' ? 'waiting' : kind === 'back up' ? 'backing up' : 'checking');
    await world.runner.wish(subject, 'cancel');
    stop.resolve();
    expect((await world.ended()).state).toEqual({ step: 'cancelled', by: 'person' });
    await isCleared(world);
  });

  test('that an earlier life left behind is cleared, and that of no other', async () => {
    const world = setUp({}, [leftAt({ step: 'done', how: 'now' }, { kind })]);
    world.alarmTimes.set('job/1', 5).set('another', 6);
    world.die();
    await vi.waitUntil(() => !world.alarmTimes.has('job/1'));
    expect([...world.alarmTimes.keys()]).toEqual(['another']);
  });

  test('stays while the background is dead, and is cleared with the end', async () => {
    const world = setUp();
    world.storage.hangs = {
      step: kind === 'back up' ? 'backing up' : 'checking',
      until: new Promise(() => {}),
    };
    const { id } = await start(world);
    expect(world.alarmTimes.has(`job/${id}`)).toBe(true);
    world.storage.hangs = null;
    world.die();
    await vi.waitUntil(() => world.row(id)?.nextAt === null);
    await isCleared(world);
  });
});

describe.each(CHANGES)('the looks after a %s whose reply was lost', (kind) => {
  /** A job whose outcome is looked for. Kit cannot be reached, but for the check. */
  async function settling() {
    const held = { ...sequence, active: kind !== 'resume' };
    const world = setUp();
    world.kit.setActive.mockResolvedValue(timeout as never);
    world.kit.deleteSequence.mockResolvedValue(timeout as never);
    world.kit.sequence.mockResolvedValueOnce(ok(held)).mockResolvedValue(fail(unreachable) as never);
    const { id } = await world.start(kind, { review: { ...review, sequence: held } });
    if (kind === 'delete') {
      await world.reach('waiting');
      world.elapse();
    }
    await rested(world);
    return {
      world,
      id,
      asWanted: kind === 'delete' ? fail({ kind: 'not found' }) : ok({ ...held, active: !held.active }),
    };
  }
  const rested = (world: ReturnType<typeof setUp>) =>
    vi.waitFor(() => expect(world.seen.at(-1)?.state).toMatchObject({ look: unreachable }), { interval: 2 });

  test('come after 1, 1, 2, 5, 10 and then every 15 minutes, by alarm', async () => {
    const { world, id } = await settling();
    const pauses: number[] = [];
    for (let look = 0; look < 8; look++) {
      const at = world.alarmTimes.get(`job/${id}`) ?? 0;
      expect(world.row(id)?.nextAt).toBe(at);
      pauses.push((at - world.clock.now) / MINUTE);
      // A moment too early nothing happens.
      world.clock.now = at - 1;
      await world.ring();
      expect(world.alarmTimes.get(`job/${id}`)).toBe(at);
      world.clock.now = at;
      await world.ring();
      await vi.waitFor(() => expect(world.row(id)?.rests).toBe(look + 2), { interval: 2 });
      await rested(world);
    }
    expect(pauses).toEqual([1, 1, 2, 5, 10, 15, 15, 15]);
    expect(world.kit.setActive.mock.calls.length + world.kit.deleteSequence.mock.calls.length).toBe(1);
  });

  test('end with what they show, and so does the alarm', async () => {
    const { world, id, asWanted } = await settling();
    world.kit.sequence.mockResolvedValue(asWanted as never);
    world.clock.now = world.alarmTimes.get(`job/${id}`) ?? 0;
    await world.ring();
    expect((await world.ended()).state).toEqual({ step: 'done', how: 'now' });
    await vi.waitUntil(() => world.alarmTimes.size === 0);
  });

  test('go on in the next life of the background, where they were', async () => {
    const { world, id } = await settling();
    world.clock.now = world.alarmTimes.get(`job/${id}`) ?? 0;
    await world.ring();
    await vi.waitUntil(() => world.row(id)?.rests === 2);
    const next = world.clock.now + MINUTE;
    world.alarmTimes.clear();
    world.die();
    await vi.waitFor(() => expect(world.alarmTimes.get(`job/${id}`)).toBe(next));
    world.clock.now = next;
    await world.ring();
    await vi.waitUntil(() => world.row(id)?.rests === 3);
    await vi.waitFor(() => expect(world.alarmTimes.get(`job/${id}`)).toBe(next + 2 * MINUTE));
  });

  test('are given up after 24 hours, and then nothing wakes the background any more', async () => {
    const { world, id } = await settling();
    let looks = 0;
    while (world.alarmTimes.size > 0 && looks < 200) {
      looks += 1;
      const before = world.row(id);
      world.clock.now = world.alarmTimes.get(`job/${id}`) ?? 0;
      await world.ring();
      await vi.waitFor(() => expect(world.row(id)?.nextAt).not.toBe(before?.nextAt), { interval: 1 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(world.row(id)?.state).toEqual({ step: 'failed', problem: { kind: 'timeout' }, effect: 'unknown' });
    expect(world.clock.now).toBeGreaterThan(SETTLE_DEADLINE);
    expect(world.clock.now).toBeLessThan(SETTLE_DEADLINE + 16 * MINUTE);
    // 19 minutes take the first five pauses.
    expect(looks).toBe(5 + Math.ceil((24 * 60 - 19) / 15));
  });
});
