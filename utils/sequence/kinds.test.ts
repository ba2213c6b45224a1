import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { KitResult } from '../kit/client.ts';
import { SECOND_LOOK } from '../kit/look.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import type { Review } from '../review/review.ts';
import { sequenceJobs } from './definition.ts';
import { SEQUENCE_KINDS, type SequenceChange, type SequenceKind } from './kinds.ts';
import type { SequenceJobKind } from './sequence-job.ts';
import { email, instantBackups, noSaves, review, sequence } from './testing/fakes.ts';

/** What Kit holds, and what was asked of it. */
function kitWith(held: KitResult<Sequence>, people: KitResult<number> = ok(10)) {
  return {
    sequence: vi.fn(async (_id: number) => held),
    countSubscribers: vi.fn(async () => people),
    emails: vi.fn(async () => ok([email])),
    listEmails: vi.fn(async () => ok({ items: [email], unreadable: [] })),
    email: vi.fn(async () => ok(email)),
    setActive: vi.fn(async (_id: number, active: boolean) => ok({ ...sequence, active })),
    deleteSequence: vi.fn(async (_id: number) => ok(null)),
  };
}
const KINDS = Object.keys(SEQUENCE_KINDS) as SequenceJobKind[];
const paused = { ...sequence, active: false };
const pausedReview: Review = { ...review, sequence: paused };
const gone = fail({ kind: 'not found' } as const);
const atOnce = { sleep: async () => undefined, keptEmails: null };

/** Of each kind: what its change reads and writes, and what it takes for its effect. Null for a kind that changes nothing. */
function facts(kind: SequenceJobKind) {
  const { backsUp, countdown, change } = SEQUENCE_KINDS[kind];
  const wants = change && {
    active: change.isAsWanted(sequence),
    paused: change.isAsWanted(paused),
    gone: change.wantsGone,
  };
  return { backsUp, countdown, wants };
}

describe('the table of kinds', () => {
  test('says of each what it does', () => {
    expect(Object.fromEntries(KINDS.map((kind) => [kind, facts(kind)]))).toEqual({
      pause: { backsUp: 'never', countdown: false, wants: { active: false, paused: true, gone: false } },
      resume: { backsUp: 'never', countdown: false, wants: { active: true, paused: false, gone: false } },
      delete: { backsUp: 'on request', countdown: true, wants: { active: false, paused: false, gone: true } },
      'back up': { backsUp: 'always', countdown: false, wants: null },
    });
  });

  test('a kind that is missing in it does not compile', () => {
    type WithFifth = Record<SequenceJobKind | 'retire', SequenceKind>;
    expectTypeOf(SEQUENCE_KINDS).toEqualTypeOf<Record<SequenceJobKind, SequenceKind>>();
    expectTypeOf(SEQUENCE_KINDS).not.toExtend<WithFifth>();
    expectTypeOf(sequenceJobs).returns.not.toExtend<Record<keyof WithFifth, unknown>>();
    expectTypeOf<keyof ReturnType<typeof sequenceJobs>>().toEqualTypeOf<SequenceJobKind>();
  });

  test('each kind has a definition of its own name', () => {
    const kit = kitWith(ok(sequence));
    const definitions = sequenceJobs({
      kit: () => kit,
      backups: instantBackups,
      saves: noSaves,
      pageAccount: async () => null,
      countdown: async () => 5_000,
    });
    expect(Object.entries(definitions).map(([name, { kind }]) => [name, kind])).toEqual(
      KINDS.map((kind) => [kind, kind]),
    );
  });
});

/** The change of a kind that has one. */
function changeOf(kind: SequenceJobKind): SequenceChange {
  const { change } = SEQUENCE_KINDS[kind];
  if (!change) throw new Error(`${kind} changes nothing`);
  return change;
}

describe('what is asked of Kit, once', () => {
  test.each([
    ['pause', [[80, false]], []],
    ['resume', [[80, true]], []],
    ['delete', [], [[80]]],
  ] as const)('%s', async (kind, puts, deletes) => {
    const kit = kitWith(ok(sequence));
    expect(await changeOf(kind).send(kit, 80)).toMatchObject({ ok: true });
    expect(kit.setActive.mock.calls).toEqual(puts);
    expect(kit.deleteSequence.mock.calls).toEqual(deletes);
    expect(kit.sequence).not.toHaveBeenCalled();
  });
});

describe('the check just before', () => {
  test('of a pause and a resume reads the sequence alone; of a delete its people too', async () => {
    for (const [kind, counts, about] of [
      ['pause', 0, review],
      ['resume', 0, pausedReview],
      ['delete', 1, review],
    ] as const) {
      const kit = kitWith(ok(about.sequence));
      expect(await changeOf(kind).check(kit, about, atOnce)).toEqual({ event: 'holds' });
      expect(kit.sequence).toHaveBeenCalledExactlyOnceWith(80);
      expect(kit.countSubscribers).toHaveBeenCalledTimes(counts);
      expect(kit.setActive).not.toHaveBeenCalled();
      expect(kit.deleteSequence).not.toHaveBeenCalled();
    }
  });

  test('finds what is so already', async () => {
    expect(await changeOf('pause').check(kitWith(ok(paused)), review, atOnce)).toEqual({
      event: 'as wanted',
    });
    expect(await changeOf('resume').check(kitWith(ok(sequence)), pausedReview, atOnce)).toEqual({
      event: 'as wanted',
    });
  });

  test.each(['pause', 'resume', 'delete'] as const)(
    'of a %s: gone, or why it could not be read',
    async (kind) => {
      expect(await changeOf(kind).check(kitWith(gone), review, atOnce)).toEqual({ event: 'gone' });
      const problem: KitProblem = { kind: 'server error', status: 503 };
      expect(await changeOf(kind).check(kitWith(fail(problem)), review, atOnce)).toEqual({
        event: 'failed',
        problem,
      });
    },
  );

  test.each(['pause', 'resume', 'delete'] as const)(
    'of a %s: what was gone only once is there',
    async (kind) => {
      const about = kind === 'resume' ? pausedReview : review;
      const kit = kitWith(ok(about.sequence));
      kit.sequence.mockResolvedValueOnce(gone);
      const sleep = vi.fn(atOnce.sleep);
      expect(await changeOf(kind).check(kit, about, { ...atOnce, sleep })).toEqual({ event: 'holds' });
      expect(sleep).toHaveBeenCalledExactlyOnceWith(SECOND_LOOK);
    },
  );

  test('a pause goes ahead whatever was edited; a resume and a delete do not', async () => {
    const edited = (active: boolean) => kitWith(ok({ ...sequence, active, name: 'Other' }));
    const refused = {
      event: 'refused',
      why: { kind: 'changed', changes: [{ kind: 'renamed', to: 'Other' }] },
    };
    expect(await changeOf('pause').check(edited(true), review, atOnce)).toEqual({ event: 'holds' });
    expect(await changeOf('resume').check(edited(false), pausedReview, atOnce)).toEqual(refused);
    expect(await changeOf('delete').check(edited(true), review, atOnce)).toEqual(refused);
  });
});
