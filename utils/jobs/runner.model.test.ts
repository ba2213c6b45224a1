import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TOY_DEADLINE, TOY_WORK, type Toy, toyHasEnded } from './testing/toy.ts';
import { turns, World } from './testing/world.ts';

const MINUTE = 60_000;
const SUBJECTS = ['a', 'b'] as const;

type Action =
  | { do: 'start'; subject: string; kind: 'toy' | 'other'; attended: boolean }
  | { do: 'wish'; subject: string; wish: 'cancel' | 'pause' | 'resume' }
  | { do: 'follow' | 'leave'; subject: string }
  /** One of the things that were asked for is obeyed, then some that came first; the background may die just then. */
  | { do: 'obey'; nth: number; more: number; dies: boolean }
  | { do: 'crash' | 'resume' }
  | { do: 'pass'; ms: number }
  | { do: 'world'; storage: boolean; alarms: boolean; kit: 'well' | 'later' | 'silent' | 'broken' };

const subject = fc.constantFrom(...SUBJECTS);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('obey' as const),
      nth: fc.constantFrom(0, 0, 0, 1, 2),
      more: fc.constantFrom(0, 0, 1, 3, 10),
      dies: fc.integer({ min: 0, max: 29 }).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      subject,
      kind: fc.constantFrom('toy' as const, 'other' as const),
      attended: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wish' as const),
      subject,
      wish: fc.constantFrom('cancel' as const, 'pause' as const, 'resume' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('follow' as const, 'leave' as const), subject }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1000, TOY_WORK, MINUTE, 5 * MINUTE, TOY_DEADLINE * 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'resume' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('world' as const),
      storage: fc.boolean(),
      alarms: fc.boolean(),
      kit: fc.constantFrom('well' as const, 'later' as const, 'silent' as const, 'broken' as const),
    }),
  },
);

/** Everything asked for is obeyed, until nothing is. */
async function obeyAll(world: World): Promise<void> {
  for (let calm = 0; calm < 2; ) {
    const next = world.held?.shift();
    if (next) calm = 0;
    else calm++;
    next?.();
    await turns();
  }
}

function openOn(world: World, of: string): number {
  return world.jobs().filter((job) => job.subject === of && !toyHasEnded(job)).length;
}

async function play(actions: Action[]): Promise<World> {
  const world = new World();
  let kit = 'well' as (Action & { do: 'world' })['kit'];
  world.toy = {
    async work(_job, { sleep, signal }) {
      if (kit === 'broken') throw new Error('storage');
      if (kit === 'later') return 'later';
      await sleep(TOY_WORK);
      return signal.aborted ? 'later' : 'worked';
    },
    async look(job) {
      if (kit === 'broken') throw new Error('storage');
      return kit === 'silent' ? null : world.effects.includes(job.id);
    },
    async send() {
      if (kit === 'broken') throw new Error('storage');
    },
  };
  world.restart();
  await turns();
  world.held = [];
  const leaving = new Map<string, () => void>();
  for (const one of actions) {
    const { runner, held } = world;
    switch (one.do) {
      case 'start':
        runner.start(one.kind, { subject: one.subject, attended: one.attended });
        break;
      case 'wish':
        runner.wish(one.subject, one.wish).catch(() => undefined);
        break;
      case 'follow':
        leaving.set(
          one.subject,
          runner.follow(one.subject, () => undefined),
        );
        break;
      case 'leave':
        leaving.get(one.subject)?.();
        leaving.delete(one.subject);
        break;
      case 'obey': {
        const next = held?.splice(one.nth, 1)[0];
        if (one.dies) world.after = () => world.crash();
        next?.();
        for (let more = 0; more < one.more && !world.isDead; more++) {
          await turns();
          held?.shift()?.();
        }
        break;
      }
      case 'crash':
        world.crash();
        break;
      case 'resume':
        runner.resume().catch(() => undefined);
        break;
      case 'pass':
        await world.pass(one.ms);
        break;
      case 'world':
        world.failing.reads = world.failing.writes = !one.storage;
        world.failing.alarms = !one.alarms;
        kit = one.kit;
        break;
    }
    await turns();
    world.after = () => undefined;
    if (world.isDead && one.do !== 'pass') {
      leaving.clear();
      world.live();
    }
    for (const of of SUBJECTS) expect(openOn(world, of)).toBeLessThanOrEqual(1);
  }
  // The world is good again, the browser is started once more, and time goes on.
  world.failing.reads = world.failing.writes = world.failing.alarms = false;
  kit = 'well';
  await obeyAll(world);
  world.held = null;
  world.restart();
  await world.pass(30 * MINUTE);
  await turns();
  return world;
}

test('whatever happens, every job ends or waits, has one effect at most, and no wish is forgotten', async () => {
  const ends = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 80, size: 'max' }), async (actions) => {
      const world = await play(actions);
      const jobs = world.jobs() as Toy[];
      for (const job of jobs) {
        const { state, steps, wish, nextAt, id } = job;
        ends.set(state.step, (ends.get(state.step) ?? 0) + 1);
        const waits = state.step === 'blocked' && state.by === 'person';
        expect(waits || toyHasEnded(job)).toBe(true);
        expect([wish, nextAt]).toEqual([null, null]);
        const effects = world.effects.filter((one) => one === id).length;
        expect(effects).toBeLessThanOrEqual(1);
        if (state.step === 'done') expect(effects).toBe(1);
        if (state.step === 'failed' || state.step === 'cancelled') expect(effects).toBe(0);
        if (effects > 0) expect(steps.map(({ step }) => step)).toContain('sending');
        // Where "cancel" was journaled in time, nothing was sent.
        const cancelled = world.written.some(
          (row) =>
            row.id === id &&
            row.wish?.wish === 'cancel' &&
            (row.state.step === 'intended' || row.state.step === 'working'),
        );
        if (cancelled) expect(effects).toBe(0);
      }
      expect([...world.alarms]).toEqual([]);
    }),
    { numRuns: 600 },
  );
  // The actions reach every kind of end that is not rare.
  expect([...ends.keys()]).toEqual(expect.arrayContaining(['blocked', 'cancelled', 'done', 'failed']));
}, 60_000);
