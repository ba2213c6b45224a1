import { beforeEach, describe, expect, test } from 'vitest';
import type { Batch } from './batch.ts';
import type { Job } from './job.ts';
import { TOY_WORK, toyHasEnded } from './testing/toy.ts';
import { turns, World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ID = 'b1';
const subject = `batch/${ID}`;
const batch = () => world.jobs().find(({ kind }) => kind === 'batch') as Batch;
const children = () => world.jobs().filter(({ parent }) => parent !== null);
const outcomes = () => batch().jobs.map(({ outcome }) => outcome?.step ?? null);
const toys = (...subjects: string[]) => subjects.map((one) => ({ kind: 'toy', request: { subject: one } }));

async function start(jobs: { kind: string; request: unknown }[]): Promise<void> {
  const started = await world.runner.start('batch', { batchId: ID, jobs });
  expect(started.ok).toBe(true);
}

/** One of the list has been worked on. */
async function work(times = 1): Promise<void> {
  for (let time = 0; time < times; time++) {
    await turns();
    await world.pass(TOY_WORK);
    await turns();
  }
}

describe('a list of jobs', () => {
  test('is done one by one, each unattended and behind what people wait for', async () => {
    await start([{ kind: 'toy', request: { subject: 'a', attended: true } }, ...toys('b', 'c')]);
    await turns();
    expect(children()).toHaveLength(1);
    await work();
    expect(outcomes()).toEqual(['done', null, null]);
    expect(children().map(toyHasEnded)).toEqual([true, false]);
    await work(2);
    expect(batch()).toMatchObject({ state: { step: 'done' }, priority: 'bulk', nextAt: null });
    expect(outcomes()).toEqual(['done', 'done', 'done']);
    expect(world.effects).toEqual(batch().jobs.map(({ id }) => id));
    for (const [place, child] of children().entries()) {
      expect(child).toMatchObject({
        attended: false,
        priority: 'bulk',
        parent: { id: batch().id, place },
      });
    }
    expect(world.alarms.size).toBe(0);
  });

  test('of nothing is done at once', async () => {
    await start([]);
    await turns();
    expect(batch()).toMatchObject({ state: { step: 'done' }, nextAt: null });
    expect(world.alarms.size).toBe(0);
  });

  test('asked for twice is one', async () => {
    await Promise.all([start(toys('a')), start(toys('a'))]);
    expect(world.jobs().filter(({ kind }) => kind === 'batch')).toHaveLength(1);
  });

  test('asked for at the same time as another one is its own', async () => {
    const started = await Promise.all(
      ['b1', 'b2'].map((batchId) => world.runner.start('batch', { batchId, jobs: toys(batchId) })),
    );
    expect(started.map((one) => one.ok && one.value.subject)).toEqual(['batch/b1', 'batch/b2']);
  });

  test('tells who follows it how it goes, and always how it ended', async () => {
    const places: unknown[] = [];
    world.runner.follow(subject, ({ state }) => places.push('place' in state ? state.place : state.step));
    await start(toys('a', 'b'));
    await work(2);
    expect(places).toEqual([0, 1, 'done']);
    const later: string[] = [];
    world.runner.follow(subject, ({ state }) => later.push(state.step));
    await turns();
    expect(later).toEqual(['done']);
  });

  test('a refused one costs only itself', async () => {
    await start([...toys('a'), { kind: 'toy', request: { subject: 'b', refused: true } }, ...toys('c')]);
    await work(2);
    expect(outcomes()).toEqual(['done', 'refused', 'done']);
    expect(batch().jobs[1]).toMatchObject({
      id: null,
      outcome: { step: 'refused', problem: { kind: 'refused' } },
    });
  });

  test('one on a busy subject costs only itself, and the job there is left alone', async () => {
    world.toy.work = () => new Promise(() => undefined);
    world.restart();
    await world.runner.start('other', { subject: 'a' });
    await turns();
    world.toy.work = async () => 'worked';
    await start(toys('a', 'b'));
    await turns();
    expect(outcomes()).toEqual(['refused', 'done']);
    expect(batch().jobs[0]?.outcome).toMatchObject({ problem: { kind: 'busy' } });
    expect(world.jobs()[0]).toMatchObject({ state: { step: 'working' }, parent: null });
  });

  test('one that waits for a person is passed over, also by another one on its subject', async () => {
    await start(toys('a', 'a', 'b'));
    await turns();
    await world.runner.wish('a', 'pause');
    await work();
    expect(outcomes()).toEqual(['blocked', 'refused', 'done']);
    expect(batch().state.step).toBe('done');
  });

  test('the same subject twice is done twice', async () => {
    await start(toys('a', 'a'));
    await work(2);
    expect(outcomes()).toEqual(['done', 'done']);
    expect(new Set(world.effects).size).toBe(2);
  });

  test('one that rests is waited for', async () => {
    let answers = 0;
    world.toy.work = async () => (++answers === 1 ? 'later' : 'worked');
    world.restart();
    await start(toys('a', 'b'));
    await turns();
    expect(children()).toHaveLength(1);
    await world.pass(2 * MINUTE);
    await turns();
    expect(outcomes()).toEqual(['done', 'done']);
  });

  test('storage that fails when one is to be started costs nothing', async () => {
    await start(toys('a', 'b'));
    await turns();
    world.before = ({ name, job }) => {
      world.failing.writes = name === 'journal.write' && job?.subject === 'b';
    };
    await work();
    expect(outcomes()).toEqual(['done', null]);
    world.before = () => undefined;
    world.failing.writes = false;
    await world.pass(2 * MINUTE);
    await turns();
    expect(outcomes()).toEqual(['done', 'done']);
    expect(world.effects).toHaveLength(2);
  });
});

describe('the background dies', () => {
  test.each(['before', 'after'] as const)(
    '%s each thing that it asks for, and no job is lost or done twice',
    async (when) => {
      let points = 0;
      for (let crashAt = 0; ; crashAt++) {
        world = new World();
        await start(toys('a', 'b', 'c'));
        let calls = 0;
        world[when] = () => {
          if (calls++ === crashAt) world.crash();
        };
        await work(3);
        if (calls <= crashAt) break;
        points++;
        world[when] = () => undefined;
        world.live();
        await work(4);
        await world.pass(2 * MINUTE);
        await turns();
        expect([crashAt, batch().state.step]).toEqual([crashAt, 'done']);
        // One that died just before it sent finds nothing when it looks.
        expect(['done', 'failed']).toEqual(expect.arrayContaining(outcomes()));
        const done = batch().jobs.filter(({ outcome }) => outcome?.step === 'done');
        expect([crashAt, ...world.effects]).toEqual([crashAt, ...done.map(({ id }) => id)]);
        expect(done.length).toBeGreaterThanOrEqual(2);
        expect(children().map(({ parent }) => parent?.place)).toEqual([0, 1, 2]);
        expect([...world.alarms]).toEqual([]);
      }
      expect(points).toBeGreaterThan(40);
    },
  );

  test('a later life hears how a child ended that an earlier one still had', async () => {
    await start(toys('a', 'b'));
    await turns();
    // The earlier life loses the list, and keeps the child.
    world.failing.writes = true;
    await expect(world.runner.wish(subject, 'pause')).rejects.toThrow('full');
    await turns();
    world.failing.writes = false;
    world.live();
    await work(2);
    expect(outcomes()).toEqual(['done', 'done']);
    expect(world.effects).toHaveLength(2);
  });
});

describe('wishes', () => {
  async function dieAt(match: (job: Job) => boolean, act: () => Promise<void>): Promise<void> {
    world.after = ({ name, job }) => {
      if (name === 'journal.write' && job && match(job)) world.crash();
    };
    act().catch(() => undefined);
    await turns();
    world.after = () => undefined;
    world.live();
    await turns();
  }

  test('"pause": the job under way ends, no other is begun until "resume"', async () => {
    await start(toys('a', 'b'));
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    expect(batch()).toMatchObject({ state: { step: 'paused', place: 0, why: 'person' }, nextAt: null });
    await work(2);
    expect(children().map(({ state }) => state.step)).toEqual(['done']);
    await world.pass(30 * DAY);
    expect(children()).toHaveLength(1);
    await world.runner.wish(subject, 'resume');
    await work();
    expect(outcomes()).toEqual(['done', 'done']);
    expect(world.effects).toHaveLength(2);
  });

  test('"pause" that comes while the next place is journaled begins no job', async () => {
    await start(toys('a', 'b'));
    await turns();
    world.before = ({ name, job }) => {
      if (name !== 'journal.write' || job?.kind !== 'batch') return;
      world.before = () => undefined;
      world.runner.wish(subject, 'pause');
    };
    await work();
    expect(batch().state).toEqual({ step: 'paused', place: 1, why: 'person' });
    expect(children()).toHaveLength(1);
  });

  test('"stop" cancels the job under way and begins no other', async () => {
    await start(toys('a', 'b'));
    await turns();
    await world.runner.wish(subject, 'stop');
    await turns();
    expect(batch()).toMatchObject({ state: { step: 'stopped', place: 1 }, nextAt: null });
    expect(outcomes()).toEqual(['cancelled', null]);
    expect(world.effects).toEqual([]);
    expect(world.alarms.size).toBe(0);
  });

  test('"stop" waits for a job that can no longer be cancelled', async () => {
    let answer = () => {};
    world.toy.send = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    await start(toys('a', 'b'));
    await work();
    await world.runner.wish(subject, 'stop');
    await turns();
    expect(batch().state).toEqual({ step: 'stopping', place: 0 });
    answer();
    await turns();
    expect(batch().state).toEqual({ step: 'stopped', place: 1 });
    expect(outcomes()).toEqual(['done', null]);
  });

  test('"stop" of one that is paused', async () => {
    await start(toys('a', 'b'));
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    await world.runner.wish(subject, 'stop');
    await turns();
    expect(outcomes()).toEqual(['cancelled', null]);
    expect(batch().state.step).toBe('stopped');
  });

  test('"stop" cancels those too that wait for a person since before', async () => {
    await start(toys('a', 'b', 'c'));
    await turns();
    await world.runner.wish('a', 'pause');
    await turns();
    expect(outcomes()).toEqual(['blocked', null, null]);
    await world.runner.wish(subject, 'stop');
    await turns();
    expect(batch()).toMatchObject({ state: { step: 'stopped', place: 2 }, nextAt: null });
    expect(outcomes()).toEqual(['cancelled', 'cancelled', null]);
    expect(children().map(toyHasEnded)).toEqual([true, true]);
    expect(world.effects).toEqual([]);
  });

  test('"stop" that comes while the first job is journaled cancels it', async () => {
    world.before = ({ name, job }) => {
      if (name !== 'journal.write' || job?.kind !== 'toy') return;
      world.before = () => undefined;
      world.runner.wish(subject, 'stop');
    };
    await start(toys('a', 'b'));
    await turns();
    expect(batch().state).toEqual({ step: 'stopped', place: 1 });
    expect(outcomes()).toEqual(['cancelled', null]);
  });

  test('"stop" between two jobs begins no other', async () => {
    await start(toys('a', 'b'));
    await turns();
    world.before = ({ name, job }) => {
      if (name !== 'journal.write' || job?.kind !== 'batch') return;
      world.before = () => undefined;
      world.runner.wish(subject, 'stop');
    };
    await work();
    expect(batch().state).toEqual({ step: 'stopped', place: 1 });
    expect(outcomes()).toEqual(['done', null]);
    expect(children()).toHaveLength(1);
  });

  test.each(['wished', 'obeyed'])('"pause" survives the background’s death when it was %s', async (when) => {
    await start(toys('a', 'b'));
    await turns();
    await dieAt(
      ({ wish, state }) => (when === 'wished' ? wish?.wish === 'pause' : state.step === 'paused'),
      () => world.runner.wish(subject, 'pause'),
    );
    await work(2);
    expect(batch()).toMatchObject({ state: { step: 'paused' }, wish: null });
    expect(children().map(({ state }) => state.step)).toEqual(['done']);
  });

  test.each(['wished', 'obeyed'])('"resume" survives it when it was %s', async (when) => {
    await start(toys('a', 'b'));
    await turns();
    await world.runner.wish(subject, 'pause');
    await turns();
    await dieAt(
      ({ wish, state }) => (when === 'wished' ? wish?.wish === 'resume' : state.step === 'running'),
      () => world.runner.wish(subject, 'resume'),
    );
    await work(2);
    expect(outcomes()).toEqual(['done', 'done']);
  });

  test.each(['wished', 'obeyed', 'passed on'])('"stop" survives it when it was %s', async (when) => {
    await start(toys('a', 'b'));
    await turns();
    await dieAt(
      ({ wish, state, kind }) => {
        if (when === 'wished') return wish?.wish === 'stop';
        return when === 'obeyed' ? state.step === 'stopping' : kind === 'toy' && wish?.wish === 'cancel';
      },
      () => world.runner.wish(subject, 'stop'),
    );
    await turns();
    expect(batch()).toMatchObject({ state: { step: 'stopped', place: 1 }, wish: null });
    expect(outcomes()).toEqual(['cancelled', null]);
    expect(world.effects).toEqual([]);
  });
});

test('the deadline pauses it, and a person may go on', async () => {
  world.toy.work = async ({ parent }) => {
    if (parent?.place === 0) world.now += 8 * DAY;
    return 'worked';
  };
  world.restart();
  await start(toys('a', 'b'));
  await turns();
  // The first one was too late for itself, too.
  expect(outcomes()).toEqual(['failed', null]);
  expect(batch()).toMatchObject({ state: { step: 'paused', place: 1, why: 'deadline' }, nextAt: null });
  expect(children()).toHaveLength(1);
  await world.runner.wish(subject, 'resume');
  await turns();
  expect(outcomes()).toEqual(['failed', 'done']);
});

test('storage that fails once, at whatever it is asked for, loses no job and does none twice', async () => {
  let points = 0;
  for (let failAt = 0; ; failAt++) {
    world = new World();
    await start(toys('a', 'b'));
    let calls = 0;
    world.before = ({ name }) => {
      if (/^(journal|alarms)\./.test(name) && calls++ === failAt) throw new Error('full');
    };
    await work(2);
    if (calls <= failAt) break;
    points++;
    world.before = () => undefined;
    for (let minute = 0; minute < 5; minute++) {
      await world.pass(MINUTE);
      await turns();
    }
    expect([failAt, batch().state.step]).toEqual([failAt, 'done']);
    expect([failAt, ...outcomes()]).toEqual([failAt, 'done', 'done']);
    expect(world.effects).toEqual(children().map(({ id }) => id));
    expect([...world.alarms]).toEqual([]);
  }
  expect(points).toBeGreaterThan(20);
});

test('one that slept past its deadline goes no further when it wakes', async () => {
  await start(toys('a', 'b'));
  await turns();
  world.crash();
  world.now += 8 * DAY;
  world.live();
  await turns();
  expect(batch().state).toEqual({ step: 'paused', place: 0, why: 'deadline' });
});

test('one that is stopping goes on past its deadline', async () => {
  await start(toys('a', 'b'));
  await turns();
  world.after = ({ name, job }) => {
    if (name === 'journal.write' && job?.state.step === 'stopping') world.crash();
  };
  world.runner.wish(subject, 'stop').catch(() => undefined);
  await turns();
  expect(batch().state.step).toBe('stopping');
  world.after = () => undefined;
  world.now += 8 * DAY;
  world.live();
  await turns();
  expect(batch().state).toEqual({ step: 'stopped', place: 1 });
  expect(world.effects).toEqual([]);
});
