import { beforeEach, describe, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { TOY_WORK, type Toy } from './testing/toy.ts';
import { turns, World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const subject = 'a';
const HOUR = 60 * 60_000;
const stepsOf = ({ steps }: Job) => steps.map(({ step }) => step);

/** What a follower is told from now on. */
function follow(of = subject) {
  const told: Job[] = [];
  const leave = world.runner.follow(of, (job) => told.push(structuredClone(job)));
  return { told, leave, steps: () => told.map(({ state }) => state.step) };
}

async function started(request: { attended?: boolean } = {}, kind: 'toy' | 'other' = 'toy'): Promise<Job> {
  const result = await world.runner.start(kind, { subject, ...request });
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

describe('starting', () => {
  test('a job goes through its steps, each kept before it is worked on', async () => {
    const journaled: Record<string, boolean> = {};
    world.toy.work = async () => 'worked';
    world.before = ({ name, job }) => {
      if (!job || !['work', 'send', 'look'].includes(name)) return;
      journaled[name] = world.kept.jobs.get(job.id)?.state.step === job.state.step;
    };
    world.restart();
    await started();
    await turns();
    expect(journaled).toEqual({ work: true, send: true, look: true });
    const [job] = world.jobs();
    expect(job && stepsOf(job)).toEqual(['intended', 'working', 'sending', 'settling', 'done']);
    expect(world.effects).toEqual([job?.id]);
    expect(job).toMatchObject({ order: 1, nextAt: null, wish: null, rests: 0, priority: 'interactive' });
  });

  test('the step is not worked on while the journal has not taken it', async () => {
    let take = () => {};
    const taken = new Promise<void>((resolve) => {
      take = resolve;
    });
    world.before = ({ name, job }) =>
      name === 'journal.write' && job?.state.step === 'sending' ? taken : undefined;
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(world.effects).toEqual([]);
    take();
    await turns();
    expect(world.effects).toHaveLength(1);
  });

  test('items come with the event that they belong to', async () => {
    const { id } = await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(world.kept.items).toEqual([{ job: id, item: 'worked a' }]);
  });

  test('whoever starts while one is open joins it, of whatever kind it is', async () => {
    const first = await started();
    await turns();
    const second = await started({}, 'other');
    expect(second).toMatchObject({ id: first.id, kind: 'toy', state: { step: 'working' } });
    expect(world.jobs()).toHaveLength(1);
  });

  test('two that start at once are one job', async () => {
    const [a, b, c] = await Promise.all([started(), started({}, 'other'), started()]);
    expect(new Set([a.id, b.id, c.id]).size).toBe(1);
    await world.pass(TOY_WORK);
    await turns();
    expect(world.effects).toEqual([a.id]);
  });

  test('jobs on other subjects do not wait', async () => {
    await started();
    await world.runner.start('toy', { subject: 'b' });
    await world.pass(TOY_WORK);
    await turns();
    expect(world.effects).toHaveLength(2);
  });

  test('a refusal starts nothing, and says nothing of another request at the same time', async () => {
    const [refused, other] = await Promise.all([
      world.runner.start('toy', { subject, refused: true }),
      world.runner.start('other', { subject }),
    ]);
    expect(refused).toEqual({ ok: false, problem: { kind: 'refused' } });
    expect(other).toMatchObject({ ok: true, value: { kind: 'other' } });
    expect(world.jobs()).toHaveLength(1);
  });

  test('the next job on a subject can be started as soon as the end of the last one is told', async () => {
    let again: Promise<Job> | undefined;
    world.runner.follow(subject, ({ state }) => {
      if (state.step === 'done') again ??= started();
    });
    const first = await started();
    await world.pass(TOY_WORK);
    await turns();
    const second = await again;
    expect(second?.id).not.toBe(first.id);
    // Nobody has to wake it.
    expect(world.jobs()[1]?.state.step).toBe('working');
    await world.pass(TOY_WORK);
    await turns();
    expect(world.effects).toEqual([first.id, second?.id]);
  });
});

describe('following', () => {
  test('everything is told in order', async () => {
    const { told, steps } = follow();
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(steps()).toEqual(['intended', 'working', 'sending', 'settling', 'done']);
    expect(told.at(-1)?.seen).toBe(true);
  });

  test('nothing is told before it is journaled', async () => {
    const ahead: string[] = [];
    world.runner.follow(subject, (job) => {
      if (world.kept.jobs.get(job.id)?.state.step !== job.state.step) ahead.push(job.state.step);
    });
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(ahead).toEqual([]);
  });

  test('it begins with the open one', async () => {
    await started();
    await turns();
    const { steps } = follow();
    await turns();
    expect(steps()).toEqual(['working']);
  });

  test('it begins with one that waits for a person since an earlier life', async () => {
    await started();
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    world.restart();
    const { steps } = follow();
    await turns();
    expect(steps()).toEqual(['blocked']);
  });

  test('one that ended unseen is told once', async () => {
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(world.jobs()[0]?.seen).toBe(false);
    const first = follow();
    await turns();
    expect(first.steps()).toEqual(['done']);
    expect(world.jobs()[0]?.seen).toBe(true);
    world.restart();
    const second = follow();
    await turns();
    expect(second.steps()).toEqual([]);
  });

  test('one whose kind says so is told always', async () => {
    const { told } = follow();
    await started({}, 'other');
    await world.pass(TOY_WORK);
    await turns();
    expect(told.at(-1)?.seen).toBe(true);
    const later = follow();
    await turns();
    expect(later.steps()).toEqual(['done']);
  });

  test('an end that nobody was told stays unseen', async () => {
    await started();
    await world.pass(TOY_WORK);
    await turns();
    const { leave, told } = follow();
    leave();
    await turns();
    expect(told).toEqual([]);
    expect(world.jobs()[0]?.seen).toBe(false);
  });

  test('a follower that breaks harms nobody', async () => {
    world.runner.follow(subject, () => {
      throw new Error('a page that is closing');
    });
    const { steps } = follow();
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(steps().at(-1)).toBe('done');
  });

  test('progress is shown and not journaled, to those who come later too', async () => {
    let go = () => {};
    world.toy.work = async (job, { show }) => {
      show({ ...job, progress: 7 });
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return 'worked';
    };
    world.restart();
    const { told } = follow();
    await started();
    await turns();
    expect(told.at(-1)).toMatchObject({ state: { step: 'working' }, progress: 7 });
    expect(world.written.every((job) => (job as Toy).progress === 0)).toBe(true);
    const later = follow();
    await turns();
    expect(later.told).toEqual([told.at(-1)]);
    expect(await started()).toMatchObject({ progress: 7 });
    go();
    await turns();
    expect(told.at(-1)).toMatchObject({ state: { step: 'done' }, progress: 0 });
  });

  test('progress that comes too late, or knows nothing of a wish, shows nothing old', async () => {
    let late = () => {};
    let go = () => {};
    world.toy.work = async (job, { show, signal }) => {
      late = () => show({ ...job, progress: 9 });
      await new Promise<void>((resolve) => {
        go = resolve;
        signal.addEventListener('abort', late);
      });
      return 'worked';
    };
    world.toy.look = async () => null;
    world.restart();
    const { told, steps } = follow();
    await started();
    await turns();
    // It means nothing to the step after this one, and is kept for a later one.
    await world.runner.wish(subject, 'pause');
    late();
    expect(told.at(-1)).toMatchObject({ progress: 9, wish: { wish: 'pause' } });
    go();
    await turns();
    late();
    expect(steps().slice(-3)).toEqual(['sending', 'settling', 'blocked']);
  });
});

describe('somebody has to watch', () => {
  test('an attended job that nobody follows is cancelled', async () => {
    await started({ attended: true });
    await turns();
    expect(world.jobs()[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
    expect(world.alarms.size).toBe(0);
  });

  test('somebody who left before it began does not watch it', async () => {
    follow().leave();
    await turns();
    await started({ attended: true });
    await turns();
    expect(world.jobs()[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  });

  test('it goes on while somebody follows, and to its end where nobody has to', async () => {
    const { leave, steps } = follow();
    let sent = () => {};
    world.toy.send = () =>
      new Promise<void>((resolve) => {
        sent = resolve;
      });
    await started({ attended: true });
    await world.pass(TOY_WORK);
    await turns();
    expect(steps().at(-1)).toBe('sending');
    leave();
    await turns();
    sent();
    await turns();
    expect(world.jobs()[0]).toMatchObject({ state: { step: 'done' }, wish: null });
  });

  test('who leaves cancels it, and that is journaled', async () => {
    const { leave } = follow();
    await started({ attended: true });
    await world.pass(TOY_WORK / 2);
    leave();
    await turns();
    expect(world.written.map(({ wish }) => wish?.by)).toContain('panel closed');
    const [job] = world.jobs();
    expect(job?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
    // Closing a panel is no wish to go on for longer.
    expect(job?.askedAt).toBe(job?.startedAt);
  });

  test('a panel that was closed too late has no say in what comes after', async () => {
    const { leave } = follow();
    world.toy.look = async () => null;
    world.before = ({ name, job }) => {
      if (name === 'journal.write' && job?.state.step === 'sending') leave();
    };
    await started({ attended: true });
    await world.pass(TOY_WORK);
    await turns();
    expect(world.jobs()[0]).toMatchObject({ state: { step: 'blocked' }, wish: null });
  });

  test('after the background died nobody watches, until somebody does again', async () => {
    follow();
    await started({ attended: true });
    await turns();
    world.restart();
    await turns();
    expect(world.jobs()[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  });

  test('who leaves after the background was started again cancels it too', async () => {
    follow();
    await started({ attended: true });
    await turns();
    world.restart();
    const { leave } = follow();
    await turns();
    expect(world.jobs()[0]?.state.step).toBe('working');
    leave();
    await turns();
    expect(world.jobs()[0]?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  });

  test('one that need not be watched goes on alone', async () => {
    const { leave } = follow();
    await started();
    await turns();
    leave();
    await world.pass(TOY_WORK);
    await turns();
    expect(world.jobs()[0]?.state.step).toBe('done');
  });
});

describe('noting', () => {
  test('an event from outside is journaled and told like any other', async () => {
    const { steps } = follow();
    const { id } = await started();
    await turns();
    await world.runner.note(id, { event: 'pause' });
    expect(world.jobs()[0]?.state.step).toBe('blocked');
    expect(steps().at(-1)).toBe('blocked');
    expect(world.alarms.size).toBe(0);
  });

  test('what means nothing to the job leaves no trace', async () => {
    const { id } = await started();
    await turns();
    const before = world.written.length;
    expect(await world.runner.note(id, { event: 'found' })).toMatchObject({ changed: false });
    expect(world.written).toHaveLength(before);
  });

  test('it rejects where the storage fails, and for a job that is not there', async () => {
    const { id } = await started();
    await expect(world.runner.note('another', { event: 'pause' })).rejects.toThrow('not in the journal');
    world.failing.writes = true;
    await expect(world.runner.note(id, { event: 'pause' })).rejects.toThrow('full');
  });
});

describe('storage that fails', () => {
  test.each(['reads', 'writes', 'alarms'] as const)('nothing is started without %s', async (what) => {
    world.failing[what] = true;
    const result = await world.runner.start('toy', { subject });
    expect(result).toEqual({ ok: false, problem: { kind: 'storage failed' } });
    expect([...world.alarms]).toEqual([]);
    expect(world.jobs()).toEqual([]);
    world.failing[what] = false;
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(world.effects).toHaveLength(1);
  });

  test('midway, followers are shown that it failed, and it is gone on with later', async () => {
    const { steps } = follow();
    await started();
    await turns();
    world.failing.writes = true;
    await world.pass(TOY_WORK);
    await turns();
    expect(steps()).toEqual(['intended', 'working', 'failed']);
    expect(world.effects).toEqual([]);
    expect(world.alarms.size).toBe(1);
    world.failing.writes = false;
    await world.pass(2 * 60_000);
    await turns();
    expect(world.jobs()[0]?.state.step).toBe('done');
    expect(world.effects).toHaveLength(1);
    expect(world.alarms.size).toBe(0);
  });

  test('what was done and could not be written is told, and found again', async () => {
    const { steps } = follow();
    world.before = ({ name, job }) => {
      world.failing.writes = name === 'journal.write' && job?.state.step === 'done';
    };
    await started();
    await world.pass(TOY_WORK);
    await turns();
    expect(steps().at(-1)).toBe('done');
    expect(world.jobs()[0]?.state.step).toBe('settling');
    world.before = () => undefined;
    world.failing.writes = false;
    await world.pass(HOUR);
    await turns();
    expect(world.jobs()[0]?.state.step).toBe('done');
    expect(world.effects).toHaveLength(1);
  });
});
