import { beforeEach, describe, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { TOY_DEADLINE, TOY_WORK, toyHasEnded } from './testing/toy.ts';
import { turns, World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const subject = 'a';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const job = (): Job => {
  const last = world.jobs().at(-1);
  if (!last) throw new Error('No job');
  return last;
};
const alarm = () => world.alarms.get(`job/${job().id}`);

describe('the background dies', () => {
  interface Scenario {
    name: string;
    play(world: World): Promise<unknown>;
  }
  const scenarios: Scenario[] = [
    {
      name: 'a job',
      async play({ runner }) {
        runner.start('toy', { subject });
      },
    },
    {
      name: 'a job that is cancelled',
      async play(world) {
        world.runner.start('toy', { subject });
        await turns();
        world.runner.wish(subject, 'cancel').catch(() => undefined);
      },
    },
    {
      name: 'a job that is paused and resumed',
      async play(world) {
        world.runner.start('toy', { subject });
        await turns();
        world.runner.wish(subject, 'pause').catch(() => undefined);
        await turns();
        world.runner.wish(subject, 'resume').catch(() => undefined);
      },
    },
    {
      name: 'a job that rests twice',
      async play(world) {
        world.runner.start('toy', { subject });
        await world.pass(5 * MINUTE);
      },
    },
  ];
  const prepared = (name: string) => {
    const one = new World();
    if (name !== 'a job that rests twice') return one;
    let tries = 0;
    one.toy.work = async () => (++tries > 2 ? 'worked' : 'later');
    one.restart();
    return one;
  };

  async function played({ name, play }: Scenario, crashAt: number, when: 'before' | 'after') {
    const one = prepared(name);
    await turns();
    let calls = 0;
    one[when] = () => {
      if (calls++ === crashAt) one.crash();
    };
    await play(one);
    await one.pass(TOY_WORK);
    await turns();
    one[when] = () => undefined;
    return { one, reached: calls > crashAt };
  }

  describe.each(['before', 'after'] as const)('%s each thing that it asks for', (when) => {
    // An alarm that has rung is gone: what dies before it is set again waits for the next start.
    const first = scenarios.filter(({ name }) => !name.includes('rests'));
    test.each(first)('$name ends, by its alarm alone', async (scenario) => {
      let points = 0;
      for (let crashAt = 0; ; crashAt++) {
        const { one, reached } = await played(scenario, crashAt, when);
        if (!reached) break;
        points++;
        await one.pass(3 * HOUR);
        const [first] = one.jobs();
        const waits = first?.state.step === 'blocked' && first.wish === null && first.nextAt === null;
        // Nothing was journaled, or it came to an end; what was paused may have died before it was resumed.
        if (first && !(waits && scenario.name.includes('paused'))) {
          expect([crashAt, toyHasEnded(first)]).toEqual([crashAt, true]);
        }
        expect([crashAt, one.effects.length <= 1]).toEqual([crashAt, true]);
        expect([crashAt, first?.state.step === 'done']).toEqual([crashAt, one.effects.length === 1]);
        expect([crashAt, [...one.alarms]]).toEqual([crashAt, []]);
      }
      expect(points).toBeGreaterThan(12);
    });

    test.each(scenarios)('$name ends, in the next life', async (scenario) => {
      for (let crashAt = 0; ; crashAt++) {
        const { one, reached } = await played(scenario, crashAt, when);
        if (!reached) break;
        one.live();
        await one.pass(HOUR);
        await turns();
        expect(one.effects.length).toBeLessThanOrEqual(1);
        expect([...one.alarms]).toEqual([]);
        const again = await one.runner.start('toy', { subject });
        expect(again.ok).toBe(true);
      }
    });
  });

  test('what may have been sent is looked for, not sent again', async () => {
    world.toy.send = async () => world.crash();
    await world.runner.start('toy', { subject });
    await world.pass(TOY_WORK);
    world.toy = {};
    world.live();
    await turns();
    expect(job().steps.map(({ step }) => step)).toEqual([
      'intended',
      'working',
      'sending',
      'settling',
      'done',
    ]);
    expect(world.effects).toHaveLength(1);
  });

  test('what starts meanwhile waits until it is known what was left', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    world.restart();
    const joined = await world.runner.start('toy', { subject });
    expect(joined).toMatchObject({ ok: true, value: { id: job().id } });
    expect(world.jobs()).toHaveLength(1);
  });
});

test('a job of a kind that this version does not know keeps no other from going on', async () => {
  await world.runner.start('toy', { subject });
  await turns();
  const foreign = { ...job(), id: 'foreign', kind: 'of a newer version', subject: 'b' };
  world.kept.jobs.set(foreign.id, foreign);
  world.restart();
  // Before any alarm rings.
  await world.pass(TOY_WORK);
  await turns();
  expect(world.jobs().find(({ kind }) => kind === 'toy')?.state.step).toBe('done');
});

describe('two lives of the background', () => {
  test('never work on one subject at once', async () => {
    const [first, second] = [world.runner, world.live()];
    await Promise.all([first.start('toy', { subject }), turns()]);
    const resumed = second.resume();
    await world.pass(HOUR);
    await resumed;
    await turns();
    expect(world.effects).toEqual([job().id]);
    expect(job().steps.map(({ step }) => step)).toEqual([
      'intended',
      'working',
      'sending',
      'settling',
      'done',
    ]);
  });

  test('the later one tells what the earlier one ended meanwhile, and goes on with what it did not', async () => {
    await world.runner.start('toy', { subject });
    await world.runner.start('toy', { subject: 'b' });
    await turns();
    world.live();
    const told: string[] = [];
    world.runner.follow(subject, ({ state }) => told.push(state.step));
    await world.pass(TOY_WORK);
    await turns();
    expect(told).toEqual(['done']);
    expect(world.effects).toHaveLength(2);
    const again = await world.runner.start('toy', { subject });
    expect(again).toMatchObject({ value: { order: 3 } });
  });

  test('that begin on one subject in the same moment begin one job', async () => {
    const [first, second] = [world.runner, world.live()];
    await turns();
    let other: Promise<unknown> | null = null;
    world.before = async ({ name }) => {
      if (!name.startsWith('alarms.set') || other) return;
      // What this one has read of the journal is out of date now.
      other = first.start('toy', { subject });
      await other;
    };
    const started = await second.start('toy', { subject });
    expect(world.jobs()).toHaveLength(1);
    expect(started).toMatchObject({ ok: true, value: { id: job().id } });
    expect(await other).toMatchObject({ ok: true, value: { id: job().id } });
    expect([...world.alarms.keys()]).toEqual([`job/${job().id}`]);
  });

  test.each(['sending', 'working'])(
    'a wish that one keeps just before the other writes "%s" is not lost',
    async (step) => {
      const [first, second] = [world.runner, world.live()];
      await turns();
      world.before = async ({ name, job: row }) => {
        if (name !== 'journal.write' || row?.state.step !== step) return;
        world.before = () => undefined;
        // What the other one has read, and is about to write, knows nothing of it.
        await second.wish(subject, 'cancel');
        expect(job().wish?.wish).toBe('cancel');
      };
      await first.start('toy', { subject });
      await world.pass(TOY_WORK);
      await turns();
      expect(job()).toMatchObject({ state: { step: 'cancelled', by: 'person' }, wish: null });
      expect(world.effects).toEqual([]);
    },
  );

  test('a wish that one keeps overwrites nothing that the other wrote meanwhile', async () => {
    const [first, second] = [world.runner, world.live()];
    await first.start('toy', { subject });
    await turns();
    world.before = async ({ name, job: row }) => {
      if (name !== 'journal.write' || !row?.wish) return;
      world.before = () => undefined;
      await world.pass(TOY_WORK);
    };
    await second.wish(subject, 'pause');
    await turns();
    // It was sent by then, and nothing of that is undone by what is written of the wish.
    expect(job().steps.map(({ step }) => step)).toEqual([
      'intended',
      'working',
      'sending',
      'settling',
      'done',
    ]);
  });

  test('a wish that was met is met again where that could not be written for what the other one wrote', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    const told: string[] = [];
    world.runner.follow(subject, ({ state }) => told.push(state.step));
    world.before = ({ name, job: row }) => {
      if (name !== 'journal.write' || row?.state.step !== 'cancelled') return;
      world.before = () => undefined;
      world.kept.jobs.set(row.id, { ...job(), wish: null });
    };
    await world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('cancelled');
    expect(told.at(-1)).toBe('cancelled');
    expect(told).not.toContain('failed');
  });

  test('that have read the same begin one job: the other one is joined', async () => {
    const [first, second] = [world.runner, world.live()];
    await turns();
    let other: Promise<unknown> | null = null;
    world.before = async ({ name }) => {
      if (name !== 'journal.write' || other) return;
      other = first.start('toy', { subject });
      await other;
    };
    const started = await second.start('toy', { subject });
    expect(world.jobs()).toHaveLength(1);
    expect(started).toMatchObject({ ok: true, value: { id: job().id } });
    expect([...world.alarms.keys()]).toEqual([`job/${job().id}`]);
  });

  test('that one sees the end takes nothing back that the other writes', async () => {
    const [first, second] = [world.runner, world.live()];
    await first.start('toy', { subject });
    await turns();
    await first.wish(subject, 'cancel');
    await turns();
    expect(job()).toMatchObject({ state: { step: 'cancelled' }, seen: false });
    world.before = async ({ name, job: row }) => {
      if (name !== 'journal.write' || !row?.seen) return;
      world.before = () => undefined;
      await first.wish(subject, 'again');
    };
    second.follow(subject, () => undefined);
    await turns();
    await world.pass(TOY_WORK);
    await turns();
    expect(job()).toMatchObject({ state: { step: 'done' } });
  });

  test('the later one shows no job as open that the earlier one ended', async () => {
    const [first, second] = [world.runner, world.live()];
    let sent = () => {};
    world.toy.send = () =>
      new Promise<void>((resolve) => {
        sent = resolve;
      });
    await first.start('toy', { subject });
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('sending');
    // The later one journals it, and so knows it as open.
    await second.wish(subject, 'cancel');
    await turns();
    sent();
    await turns();
    expect(job().state.step).toBe('done');
    const told: string[] = [];
    second.follow(subject, ({ state }) => told.push(state.step));
    await turns();
    expect(told).toEqual(['done']);
  });

  test('the later one finds that the earlier one ended a job, and hears a wish on the next job all the same', async () => {
    const [first, second] = [world.runner, world.live()];
    await first.start('toy', { subject });
    await turns();
    // Waits for its turn on this subject.
    const resumed = second.resume();
    let released = 0;
    let read = () => {};
    world.before = async ({ name }) => {
      if (name === 'lock.released') {
        released += 1;
        if (released === 1) await second.start('toy', { subject });
        if (released !== 2) return;
        // The later one has found the first job ended, and is about to begin with the second.
        world.before = async ({ name }) => {
          if (name === 'journal.latest') await new Promise<void>((resolve) => (read = resolve));
        };
        second.wish(subject, 'cancel').catch(() => undefined);
      }
    };
    await world.pass(3 * TOY_WORK);
    read();
    await resumed;
    await turns();
    expect(world.jobs().map(({ state }) => state.step)).toEqual(['done', 'cancelled']);
    expect(world.effects).toHaveLength(1);
  });
});

describe('alarms', () => {
  test('there is one before the intent is journaled', async () => {
    const seen: (number | undefined)[] = [];
    world.before = ({ name, job: row }) => {
      if (name === 'journal.write' && row?.state.step === 'intended') {
        seen.push(world.alarms.get(`job/${row.id}`));
      }
    };
    await world.runner.start('toy', { subject });
    expect(seen).toEqual([world.now + MINUTE]);
  });

  test('it is moved with every step, set again while one takes long, and cleared at the end', async () => {
    let go = () => {};
    world.toy.work = () =>
      new Promise((resolve) => {
        go = () => resolve('worked');
      });
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    for (let minute = 0; minute < 5; minute++) {
      const at = alarm();
      expect(at).toBe(world.now + MINUTE);
      await world.pass(MINUTE);
      await turns();
    }
    expect(job().state.step).toBe('working');
    go();
    await turns();
    expect(job().state.step).toBe('done');
    expect(world.alarms.size).toBe(0);
  });

  test('a job that rests is tried after 1, 1, 2, 5, 10 and then every 15 minutes', async () => {
    world.toy.work = async () => 'later';
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    const pauses: number[] = [];
    while (!toyHasEnded(job())) {
      const at = alarm() ?? 0;
      expect(job().nextAt).toBe(at);
      pauses.push((at - world.now) / MINUTE);
      await world.pass(at - world.now);
      await turns();
    }
    expect(pauses).toEqual([1, 1, 2, 5, 10, 15, 15, 15]);
    expect(world.alarms.size).toBe(0);
  });

  test('pauses begin anew after progress', async () => {
    let answers = 0;
    world.toy.work = async () => (++answers > 3 ? 'worked' : 'later');
    world.toy.look = async () => null;
    world.restart();
    await world.runner.start('toy', { subject });
    await world.pass(4 * MINUTE);
    await turns();
    expect(job()).toMatchObject({ state: { step: 'blocked', back: 'settling' }, rests: 1 });
    expect(alarm()).toBe(world.now + MINUTE);
  });

  test('one that waits for a person has none', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(world.alarms.size).toBe(0);
    world.restart();
    await turns();
    expect(world.alarms.size).toBe(0);
    await world.pass(48 * HOUR);
    expect(job().state.step).toBe('blocked');
  });

  test('stale ones are cleared at the start, those of others are left', async () => {
    world.alarms.set('job/gone', world.now);
    world.alarms.set('reminder', world.now);
    world.restart();
    await turns();
    expect([...world.alarms.keys()]).toEqual(['reminder']);
  });

  test('stale ones that ring are cleared', async () => {
    world.alarms.set('job/gone', world.now + 1);
    await world.runner.wake('job/gone');
    expect(world.alarms.size).toBe(0);
    const calls = world.calls.length;
    await world.runner.wake('reminder');
    expect(world.calls).toHaveLength(calls);
  });

  test('a browser that lost them gets them again', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    world.crash();
    world.alarms.clear();
    world.live();
    await turns();
    expect(alarm()).toBe(world.now + MINUTE);
  });

  test('an alarm touches only its own job', async () => {
    const tried: string[] = [];
    world.toy.work = async (row) => {
      tried.push(row.subject);
      return 'later';
    };
    world.restart();
    const a = await world.runner.start('toy', { subject });
    await world.runner.start('toy', { subject: 'b' });
    await turns();
    expect(tried).toEqual(['a', 'b']);
    if (a.ok) await world.runner.wake(`job/${a.value.id}`);
    await turns();
    expect(tried).toEqual(['a', 'b', 'a']);
  });

  test('a background that was started by an alarm leaves alone what still rests', async () => {
    const tried: string[] = [];
    world.toy.work = async (row) => {
      tried.push(row.subject);
      return 'later';
    };
    world.restart();
    await world.runner.start('toy', { subject });
    // It has rested three times, and rests for two minutes now.
    await world.pass(2 * MINUTE);
    await world.runner.start('toy', { subject: 'b' });
    await turns();
    const before = tried.length;
    const restsUntil = world.jobs()[0]?.nextAt;
    world.crash();
    await world.pass(MINUTE);
    await turns();
    expect(tried.slice(before)).toEqual(['b']);
    expect(world.alarms.get(`job/${world.jobs()[0]?.id}`)).toBe(restsUntil);
    await world.pass(MINUTE);
    await turns();
    expect(tried.slice(before)).toContain('a');
  });

  test('a clock that was set back does not make it rest for ever', async () => {
    world.toy.work = async () => 'later';
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    world.toy.work = async () => 'worked';
    world.now -= 50 * MINUTE;
    world.restart();
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('one that rang when the storage failed rings again', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    world.crash();
    world.failing.reads = true;
    await world.pass(5 * MINUTE);
    expect(world.alarms.size).toBe(1);
    world.failing.reads = false;
    await world.pass(5 * MINUTE);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('without alarms jobs are taken up all the same', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    world.failing.alarms = true;
    world.restart();
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('a step that breaks is tried again, again and again', async () => {
    let tries = 0;
    world.toy.work = () => {
      tries++;
      return Promise.reject(new Error('storage'));
    };
    world.restart();
    await world.runner.start('toy', { subject });
    await world.pass(10 * MINUTE);
    expect(tries).toBeGreaterThanOrEqual(10);
    expect(world.alarms.size).toBe(1);
  });
});

describe('the deadline', () => {
  test.each<[string, () => void, string]>([
    [
      'works in vain',
      () => {
        world.toy.work = async () => 'later';
      },
      'failed',
    ],
    [
      'breaks while it works',
      () => {
        world.toy.work = () => Promise.reject(new Error('storage'));
      },
      'failed',
    ],
    [
      'looks in vain',
      () => {
        world.toy.look = async () => null;
      },
      'unknown',
    ],
    [
      'breaks while it looks',
      () => {
        world.toy.look = () => Promise.reject(new Error('storage'));
      },
      'unknown',
    ],
  ])('ends a job that %s', async (_name, prepare, end) => {
    prepare();
    world.restart();
    await world.runner.start('toy', { subject });
    await world.pass(TOY_DEADLINE);
    expect(toyHasEnded(job())).toBe(false);
    await world.pass(20 * MINUTE);
    await turns();
    expect(job()).toMatchObject({ state: { step: end }, nextAt: null });
    expect(world.alarms.size).toBe(0);
  });

  test('what broke while it was sending is looked for, however late', async () => {
    world.toy.send = () => {
      world.now += 2 * TOY_DEADLINE;
      return Promise.reject(new Error('storage'));
    };
    await world.runner.start('toy', { subject });
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('sending');
    await world.pass(2 * TOY_DEADLINE + HOUR);
    await turns();
    expect(job().state.step).toBe('done');
    expect(world.effects).toHaveLength(1);
  });

  test('a clock that jumps while it works does not act', async () => {
    world.toy.work = async () => {
      world.now += 2 * TOY_DEADLINE;
      return 'worked';
    };
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    expect(job().state.step).toBe('failed');
    expect(world.effects).toEqual([]);
  });

  test('a clock that jumps while it sends has it looked for once', async () => {
    world.toy.send = async () => {
      world.now += 2 * TOY_DEADLINE;
    };
    await world.runner.start('toy', { subject });
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test.each([2, -2])('no clock ends a look by itself: %s deadlines ahead', async (by) => {
    let looks = 0;
    world.toy.look = async () => {
      looks++;
      return null;
    };
    await world.runner.start('toy', { subject });
    await world.pass(TOY_WORK);
    expect(looks).toBe(1);
    world.now += by * TOY_DEADLINE;
    world.restart();
    await turns();
    expect(looks).toBe(2);
    expect(toyHasEnded(job())).toBe(false);
    await world.pass(17 * MINUTE);
    expect([looks, job().state.step]).toEqual([5, 'blocked']);
    await world.pass(MINUTE);
    await turns();
    expect([looks, job().state.step]).toEqual([6, 'unknown']);
  });

  test('a clock that was set back lets nothing go on for more than another deadline', async () => {
    world.toy.work = async () => 'later';
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    world.now -= TOY_DEADLINE - MINUTE;
    world.restart();
    await world.pass(2 * TOY_DEADLINE - MINUTE);
    expect(job().state.step).toBe('blocked');
    await world.pass(20 * MINUTE);
    await turns();
    expect(job().state.step).toBe('failed');
  });

  test('a clock that was set back further than that says nothing any more: nothing is done', async () => {
    await world.runner.start('toy', { subject });
    await turns();
    expect(job().state.step).toBe('working');
    world.crash();
    world.now -= TOY_DEADLINE + MINUTE;
    world.live();
    await turns();
    expect(job().state.step).toBe('failed');
    expect(world.effects).toEqual([]);
  });

  test('a press counts from the clock as it is then', async () => {
    world.toy.work = async () => 'later';
    world.restart();
    await world.runner.start('toy', { subject });
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    world.now -= 3 * TOY_DEADLINE;
    await world.runner.wish(subject, 'resume');
    await turns();
    expect(job()).toMatchObject({ state: { step: 'blocked', by: 'world' }, askedAt: world.now });
  });

  test('one that is taken up after it is looked for, and nothing is done', async () => {
    await world.runner.start('toy', { subject: 'working' });
    await world.runner.start('toy', { subject: 'sending' });
    await world.runner.start('toy', { subject: 'answers' });
    let looks = 0;
    world.toy.look = async (row) => {
      looks++;
      return row.subject === 'answers' ? true : null;
    };
    await turns();
    world.crash();
    for (const one of world.kept.jobs.values()) {
      if (one.subject !== 'working') one.state = { step: 'sending' };
    }
    world.now += 2 * TOY_DEADLINE;
    world.live();
    await world.pass(HOUR);
    await turns();
    const ends = world.jobs().map((row) => [row.subject, row.state.step]);
    expect(ends).toEqual([
      ['working', 'failed'],
      ['sending', 'unknown'],
      ['answers', 'done'],
    ]);
    expect(looks).toBe(7);
    expect(world.effects).toEqual([]);
  });
});
