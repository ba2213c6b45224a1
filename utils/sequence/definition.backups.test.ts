import { describe, expect, test, vi } from 'vitest';
import { fetchFrom } from '../../demo/in-process.ts';
import { SEED, seededKit } from '../../demo/seed.ts';
import type { BackupProblem } from '../backup/capture/capture.ts';
import { memoryStore } from '../backup/testing/memory-store.ts';
import { createKit } from '../kit/client.ts';
import { fail, ok } from '../result.ts';
import { createBackups } from './backups.ts';
import type { Backups } from './definition.ts';
import { email, leftAt, review } from './testing/fakes.ts';
import { setUp, subject } from './testing/world.ts';

const progress = {
  phase: 'people',
  kept: 5,
  expected: 10,
  startedAt: 0,
  perMinute: null,
  secondsLeft: null,
} as const;
const gone = fail({ kind: 'not found' } as const);
const peopleMissing = { kind: 'people missing', kept: 9, expected: 10 } as const;

/** Backups that take until they are told how they end. */
function slowBackups() {
  const marks: unknown[][] = [];
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
    emails: vi.fn(async () => [email]),
    hold: vi.fn(async (id: string, at: number) => void marks.push(['held', id, at])),
    noteGone: vi.fn(async (id: string, at: number) => void marks.push(['gone', id, at])),
    release: vi.fn(async (id: string) => void marks.push(['released', id])),
  };
  return { backups, taken, marks };
}

describe('a backup before a delete', () => {
  const withBackup = { backUp: true };

  test('is complete before the countdown begins, and held before the delete is sent', async () => {
    const { backups, taken, marks } = slowBackups();
    const { start, kit, reach, ended, elapse, sleep, seen, written } = setUp({ backups });
    kit.deleteSequence.mockImplementation(async () => {
      expect(marks).toEqual([['held', 'b', 1000]]);
      return ok(null);
    });
    await start('delete', withBackup);
    await vi.waitFor(() => expect(seen.at(-1)?.state).toEqual({ step: 'backing up', progress }));
    expect(sleep).not.toHaveBeenCalled();
    taken.resolve(ok(null));
    await reach('waiting');
    elapse();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(backups.take.mock.calls.map(([id]) => id)).toEqual(['b']);
    expect(marks).toEqual([
      ['held', 'b', 1000],
      ['gone', 'b', 1000],
    ]);
    expect(written()).toEqual(['intended', 'backing up', 'waiting', 'checking', 'sending', 'done']);
  });

  test('that cannot be completed ends it, with the reason', async () => {
    const { backups, taken } = slowBackups();
    const { start, kit, ended } = setUp({ backups });
    await start('delete', withBackup);
    taken.resolve(fail(peopleMissing));
    expect((await ended()).state).toEqual({
      step: 'refused',
      why: { kind: 'no backup', problem: peopleMissing },
    });
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test.each(['person', 'panel closed'] as const)('can be stopped: %s', async (by) => {
    const { backups } = slowBackups();
    const { runner, start, kit, row, reach, leave } = setUp({ backups });
    const { id } = await start('delete', withBackup);
    await reach('backing up');
    if (by === 'person') await runner.wish(subject, 'cancel');
    else leave();
    await vi.waitFor(() => expect(row(id)?.state).toEqual({ step: 'cancelled', by }));
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

  test('that cannot be begun starts nothing', async () => {
    const { backups } = slowBackups();
    backups.choose.mockRejectedValueOnce(new Error('Storage is full'));
    const { runner, kit, kept, alarmTimes } = setUp({ backups });
    const request = { sequenceId: 80, review, ...withBackup };
    expect(await runner.start('delete', request)).toEqual({ ok: false, problem: { kind: 'storage failed' } });
    expect(kept.jobs.size).toBe(0);
    expect(alarmTimes.size).toBe(0);
    expect(kit.deleteSequence).not.toHaveBeenCalled();
  });

  test('that cannot be held deletes nothing; it is released when there was no delete', async () => {
    const { backups, taken, marks } = slowBackups();
    taken.resolve(ok(null));
    backups.hold.mockRejectedValueOnce(new Error('Storage is full'));
    const world = setUp({ backups });
    await world.start('delete', withBackup);
    await world.reach('waiting');
    world.elapse();
    expect((await world.ended()).state).toEqual({
      step: 'failed',
      problem: { kind: 'storage failed' },
      effect: 'none',
    });
    expect(world.kit.deleteSequence).not.toHaveBeenCalled();

    const again = setUp({ backups });
    again.kit.deleteSequence.mockResolvedValueOnce(fail({ kind: 'forbidden' }) as never);
    await again.start('delete', withBackup);
    await again.reach('waiting');
    again.elapse();
    expect((await again.ended()).state).toMatchObject({ problem: { kind: 'forbidden' }, effect: 'none' });
    expect(marks).toEqual([
      ['held', 'b', 1000],
      ['released', 'b'],
    ]);
  });

  test('is what is deleted: an email that was edited meanwhile stops it, and is named', async () => {
    for (const edited of [{ content: '<p>Rewritten</p>' }, { published: false }]) {
      const { backups, taken, marks } = slowBackups();
      taken.resolve(ok(null));
      const { start, kit, ended, reach, elapse } = setUp({ backups });
      await start('delete', withBackup);
      await reach('waiting');
      const now = { ...email, ...edited };
      kit.listEmails.mockResolvedValue(ok({ items: [now], unreadable: [] }));
      kit.email.mockResolvedValue(ok(now));
      elapse();
      expect((await ended()).state).toEqual({
        step: 'refused',
        why: { kind: 'changed', changes: [{ kind: 'email edited', subject: 'Hello' }] },
      });
      expect(backups.emails).toHaveBeenCalledWith('b');
      expect(kit.deleteSequence).not.toHaveBeenCalled();
      expect(marks).toEqual([]);
    }
  });

  test('whose emails cannot be read again, here or at Kit, deletes nothing', async () => {
    const problem = { kind: 'timeout' } as const;
    for (const where of ['here', 'at Kit'] as const) {
      const { backups, taken } = slowBackups();
      taken.resolve(ok(null));
      const { start, kit, ended, reach, elapse } = setUp({ backups });
      if (where === 'here') backups.emails.mockRejectedValue(new Error('Removed'));
      else kit.listEmails.mockResolvedValue(fail(problem) as never);
      await start('delete', withBackup);
      await reach('waiting');
      elapse();
      expect((await ended()).state).toEqual({
        step: 'failed',
        problem: where === 'here' ? { kind: 'storage failed' } : problem,
        effect: 'none',
      });
      expect(kit.deleteSequence).not.toHaveBeenCalled();
    }
  });

  test('does not say "deleted" when the reply to the delete is lost and no effect is seen, and stays held', async () => {
    const { backups, taken, marks } = slowBackups();
    taken.resolve(ok(null));
    const { start, kit, ended, reach, elapse } = setUp({ backups });
    kit.deleteSequence.mockResolvedValue(fail({ kind: 'timeout' }) as never);
    await start('delete', withBackup);
    await reach('waiting');
    elapse();
    expect((await ended()).state).toMatchObject({ step: 'failed', effect: 'not seen' });
    expect(marks).toEqual([['held', 'b', 1000]]);
  });

  test('stays held where a refusal may be about a second delete: until a look shows the sequence', async () => {
    const refused = async (look: object) => {
      const { backups, taken, marks } = slowBackups();
      taken.resolve(ok(null));
      const world = setUp({ backups });
      world.kit.deleteSequence.mockImplementation(async () => {
        world.kit.sequence.mockResolvedValue(look as never);
        return fail({ kind: 'forbidden' }) as never;
      });
      await world.start('delete', withBackup);
      await world.reach('waiting');
      world.elapse();
      return { ...world, marks };
    };
    const unseen = await refused(fail({ kind: 'unreachable' }));
    await vi.waitFor(() => {
      expect(unseen.seen.at(-1)?.state).toMatchObject({ step: 'settling', look: { kind: 'unreachable' } });
    });
    expect(unseen.marks).toEqual([['held', 'b', 1000]]);
    const deleted = await refused(gone);
    expect((await deleted.ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(deleted.marks).toEqual([
      ['held', 'b', 1000],
      ['gone', 'b', 1000],
    ]);
  });

  test('says "deleted" as soon as the look after a lost reply finds nothing', async () => {
    const { backups, taken, marks } = slowBackups();
    taken.resolve(ok(null));
    const { start, kit, ended, reach, elapse } = setUp({ backups });
    kit.deleteSequence.mockImplementation(async () => {
      kit.sequence.mockResolvedValue(gone as never);
      return fail({ kind: 'timeout' }) as never;
    });
    await start('delete', withBackup);
    await reach('waiting');
    elapse();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(marks).toEqual([
      ['held', 'b', 1000],
      ['gone', 'b', 1000],
    ]);
  });

  test('is the only trace too of a sequence that was deleted elsewhere in the countdown', async () => {
    const { backups, taken, marks } = slowBackups();
    taken.resolve(ok(null));
    const deleted = async (fails: boolean) => {
      const world = setUp({ backups });
      if (fails) backups.noteGone.mockRejectedValueOnce(new Error('Storage is full'));
      await world.start('delete', withBackup);
      await world.reach('waiting');
      world.kit.sequence.mockResolvedValue(gone as never);
      world.elapse();
      const { state } = await world.ended();
      expect(world.kit.deleteSequence).not.toHaveBeenCalled();
      return state;
    };
    expect(await deleted(false)).toEqual({ step: 'done', how: 'already' });
    expect(marks).toEqual([['gone', 'b', 1000]]);
    // What does not know of it could be forgotten.
    const problem = { kind: 'storage failed' };
    expect(await deleted(true)).toEqual({ step: 'failed', problem, effect: 'none' });
  });

  test('that could not be told of a delete stays held', async () => {
    const { backups, taken, marks } = slowBackups();
    taken.resolve(ok(null));
    backups.noteGone.mockRejectedValueOnce(new Error('Storage is full'));
    const { start, ended, reach, elapse } = setUp({ backups });
    await start('delete', withBackup);
    await reach('waiting');
    elapse();
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    expect(marks).toEqual([['held', 'b', 1000]]);
  });

  test('is no part of a pause or a resume', async () => {
    for (const kind of ['pause', 'resume'] as const) {
      const { backups } = slowBackups();
      const { start, ended } = setUp({ backups });
      await start(kind, withBackup);
      expect((await ended()).backupId).toBeNull();
      expect(backups.choose).not.toHaveBeenCalled();
      expect(backups.take).not.toHaveBeenCalled();
    }
  });
});

describe('"Back up now"', () => {
  test('is done with the backup, shows how far it is, and asks Kit for no change', async () => {
    const { backups, taken, marks } = slowBackups();
    const { start, kit, kitOf, ended, seen, sleep, written, alarmTimes } = setUp({ backups });
    const started = await start('back up');
    expect(started).toMatchObject({ backupId: 'b', attended: false, priority: 'interactive' });
    await vi.waitFor(() => expect(seen.at(-1)?.state).toEqual({ step: 'backing up', progress }));
    taken.resolve(ok(null));
    const end = await ended();
    expect(end).toMatchObject({ id: started.id, state: { step: 'done', how: 'now' }, backupId: 'b' });
    expect(written()).toEqual(['intended', 'backing up', 'done']);
    expect(backups.take).toHaveBeenCalledExactlyOnceWith(
      'b',
      review,
      expect.any(AbortSignal),
      expect.any(Function),
    );
    // It leaves the sequence as it is, so it is kept no longer than any other.
    expect(marks).toEqual([]);
    expect(kitOf).not.toHaveBeenCalled();
    expect(kit.deleteSequence).not.toHaveBeenCalled();
    expect(kit.setActive).not.toHaveBeenCalled();
    expect(sleep).not.toHaveBeenCalled();
    await vi.waitUntil(() => alarmTimes.size === 0);
  });

  test('goes ahead on the page of another account, and not without a review', async () => {
    const { start, ended } = setUp();
    await start('back up', { review: { ...review, pageAccountId: 2 } });
    expect((await ended()).state).toEqual({ step: 'done', how: 'now' });
    const { backups } = slowBackups();
    const unknown = setUp({ backups });
    await unknown.start('back up', { review: null });
    expect(await unknown.ended()).toMatchObject({
      state: { step: 'refused', why: { kind: 'no review' } },
      backupId: null,
    });
    expect(backups.choose).not.toHaveBeenCalled();
    expect(backups.take).not.toHaveBeenCalled();
  });

  test('can be cancelled', async () => {
    const { backups } = slowBackups();
    const { runner, start, reach, ended } = setUp({ backups });
    await start('back up');
    await reach('backing up');
    await runner.wish(subject, 'cancel');
    expect((await ended()).state).toEqual({ step: 'cancelled', by: 'person' });
    expect(backups.take.mock.lastCall?.[2].aborted).toBe(true);
  });

  test.each<BackupProblem>([
    peopleMissing,
    { kind: 'storage failed' },
    { kind: 'damaged' },
  ] as BackupProblem[])('that cannot be completed says why: $kind', async (problem) => {
    const { backups, taken } = slowBackups();
    const { start, ended, alarmTimes } = setUp({ backups });
    await start('back up');
    taken.resolve(fail(problem));
    expect((await ended()).state).toEqual({ step: 'refused', why: { kind: 'no backup', problem } });
    await vi.waitUntil(() => alarmTimes.size === 0);
  });

  test('goes on when the panel is closed', async () => {
    const { backups, taken } = slowBackups();
    const { start, reach, leave, row } = setUp({ backups });
    const { id } = await start('back up');
    await reach('backing up');
    leave();
    taken.resolve(ok(null));
    await vi.waitUntil(() => row(id)?.state.step === 'done');
    expect(row(id)?.seen).toBe(false);
  });

  test('killed in the middle goes on by itself, with the same backup, though nobody watches', async () => {
    const { backups, taken } = slowBackups();
    const { die, start, reach, row, seen, kept } = setUp({ backups });
    const { id } = await start('back up');
    await reach('backing up');
    die();
    const told = seen.length;
    await vi.waitUntil(() => backups.take.mock.calls.length === 2);
    taken.resolve(ok(null));
    await vi.waitUntil(() => row(id)?.state.step === 'done');
    expect(backups.take.mock.calls.map(([id]) => id)).toEqual(['b', 'b']);
    expect(backups.choose).toHaveBeenCalledOnce();
    expect(row(id)?.steps.map(({ step }) => step)).toEqual(['intended', 'backing up', 'done']);
    expect([...kept.jobs.keys()]).toEqual([id]);
    expect(seen).toHaveLength(told);
  });

  /** The extension's own backups of the seeded Kit. `asked`: the pages of people that were read. */
  function realBackups() {
    const demo = seededKit();
    demo.limits.key = 1e6;
    const violations: string[] = [];
    const serve = fetchFrom(demo, violations);
    const asked: string[] = [];
    const hold = { after: Number.POSITIVE_INFINITY };
    const kit = createKit(
      { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
      {
        async fetch(request) {
          if (request.url.includes('/subscribers') && !request.url.includes('include_total_count')) {
            if (asked.length >= hold.after) return new Promise(() => {});
            asked.push(request.url);
          }
          return serve(request);
        },
        budget: { turn: async () => ok(null), refused: () => undefined },
        sleep: async () => undefined,
      },
    );
    const store = memoryStore();
    const backups = createBackups({
      store,
      kit: () => kit,
      requestsPerMinute: async () => 100,
      sleep: async () => undefined,
    });
    return { store, backups, asked, hold, violations };
  }
  const welcome = { ...review, sequence: { ...review.sequence, id: SEED.welcome } };
  const ofWelcome = { sequenceId: SEED.welcome, review: welcome };

  test('leaves a complete backup of the sequence behind', async () => {
    const { store, backups, violations } = realBackups();
    const world = setUp({ backups });
    const { id, backupId } = await world.start('back up', ofWelcome);
    await vi.waitUntil(() => world.row(id)?.state.step === 'done');
    expect(await store.list()).toMatchObject([
      {
        id: backupId,
        sequence: { id: SEED.welcome },
        completedAt: expect.any(Number),
        people: { kept: 1480, expected: 1480 },
        deletedAt: null,
      },
    ]);
    expect(violations).toEqual([]);
  });

  test('killed in the middle reads no page of people twice', async () => {
    const whole = realBackups();
    const first = setUp({ backups: whole.backups });
    const { id: wholeId } = await first.start('back up', ofWelcome);
    await vi.waitUntil(() => first.row(wholeId)?.state.step === 'done');

    const { store, backups, asked, hold } = realBackups();
    hold.after = 1;
    const world = setUp({ backups });
    const { id, backupId } = await world.start('back up', ofWelcome);
    await vi.waitFor(async () => expect((await store.find(backupId ?? ''))?.people.kept).toBeGreaterThan(0));
    hold.after = Number.POSITIVE_INFINITY;
    world.die();
    await vi.waitUntil(() => world.row(id)?.state.step === 'done');
    expect(await store.list()).toMatchObject([{ id: backupId, people: { kept: 1480, expected: 1480 } }]);
    expect(whole.asked.length).toBeGreaterThan(1);
    expect(asked).toHaveLength(whole.asked.length);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
