import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KitResult } from '../kit/client.ts';
import { SECOND_LOOK } from '../kit/look.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import type { Review } from '../review/review.ts';
import { sequenceJobs } from './definition.ts';
import { nextSequenceJob } from './machine.ts';
import {
  isSequenceJobEnded,
  type SequenceJob,
  type SequenceJobKind,
  type SequenceJobState,
} from './sequence-job.ts';
import { instantBackups, leftAt, noSaves } from './testing/fakes.ts';

const sequence: Sequence = {
  id: 80,
  name: 'Welcome',
  active: true,
  updated_at: '2026-11-02T09:00:00Z',
  subscriber_count: 10,
};
const review: Review = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  at: 0,
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence,
  activeSubscribers: { known: true, value: 10 },
  allSubscribers: { known: true, value: 12 },
  emails: { known: true, value: { published: 3, drafts: 0 } },
};

const EMAILS: SequenceEmail[] = [1, 2, 3].map((id) => ({ id, published: true }));

interface Run {
  kit: FakeKit;
  review: Review;
  step(state: SequenceJobState): void;
  sleep(ms: number): Promise<void>;
}

const unused = () => Promise.reject(new Error('No step of one sequence asks for this'));

/** The steps from the check on, one after the other, until the end or until Kit cannot be looked at. */
async function carryOut(kind: SequenceJobKind, { kit, review, step, sleep }: Run): Promise<SequenceJobState> {
  const definition = sequenceJobs({
    kit: () => kit,
    backups: instantBackups,
    saves: noSaves,
    pageAccount: async () => null,
    countdown: async () => 5_000,
  })[kind];
  const tools = {
    now: () => 1000,
    signal: new AbortController().signal,
    sleep,
    wait: sleep,
    monotonic: () => 0,
    turn: 0,
    ...{ show: unused, children: unused, child: unused, rested: unused, wish: unused },
  };
  let job: SequenceJob = leftAt({ step: 'checking' }, { kind, review });
  let entered = '';
  while (!isSequenceJobEnded(job.state) && definition.rest(job) === 'work') {
    if (job.state.step === entered) throw new Error(`${entered} led nowhere`);
    entered = job.state.step;
    step(job.state);
    job = nextSequenceJob(job, await definition.work(job, null, tools));
  }
  return job.state;
}

/** What Kit does with a write: it takes effect or not, now or while we look, and Kit answers or not. */
interface Write {
  effect: boolean;
  /** Takes effect during this pause (1, 2, 3) of the looks afterwards. */
  late?: number;
  answer: KitProblem | 'ok';
}

class FakeKit {
  log: string[] = [];
  steps: string[] = [];
  pauses: number[] = [];
  held: Sequence | null = { ...sequence };
  people: KitResult<number> = ok(10);
  listed: KitResult<SequenceEmail[]> = ok(EMAILS);
  /** In the way of every look from the nth on. */
  looks: { problem: KitProblem; from: number } | null = null;
  write: Write = { effect: true, answer: 'ok' };
  private apply = () => {};

  async sequence(): Promise<KitResult<Sequence>> {
    this.log.push('GET');
    const nth = this.log.filter((call) => call === 'GET').length;
    if (this.looks && nth >= this.looks.from) return fail(this.looks.problem);
    return this.held ? ok(this.held) : fail({ kind: 'not found' });
  }

  async countSubscribers(): Promise<KitResult<number>> {
    this.log.push('COUNT');
    return this.people;
  }

  async emails(): Promise<KitResult<SequenceEmail[]>> {
    this.log.push('EMAILS');
    return this.listed;
  }

  async listEmails(): Promise<never> {
    throw new Error('There is no backup to compare with');
  }

  email = this.listEmails;

  async deleteSequence(): Promise<KitResult<null>> {
    this.log.push('DELETE');
    return this.change(null, () => {
      this.held = null;
    });
  }

  async setActive(_id: number, active: boolean): Promise<KitResult<Sequence>> {
    this.log.push('PUT');
    const after = { ...sequence, active };
    return this.change(after, () => {
      this.held = after;
    });
  }

  private change<T>(value: T, apply: () => void): KitResult<T> {
    this.apply = apply;
    if (this.write.effect) apply();
    return this.write.answer === 'ok' ? ok(value) : fail(this.write.answer);
  }

  run(about: Review = review): Run {
    return {
      kit: this,
      review: about,
      step: ({ step }) => this.steps.push(step),
      sleep: async (ms) => {
        this.pauses.push(ms);
        if (this.pauses.length === this.write.late) this.apply();
      },
    };
  }

  sent = (method: string) => this.log.filter((call) => call === method).length;
}

function given(change: (kit: FakeKit) => void = () => {}): FakeKit {
  const kit = new FakeKit();
  change(kit);
  return kit;
}

const LOST: KitProblem[] = [
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'server error', status: 502 },
  { kind: 'not understood', status: 200, requestId: null },
];
const REFUSED: KitProblem[] = [
  { kind: 'unauthorized' },
  { kind: 'forbidden' },
  { kind: 'too large' },
  { kind: 'invalid', messages: ['no'] },
  { kind: 'rate limited' },
];
const UNASKED: KitProblem[] = [
  { kind: 'not connected' },
  { kind: 'no permission' },
  { kind: 'storage failed' },
];

describe('delete', () => {
  test('reads again, then sends one DELETE', async () => {
    const kit = given();
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
    expect(kit.log).toEqual(['GET', 'COUNT', 'EMAILS', 'DELETE']);
    expect(kit.steps).toEqual(['checking', 'sending']);
  });

  test('is refused with the new numbers when more people are at stake', async () => {
    const kit = given((kit) => {
      kit.people = ok(11);
    });
    expect(await carryOut('delete', kit.run())).toEqual({
      step: 'refused',
      why: { kind: 'changed', changes: [{ kind: 'more people', from: 10, to: 11 }] },
    });
    expect(kit.sent('DELETE')).toBe(0);
  });

  test.each([
    ['renamed', { name: 'Other' }],
    ['paused', { active: false }],
    ['edited', { updated_at: 'later' }],
    ['more people', { subscriber_count: 11 }],
  ] as const)('is refused when the sequence was %s', async (kind, now) => {
    const kit = given((kit) => {
      kit.held = { ...sequence, ...now };
    });
    expect(await carryOut('delete', kit.run())).toMatchObject({
      step: 'refused',
      why: { changes: [{ kind }] },
    });
    expect(kit.sent('DELETE')).toBe(0);
  });

  test('without a backup is refused when the review knew of other emails', async () => {
    const [first = { id: 1, published: true }, ...rest] = EMAILS;
    for (const now of [
      rest,
      [...EMAILS, { id: 4, published: false }],
      [{ ...first, published: false }, ...rest],
    ]) {
      const kit = given((kit) => {
        kit.listed = ok(now);
      });
      const why = { kind: 'changed', changes: [{ kind: 'edited' }] };
      expect(await carryOut('delete', kit.run())).toEqual({ step: 'refused', why });
      expect(kit.sent('DELETE')).toBe(0);
    }
    const problem = { kind: 'timeout' } as const;
    const kit = given((kit) => {
      kit.listed = fail(problem);
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'none' });
    const unknown: Review = { ...review, emails: { known: false, problem } };
    expect(await carryOut('delete', kit.run(unknown))).toEqual({ step: 'done', how: 'now' });
  });

  test('is refused when the people cannot be counted any more', async () => {
    const kit = given((kit) => {
      kit.people = fail({ kind: 'timeout' });
    });
    const why = { kind: 'changed', changes: [{ kind: 'count unreadable' }] };
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'refused', why });
    expect(kit.sent('DELETE')).toBe(0);
  });

  test('goes on when there are fewer people', async () => {
    const kit = given((kit) => {
      kit.people = ok(3);
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
  });

  test('of what is gone already is done, without a DELETE', async () => {
    const kit = given((kit) => {
      kit.held = null;
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'already' });
    expect(kit.pauses).toEqual([SECOND_LOOK]);
    expect(kit.log).toEqual(['GET', 'COUNT', 'GET', 'COUNT']);
  });

  test('that the browser sent twice is done now: Kit no longer finds it the second time', async () => {
    const kit = given((kit) => {
      kit.write = { effect: true, answer: { kind: 'not found' } };
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
    expect(kit.log).toEqual(['GET', 'COUNT', 'EMAILS', 'DELETE', 'GET', 'GET']);
    expect(kit.pauses).toEqual([SECOND_LOOK]);
  });

  test('that Kit says it does not find, though it is there, is not done', async () => {
    const kit = given((kit) => {
      kit.write = { effect: false, answer: { kind: 'not found' } };
    });
    const problem = { kind: 'not found' };
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'not seen' });
    expect(kit.sent('DELETE')).toBe(1);
  });

  test.each(REFUSED)('that Kit refuses has no effect, as a look shows: $kind', async (problem) => {
    const kit = given((kit) => {
      kit.write = { effect: false, answer: problem };
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'none' });
    expect(kit.log).toEqual(['GET', 'COUNT', 'EMAILS', 'DELETE', 'GET']);
  });

  test.each(REFUSED)(
    'that Kit refused only when the browser sent it again is done: $kind',
    async (problem) => {
      const kit = given((kit) => {
        kit.write = { effect: true, answer: problem };
      });
      expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
      expect(kit.sent('DELETE')).toBe(1);
    },
  );

  test.each(REFUSED)('that was refused, and cannot be looked at, stays open: $kind', async (problem) => {
    const kit = given((kit) => {
      kit.write = { effect: true, answer: problem };
      kit.looks = { problem, from: 2 };
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'settling', lost: problem, look: problem });
  });

  test.each(UNASKED)('of which Kit does not hear has no effect: $kind', async (problem) => {
    const kit = given((kit) => {
      kit.write = { effect: false, answer: problem };
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'none' });
    expect(kit.steps).not.toContain('settling');
  });

  test('that cannot be checked is not sent', async () => {
    const problem = { kind: 'timeout' } as const;
    const kit = given((kit) => {
      kit.looks = { problem, from: 1 };
    });
    expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'none' });
    expect(kit.sent('DELETE')).toBe(0);
  });

  describe.each(LOST)('whose reply is lost ($kind)', (problem) => {
    test('is done when Kit no longer has the sequence', async () => {
      const kit = given((kit) => {
        kit.write = { effect: true, answer: problem };
      });
      expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
      expect(kit.steps).toEqual(['checking', 'sending', 'settling']);
      expect(kit.sent('DELETE')).toBe(1);
      expect(kit.pauses).toEqual([SECOND_LOOK]);
    });

    test.each([1, 2, 3])('is done when Kit takes until pause %i', async (late) => {
      const kit = given((kit) => {
        kit.write = { effect: false, late, answer: problem };
      });
      expect(await carryOut('delete', kit.run())).toEqual({ step: 'done', how: 'now' });
      expect(kit.pauses).toEqual([...[500, 1500, 4000].slice(0, late), SECOND_LOOK]);
      expect(kit.sent('DELETE')).toBe(1);
    });

    test('has no effect that can be seen when Kit still has the sequence', async () => {
      const kit = given((kit) => {
        kit.write = { effect: false, answer: problem };
      });
      expect(await carryOut('delete', kit.run())).toEqual({ step: 'failed', problem, effect: 'not seen' });
      expect(kit.sent('DELETE')).toBe(1);
    });

    test('has no effect that can be seen on a paused sequence either', async () => {
      const paused = { ...sequence, active: false };
      const kit = given((kit) => {
        kit.held = paused;
        kit.write = { effect: false, answer: problem };
      });
      const end = await carryOut('delete', kit.run({ ...review, sequence: paused }));
      expect(end).toEqual({ step: 'failed', problem, effect: 'not seen' });
    });

    test('stays open when Kit cannot be looked at', async () => {
      const kit = given((kit) => {
        kit.write = { effect: true, answer: problem };
        kit.looks = { problem: { kind: 'unreachable' }, from: 2 };
      });
      expect(await carryOut('delete', kit.run())).toEqual({
        step: 'settling',
        lost: problem,
        look: { kind: 'unreachable' },
      });
      expect(kit.sent('DELETE')).toBe(1);
    });
  });

  test('is sent at most once, and "done" means gone, whatever Kit does', async () => {
    const anyProblem = fc.constantFrom(...LOST, ...REFUSED, ...UNASKED, { kind: 'not found' } as const);
    const situation = fc.record({
      effect: fc.boolean(),
      late: fc.constantFrom(0, 1, 2, 3),
      answer: anyProblem,
      looks: fc.option(fc.record({ problem: anyProblem, from: fc.integer({ min: 1, max: 5 }) })),
      people: fc.oneof(fc.nat(20).map(ok), anyProblem.map(fail)),
    });
    await fc.assert(
      fc.asyncProperty(situation, async ({ effect, late, answer, looks, people }) => {
        const kit = given((kit) => {
          kit.write = { effect, late, answer };
          kit.looks = looks;
          kit.people = people;
        });
        const end = await carryOut('delete', kit.run());
        const saysGone = looks?.problem.kind === 'not found';
        expect(kit.sent('DELETE')).toBeLessThanOrEqual(1);
        if (end.step === 'done') expect(kit.held === null || saysGone).toBe(true);
        const isAsked = !UNASKED.includes(answer);
        if (end.step === 'failed' && end.effect === 'none' && isAsked) expect(kit.held).not.toBe(null);
        if (end.step === 'refused') expect(kit.sent('DELETE')).toBe(0);
      }),
    );
  });
});

describe('pause and resume', () => {
  const paused: Review = { ...review, sequence: { ...sequence, active: false } };
  const holding = (active: boolean, change: (kit: FakeKit) => void = () => {}) =>
    given((kit) => {
      kit.held = { ...sequence, active };
      change(kit);
    });

  test('one PUT', async () => {
    const kit = holding(true);
    expect(await carryOut('pause', kit.run())).toEqual({ step: 'done', how: 'now' });
    expect(kit.log).toEqual(['GET', 'PUT']);
    const other = holding(false);
    expect(await carryOut('resume', other.run(paused))).toEqual({ step: 'done', how: 'now' });
    expect(other.held?.active).toBe(true);
  });

  test('what is so already needs no PUT', async () => {
    const kit = holding(false);
    expect(await carryOut('pause', kit.run())).toEqual({ step: 'done', how: 'already' });
    expect(kit.sent('PUT')).toBe(0);
  });

  test('a pause goes ahead whatever was edited, a resume does not', async () => {
    const edited = (active: boolean) =>
      given((kit) => {
        kit.held = { ...sequence, active, name: 'Other' };
      });
    expect(await carryOut('pause', edited(true).run())).toMatchObject({ step: 'done' });
    const kit = edited(false);
    expect(await carryOut('resume', kit.run(paused))).toEqual({
      step: 'refused',
      why: { kind: 'changed', changes: [{ kind: 'renamed', to: 'Other' }] },
    });
    expect(kit.sent('PUT')).toBe(0);
  });

  test('of a sequence that is gone', async () => {
    const gone = { step: 'refused', why: { kind: 'gone' } };
    const kit = given((kit) => {
      kit.held = null;
    });
    expect(await carryOut('pause', kit.run())).toEqual(gone);
    const meanwhile = holding(true, (kit) => {
      kit.write = { effect: false, answer: { kind: 'not found' } };
      kit.looks = { problem: { kind: 'not found' }, from: 2 };
    });
    expect(await carryOut('pause', meanwhile.run())).toEqual(gone);
  });

  test('a lost reply is settled by looking', async () => {
    const problem = { kind: 'timeout' } as const;
    const outcome = (write: Write, looks: FakeKit['looks'] = null) =>
      carryOut(
        'pause',
        holding(true, (kit) => {
          kit.write = write;
          kit.looks = looks;
        }).run(),
      );
    expect(await outcome({ effect: true, answer: problem })).toEqual({ step: 'done', how: 'now' });
    const seenAtOnce = holding(true, (kit) => {
      kit.write = { effect: true, answer: problem };
    });
    await carryOut('pause', seenAtOnce.run());
    expect(seenAtOnce.pauses).toEqual([]);
    expect(await outcome({ effect: false, late: 2, answer: problem })).toEqual({ step: 'done', how: 'now' });
    expect(await outcome({ effect: false, answer: problem })).toEqual({
      step: 'failed',
      problem,
      effect: 'not seen',
    });
    expect(await outcome({ effect: true, answer: problem }, { problem, from: 2 })).toEqual({
      step: 'settling',
      lost: problem,
      look: problem,
    });
  });

  test.each([...REFUSED, ...UNASKED])('that Kit refuses has no effect: $kind', async (problem) => {
    const kit = holding(true, (kit) => {
      kit.write = { effect: false, answer: problem };
    });
    expect(await carryOut('pause', kit.run())).toEqual({ step: 'failed', problem, effect: 'none' });
  });

  test.each(REFUSED)(
    'that Kit refused only when the browser sent it again is done: $kind',
    async (problem) => {
      for (const kind of ['pause', 'resume'] as const) {
        const kit = holding(kind === 'pause', (kit) => {
          kit.write = { effect: true, answer: problem };
        });
        expect(await carryOut(kind, kit.run(kind === 'pause' ? review : paused))).toEqual({
          step: 'done',
          how: 'now',
        });
        expect(kit.sent('PUT')).toBe(1);
      }
    },
  );
});
