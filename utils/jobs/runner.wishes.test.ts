import { beforeEach, describe, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { TOY_WORK } from './testing/toy.ts';
import { turns, World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const subject = 'a';
const HOUR = 60 * 60_000;
const job = (): Job => {
  const last = world.jobs().at(-1);
  if (!last) throw new Error('No job');
  return last;
};

/** A toy that has come so far. */
async function at(step: 'working' | 'sending' | 'settling' | 'blocked'): Promise<void> {
  if (step === 'sending') world.toy.send = () => new Promise(() => undefined);
  if (step === 'settling') world.toy.look = () => new Promise(() => undefined);
  if (step === 'blocked') {
    world.toy.work = async () => 'later';
    world.restart();
  }
  await world.runner.start('toy', { subject });
  if (step !== 'working') await world.pass(TOY_WORK);
  await turns();
}

describe('a wish', () => {
  test.each([
    { between: false, steps: ['done'] },
    { between: true, steps: ['cancelled', 'done'] },
  ])(
    'that opens an ended job again, with another one begun between: $between',
    async ({ between, steps }) => {
      await at('working');
      await world.runner.wish(subject, 'cancel');
      await turns();
      world.after = async ({ name }) => {
        if (!between || name !== 'journal.latest') return;
        world.after = () => undefined;
        await world.runner.start('toy', { subject });
      };
      const obeyed = world.runner.wish(subject, 'again');
      await turns();
      await world.pass(TOY_WORK);
      await turns();
      await obeyed;
      await world.pass(TOY_WORK);
      await turns();
      expect(world.jobs().map(({ state }) => state.step)).toEqual(steps);
      expect(world.effects).toHaveLength(1);
    },
  );

  test('is journaled before it is obeyed', async () => {
    await at('working');
    await world.runner.wish(subject, 'cancel');
    await turns();
    const [wished, obeyed] = world.written.slice(-2);
    expect(wished).toMatchObject({ state: { step: 'working' }, wish: { wish: 'cancel', by: 'person' } });
    expect(obeyed).toMatchObject({ state: { step: 'cancelled', by: 'person' }, wish: null });
    expect(world.effects).toEqual([]);
    expect(world.alarms.size).toBe(0);
  });

  test('takes the place of an earlier one that means nothing to the job', async () => {
    await at('settling');
    await world.runner.wish(subject, 'cancel');
    await world.runner.wish(subject, 'pause');
    expect(job().wish).toMatchObject({ wish: 'pause' });
  });

  test('is kept through steps that it means nothing to', async () => {
    let sent = () => {};
    world.toy.send = () =>
      new Promise<void>((resolve) => {
        sent = resolve;
      });
    world.toy.look = async () => null;
    await world.runner.start('toy', { subject });
    await world.pass(TOY_WORK);
    await world.runner.wish(subject, 'pause');
    sent();
    await turns();
    expect(job().steps.map(({ step }) => step)).toContain('settling');
    expect(job()).toMatchObject({ state: { step: 'blocked', by: 'person' }, wish: null, nextAt: null });
  });

  test('ends a step early that can be', async () => {
    await at('working');
    await world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('cancelled');
    expect(world.now).toBe(1_000_000);
  });

  test('does not shorten a wait that must be waited out', async () => {
    world.toy.work = async (_, { wait }) => {
      await wait(TOY_WORK);
      return 'worked';
    };
    world.restart();
    await at('working');
    await world.runner.wish(subject, 'cancel');
    await world.pass(TOY_WORK - 1);
    expect(job().state.step).toBe('working');
    await world.pass(1);
    await turns();
    expect(job().state.step).toBe('cancelled');
  });

  test('is obeyed between two steps where the first cannot be ended early', async () => {
    let go = () => {};
    world.toy.work = async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return 'worked';
    };
    world.restart();
    await at('working');
    await world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('working');
    go();
    await turns();
    expect(job().state.step).toBe('cancelled');
    expect(job().steps.map(({ step }) => step)).not.toContain('sending');
    // What the work came to is kept with the cancelled job.
    expect(world.kept.items.map(({ item }) => item)).toEqual(['worked a', 'cancel a']);
    expect(world.effects).toEqual([]);
  });

  test.each(['journal.read', 'journal.write'])(
    'is obeyed when it comes just before the next step is journaled (%s)',
    async (call) => {
      await world.runner.start('toy', { subject });
      await turns();
      let wished: Promise<void> | undefined;
      const { now } = world;
      world.before = ({ name }) => {
        if (name === call && world.now > now) wished ??= world.runner.wish(subject, 'cancel');
      };
      await world.pass(TOY_WORK);
      await turns();
      await wished;
      // While 'sending' is being written it is too late; before that it is not.
      const tooLate = call === 'journal.write';
      expect(job().state.step).toBe(tooLate ? 'done' : 'cancelled');
      expect(job().wish).toBeNull();
      expect(world.effects).toHaveLength(tooLate ? 1 : 0);
    },
  );

  test('is heard however long the journal takes to be read', async () => {
    await at('working');
    world.before = ({ name }) => (name === 'journal.latest' ? new Promise(() => undefined) : undefined);
    world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('cancelled');
  });

  test('that a step boundary met at once is not written after it', async () => {
    let go = () => {};
    world.toy.work = () =>
      new Promise((resolve) => {
        go = () => resolve('later');
      });
    world.restart();
    await at('working');
    world.before = ({ name }) => {
      if (name !== 'journal.read') return;
      world.before = () => undefined;
      world.runner.wish(subject, 'pause');
    };
    go();
    await turns();
    expect(job()).toMatchObject({ state: { step: 'blocked', by: 'person' }, wish: null, nextAt: null });
    expect(world.written.filter(({ wish }) => wish !== null)).toEqual([]);
    expect(world.written).toHaveLength(3);
  });

  test('is met when it comes while the work is over and the lock is not free yet', async () => {
    let release = () => {};
    world.before = ({ name }) =>
      name === 'lock.released'
        ? new Promise<void>((resolve) => {
            release = resolve;
          })
        : undefined;
    await at('working');
    await world.runner.wish(subject, 'pause');
    await turns();
    await world.runner.wish(subject, 'resume');
    await turns();
    world.before = () => undefined;
    release();
    await turns();
    expect(job()).toMatchObject({ state: { step: 'working' }, wish: null });
  });

  test('has its alarm before it is written, also where the lock is not free yet', async () => {
    world.before = ({ name }) => (name === 'lock.released' ? new Promise(() => undefined) : undefined);
    await at('working');
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(world.alarms.size).toBe(0);
    world.before = ({ name }) => {
      if (name === 'journal.write') expect(world.alarms.size).toBe(1);
    };
    await world.runner.wish(subject, 'resume');
    expect(job()).toMatchObject({ wish: { wish: 'resume' } });
  });

  test.each(['sending', 'settling'] as const)('comes too late in "%s"', async (step) => {
    await at(step);
    await world.runner.wish(subject, 'cancel');
    world.toy = {};
    world.restart();
    await turns();
    expect(job()).toMatchObject({ state: { step: 'done' }, wish: null });
    expect(world.effects).toHaveLength(1);
  });

  test('that comes while the last row is written leaves no trace', async () => {
    world.before = ({ name, job: row }) => {
      if (name === 'journal.write' && row?.state.step === 'done') world.runner.wish(subject, 'cancel');
    };
    await at('working');
    await world.pass(TOY_WORK);
    await turns();
    expect(job()).toMatchObject({ state: { step: 'done' }, wish: null });
    expect(world.written.at(-1)?.wish).toBeNull();
    expect(world.alarms.size).toBe(0);
  });

  test('is met when it comes while another one is being obeyed', async () => {
    await at('working');
    world.before = ({ name, job: row }) => {
      if (name !== 'journal.write' || row?.state.step !== 'blocked') return;
      world.before = () => undefined;
      world.runner.wish(subject, 'resume');
    };
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(
      job()
        .steps.map(({ step }) => step)
        .slice(-2),
    ).toEqual(['blocked', 'working']);
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('resumes what waits for a person, and its deadline counts anew', async () => {
    await at('working');
    await world.runner.wish(subject, 'pause');
    await turns();
    await world.pass(48 * HOUR);
    expect(job()).toMatchObject({ state: { step: 'blocked' }, nextAt: null });
    await world.runner.wish(subject, 'resume');
    await turns();
    expect(job()).toMatchObject({ state: { step: 'working' }, wish: null, askedAt: world.now });
    expect(world.alarms.size).toBe(1);
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('cancels one that rests until another try', async () => {
    await at('blocked');
    await world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('cancelled');
    expect(world.alarms.size).toBe(0);
  });

  test('that means nothing leaves no trace', async () => {
    await world.runner.wish(subject, 'cancel');
    await at('working');
    await world.runner.wish(subject, 'pause');
    await turns();
    const before = world.written.length;
    await world.runner.wish(subject, 'nonsense');
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(world.written).toHaveLength(before);
    await world.runner.wish(subject, 'cancel');
    await turns();
    const ended = world.written.length;
    await world.runner.wish(subject, 'resume');
    await turns();
    expect(world.written).toHaveLength(ended);
  });

  test('that meant nothing does not stay with one that waits for a person', async () => {
    await at('working');
    world.before = ({ name, job: row }) => {
      if (name !== 'journal.write' || row?.wish?.wish !== 'nonsense') return;
      world.before = () => undefined;
      world.runner.note(job().id, { event: 'pause' });
    };
    await world.runner.wish(subject, 'nonsense');
    await turns();
    expect(job()).toMatchObject({ state: { step: 'blocked' }, wish: null });
  });
});

describe('several wishes', () => {
  test('one that means nothing after the one before takes back nothing', async () => {
    await at('working');
    world.runner.wish(subject, 'cancel');
    world.runner.wish(subject, 'pause');
    world.runner.wish(subject, 'resume');
    await turns();
    expect(job().state.step).toBe('cancelled');
  });

  test('a person who takes back a pause before it came true goes on', async () => {
    await at('working');
    world.runner.wish(subject, 'pause');
    world.runner.wish(subject, 'resume');
    await turns();
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
  });

  test('the stronger one of two stays', async () => {
    await at('working');
    world.runner.wish(subject, 'pause');
    world.runner.wish(subject, 'cancel');
    await turns();
    expect(job().state.step).toBe('cancelled');
  });

  test('who left after a person cancelled is not who cancelled', async () => {
    await at('working');
    world.runner.wish(subject, 'cancel');
    world.runner.wish(subject, 'cancel', 'panel closed');
    await turns();
    expect(job().state).toEqual({ step: 'cancelled', by: 'person' });
  });
});

describe('the background dies as soon as a wish is journaled', () => {
  async function wishAndDie(wish: string): Promise<void> {
    world.after = ({ name, job: row }) => {
      if (name === 'journal.write' && row?.wish?.wish === wish) world.crash();
    };
    world.runner.wish(subject, wish);
    await turns();
    world.after = () => undefined;
    expect(job().wish?.wish).toBe(wish);
  }

  test.each(['cancel', 'pause'])('"%s" is obeyed by the next life', async (wish) => {
    await at('working');
    await wishAndDie(wish);
    world.live();
    await turns();
    const state = wish === 'cancel' ? { step: 'cancelled', by: 'person' } : { step: 'blocked', by: 'person' };
    expect(job()).toMatchObject({ state, wish: null });
    expect(world.effects).toEqual([]);
    expect(world.alarms.size).toBe(0);
  });

  test.each([
    ['resume', 'done'],
    ['cancel', 'cancelled'],
  ])('"%s" of one that waited for a person is obeyed, by an alarm alone', async (wish, end) => {
    await at('working');
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(world.alarms.size).toBe(0);
    await wishAndDie(wish);
    await world.pass(HOUR);
    expect(job()).toMatchObject({ state: { step: end }, wish: null });
    expect(world.alarms.size).toBe(0);
  });

  test('one that rests is cancelled instead of tried again', async () => {
    await at('blocked');
    await wishAndDie('cancel');
    world.toy.work = async () => 'worked';
    world.live();
    await turns();
    expect(job().state.step).toBe('cancelled');
  });
});

describe('a wish that the storage does not take', () => {
  test('holds all the same for what is under way', async () => {
    await at('working');
    world.failing.writes = true;
    await expect(world.runner.wish(subject, 'cancel')).rejects.toThrow('full');
    world.failing.writes = false;
    await world.pass(HOUR);
    expect(job().state.step).toBe('cancelled');
    expect(world.effects).toEqual([]);
  });

  test('holds where only its own write fails', async () => {
    let go = () => {};
    world.toy.work = async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return 'worked';
    };
    world.restart();
    await at('working');
    world.failing.writes = true;
    await expect(world.runner.wish(subject, 'cancel')).rejects.toThrow('full');
    world.failing.writes = false;
    go();
    await turns();
    expect(job().state).toEqual({ step: 'cancelled', by: 'person' });
  });

  test('holds where the write that was to obey it fails', async () => {
    await at('working');
    world.before = ({ name, job: row }) => {
      world.failing.writes = name === 'journal.write' && row?.state.step === 'cancelled';
    };
    await world.runner.wish(subject, 'cancel');
    await turns();
    expect(job()).toMatchObject({ state: { step: 'working' }, wish: { wish: 'cancel' } });
    world.before = () => undefined;
    world.failing.writes = false;
    await world.pass(HOUR);
    expect(job().state).toEqual({ step: 'cancelled', by: 'person' });
  });

  test('that ended it is obeyed once: what a person wants after that is heard', async () => {
    await at('working');
    world.before = ({ name, job: row }) => {
      world.failing.writes = name === 'journal.write' && row?.state.step === 'cancelled';
    };
    await world.runner.wish(subject, 'cancel');
    await turns();
    world.before = () => undefined;
    world.failing.writes = false;
    await world.pass(HOUR);
    expect(job().state.step).toBe('cancelled');
    await world.runner.wish(subject, 'again');
    await world.pass(TOY_WORK);
    await turns();
    expect(job().state.step).toBe('done');
    expect(world.effects).toHaveLength(1);
  });

  test('is written when it is wanted again', async () => {
    world.toy.work = () => new Promise(() => undefined);
    world.restart();
    await at('working');
    world.failing.writes = true;
    await expect(world.runner.wish(subject, 'cancel')).rejects.toThrow('full');
    await expect(world.runner.wish(subject, 'cancel')).rejects.toThrow('full');
    world.failing.writes = false;
    await world.runner.wish(subject, 'cancel');
    expect(job()).toMatchObject({ state: { step: 'working' }, wish: { wish: 'cancel', by: 'person' } });
    world.restart();
    await turns();
    expect(job().state).toEqual({ step: 'cancelled', by: 'person' });
  });
});

test('of two wishes the later one holds, also where the first has to find its job', async () => {
  await at('working');
  let go = () => {};
  const found = new Promise<void>((resolve) => {
    go = resolve;
  });
  world.before = ({ name }) => (name === 'journal.latest' ? found : undefined);
  world.restart();
  const pause = world.runner.wish(subject, 'pause');
  await turns();
  const resume = world.runner.wish(subject, 'resume');
  await turns();
  go();
  await Promise.all([pause, resume]);
  await world.pass(HOUR);
  expect(job().state.step).toBe('done');
});
