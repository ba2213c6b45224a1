import { describe, expect, test, vi } from 'vitest';
import type { Job } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import { fail, ok } from '../result.ts';
import { doneOf } from './addition.ts';
import { NEW, PEOPLE, setUp } from './testing/fake-world.ts';

const DAY = 24 * 60 * 60_000;

const everybody = Array.from({ length: PEOPLE }, (_, index) => index + 1);
const lost = fail({ kind: 'unreachable' } as const);

test('everybody is added once, at most four at a time, and the report names them', async () => {
  const { start, reach, held, report, world } = await setUp();
  await start();
  const end = await reach('done');
  expect(end.counts).toEqual({ added: PEOPLE, already: 0, gone: 0, refused: 0, unknown: 0 });
  expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
  expect(world.most).toBe(4);
  expect((await report()).all).toEqual(
    everybody.map((id) => ({ id, email: `${id}@example.com`, outcome: 'added' })),
  );
});

test('the report pages over what became of everybody, however many', async () => {
  const { start, reach, report } = await setUp({ people: 1050 });
  await start();
  await reach('done');
  const { all, pages } = await report();
  expect(pages).toBe(2);
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 1050 }, (_, index) => index + 1));
});

test('nobody is added where the numbers are not those that were shown, or to another sequence', async () => {
  const { startFor, held, browser } = await setUp();
  expect(await startFor(PEOPLE - 1)).toEqual(fail({ kind: 'changed', people: PEOPLE }));
  expect(await startFor(PEOPLE, NEW + 1)).toEqual(fail({ kind: 'not restored' }));
  expect(held).toEqual({ active: false, inIt: [] });
  expect(browser.alarms.size).toBe(0);
});

test('who is gone, refused or there already is told apart', async () => {
  const { start, reach, held, report } = await setUp({
    answer: (id) => {
      if (id === 5) return fail({ kind: 'not found' });
      return id === 6 ? fail({ kind: 'invalid', messages: ['No'] }) : undefined;
    },
  });
  held.inIt.push(7);
  await start();
  expect((await reach('done')).counts).toMatchObject({ added: PEOPLE - 3, already: 1, gone: 1, refused: 1 });
  expect((await report()).all.slice(4, 7).map(({ outcome, messages }) => [outcome, messages])).toEqual([
    ['gone', undefined],
    ['refused', ['No']],
    ['already', undefined],
  ]);
});

test('nobody is called gone because Kit said so once', async () => {
  let times = 0;
  const { start, reach, held } = await setUp({
    answer: (id) => {
      if (id !== 5) return undefined;
      times += 1;
      return times === 1 ? fail({ kind: 'not found' }) : undefined;
    },
  });
  await start();
  expect((await reach('done')).counts).toMatchObject({ added: PEOPLE, gone: 0 });
  expect(held.inIt).toContain(5);
});

test('the new sequence is not called gone because Kit said so once', async () => {
  const { start, reach, kit } = await setUp({
    answer: (id) => (id === 5 ? fail({ kind: 'invalid', messages: ['No'] }) : undefined),
  });
  const { sequence } = kit;
  let times = 0;
  kit.sequence = async (id) => {
    times += 1;
    return times === 1 ? fail({ kind: 'not found' }) : sequence(id);
  };
  await start();
  expect((await reach('done')).counts).toMatchObject({ added: PEOPLE - 1, refused: 1 });
});

test('when somebody pauses the sequence at Kit, it stops, and nobody counts as refused', async () => {
  const { start, reach, held, goOn, world, browser } = await setUp();
  world.answer = (id) => {
    if (id === 30) held.active = false;
    return undefined;
  };
  await start();
  const { state, counts } = await reach('blocked');
  expect(state).toMatchObject({ problem: { kind: 'paused at Kit' }, transient: false });
  expect(counts.refused).toBe(0);
  // It waits for a person.
  expect(browser.alarms.size).toBe(0);
  world.answer = () => undefined;
  await goOn();
  // Somebody was added just before the pause.
  expect(doneOf(await reach('done'))).toBe(PEOPLE);
  expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
});

test.each([
  [false, { unknown: 0, added: PEOPLE - 1, already: 1 }],
  [true, { unknown: 1, added: PEOPLE - 1, already: 0 }],
])(
  'after a lost reply somebody is added again only if that begins nothing again: %s',
  async (repeat, counts) => {
    let times = 0;
    const { start, reach, held, resume, world } = await setUp({ repeat });
    world.answer = (id) => {
      if (id !== 25) return undefined;
      times += 1;
      if (times > 1) return undefined;
      held.inIt.push(25);
      return lost;
    };
    await start();
    expect((await reach('blocked')).state).toMatchObject({
      problem: { kind: 'unreachable' },
      transient: true,
    });
    await resume();
    expect((await reach('done')).counts).toMatchObject(counts);
    expect(times).toBe(repeat ? 1 : 2);
    expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
  },
);

test('whom Kit refuses after a lost reply may be in it all the same', async () => {
  const { start, reach, held, resume, world } = await setUp();
  world.answer = (id) => {
    if (id !== 25) return undefined;
    const isIn = held.inIt.includes(25);
    if (!isIn) held.inIt.push(25);
    return isIn ? fail({ kind: 'invalid', messages: ['No'] }) : lost;
  };
  await start();
  await reach('blocked');
  await resume();
  expect((await reach('done')).counts).toMatchObject({ unknown: 1, refused: 0 });
});

test.each([false, true])('the next life goes on where the last one was stopped: %s', async (repeat) => {
  const { start, held, restart, world, report, reach } = await setUp({ repeat });
  let times = 0;
  world.answer = async (id) => {
    if (id === 33) times += 1;
    if (id !== 33 || times > 1) return undefined;
    held.inIt.push(33);
    restart();
    return ok('added');
  };
  await start();
  const end = await reach('done');
  expect(doneOf(end)).toBe(PEOPLE);
  expect((await report()).all.map(({ id }) => id)).toEqual(everybody);
  // Nobody of the batch under way is sent again where that may begin it again.
  expect(end.counts.unknown).toBe(repeat ? 20 : 0);
  expect(times).toBe(repeat ? 1 : 2);
  expect(new Set(held.inIt).size).toBe(held.inIt.length);
  expect(held.inIt.length).toBeGreaterThanOrEqual(repeat ? PEOPLE - 20 : PEOPLE);
});

test('pause, go on, and stop', async () => {
  const { start, reach, pause, goOn, stop, resume, held, world, browser } = await setUp();
  world.answer = async (id) => {
    if (id === 3) await pause();
    if (id === 43) await stop();
    return undefined;
  };
  await start();
  expect(doneOf(await reach('paused'))).toBe(20);
  expect(browser.alarms.size).toBe(0);
  await resume();
  await goOn();
  expect(doneOf(await reach('cancelled'))).toBe(60);
  expect(held.inIt).toHaveLength(60);
  expect(browser.alarms.size).toBe(0);
});

test.each(['pause', 'stop'] as const)(
  'a wish to %s is met, also when Kit refuses before it can be',
  async (wish) => {
    const { start, reach, world, ...wishes } = await setUp();
    world.answer = async (id) => {
      if (id !== 25) return undefined;
      await wishes[wish]();
      return fail({ kind: 'forbidden' });
    };
    await start();
    await reach(wish === 'pause' ? 'paused' : 'cancelled');
  },
);

test('one that was left open by an earlier restore makes room for the new sequence', async () => {
  const { startFor, reach, restored, start, world } = await setUp();
  world.answer = (id) => (id === 25 ? fail({ kind: 'forbidden' }) : undefined);
  await start();
  await reach('blocked');
  world.answer = () => undefined;
  restored.to = NEW + 1;
  expect(await startFor(PEOPLE, NEW + 1)).toMatchObject(ok({ sequenceId: NEW + 1 }));
});

test('it wakes the background as long as it is open, and not after that', async () => {
  const { start, reach, world, browser } = await setUp();
  const alarms: string[][] = [];
  world.answer = () => {
    alarms.push([...browser.alarms.keys()]);
    return undefined;
  };
  await start();
  const { id } = await reach('done');
  expect(alarms.length).toBe(PEOPLE);
  for (const names of alarms) expect(names).toEqual([`job/${id}`]);
  expect(browser.alarms.size).toBe(0);
});

test('without a connection it goes on by itself for three days, and then when a person wants it to', async () => {
  const { start, reach, goOn, ring, resume, world, told, held, browser, kit } = await setUp();
  const { sequence } = kit;
  world.answer = (id) => (id === 25 ? lost : undefined);
  kit.sequence = async () => lost;
  const begun = world.now;
  await start();
  expect((await reach('blocked')).state).toMatchObject({ transient: true });
  const pauses: number[] = [];
  const rung = async () => {
    pauses.push((([...browser.alarms.values()][0] ?? 0) - world.now) / 60_000);
    const before = told.length;
    await ring();
    await vi.waitFor(() => expect(told.slice(before).at(-1)?.state.step).toBe('blocked'), { interval: 1 });
  };
  while (pauses.length < 7) await rung();
  expect(pauses).toEqual([1, 1, 2, 5, 10, 15, 15]);
  world.now = begun + 3 * DAY;
  await rung();
  expect((await reach('blocked')).state).toMatchObject({ transient: true });
  world.now += 1;
  await rung();
  expect(browser.alarms.size).toBe(0);
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'overdue' }, transient: false });
  world.answer = () => undefined;
  kit.sequence = sequence;
  await resume();
  expect(held.inIt).not.toContain(25);
  await goOn();
  expect(doneOf(await reach('done'))).toBe(PEOPLE);
  expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
});

test.each([
  // Before anybody was sent a second time, and after Kit refused the second try.
  [0, 'unreachable'],
  [1, 'forbidden'],
] as const)(
  'who may have been added when it is stopped is said to be unknown: %s',
  async (tries, problem) => {
    const { start, reach, resume, stop, world, held, report } = await setUp();
    let times = 0;
    world.answer = (id) => {
      if (id === 25) times += 1;
      if (times > 1) return fail({ kind: 'forbidden' });
      if (id !== 25) return undefined;
      held.inIt.push(25);
      return lost;
    };
    await start();
    await reach('blocked');
    for (let left = tries; left > 0; left -= 1) await resume();
    await vi.waitFor(async () =>
      expect((await reach('blocked')).state).toMatchObject({ problem: { kind: problem } }),
    );
    await stop();
    const end = await reach('cancelled');
    const { all } = await report();
    expect(all).toContainEqual({ id: 25, email: '25@example.com', outcome: 'unknown' });
    expect(end.counts.unknown).toBe(all.filter(({ outcome }) => outcome === 'unknown').length);
    expect(doneOf(end)).toBe(all.length);
    expect(held.inIt.filter((id) => all.every((one) => one.id !== id))).toEqual([]);
  },
);

test('a press resumes it at Kit once; where that had no answer, it asks before it does so again', async () => {
  const { start, reach, goOn, resume, world, held, kit } = await setUp();
  const { setActive, sequence } = kit;
  world.answer = (id) => {
    if (id === 30) held.active = false;
    return undefined;
  };
  await start();
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } });
  world.answer = () => undefined;
  kit.setActive = async () => lost;
  kit.sequence = async () => lost;
  await goOn();
  await vi.waitFor(async () => expect((await reach('blocked')).state).toMatchObject({ transient: true }));
  kit.setActive = setActive;
  kit.sequence = sequence;
  await resume();
  await vi.waitFor(async () =>
    expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } }),
  );
  expect(held.active).toBe(false);
  await goOn();
  expect(doneOf(await reach('done'))).toBe(PEOPLE);
});

test('the next life looks whether the sequence is active, and goes on where it is', async () => {
  for (const isDone of [true, false]) {
    const { start, reach, restart, held, kit } = await setUp();
    const { setActive } = kit;
    let times = 0;
    kit.setActive = async (id, active) => {
      times += 1;
      if (isDone) await setActive(id, active);
      restart();
      return lost;
    };
    await start();
    if (isDone) expect(doneOf(await reach('done'))).toBe(PEOPLE);
    else {
      expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } });
      expect(held).toEqual({ active: false, inIt: [] });
    }
    expect(times).toBe(1);
  }
});

test.each(['unauthorized', 'not connected'] as const)(
  '"%s" is over with the reconnection of its own account, for three days; then a person is asked',
  async (kind) => {
    const { start, reach, reconnected, resume, goOn, world, held, told, browser } = await setUp();
    world.answer = (id) => (id === 25 ? fail({ kind }) : undefined);
    const begun = world.now;
    await start();
    expect((await reach('blocked')).state).toMatchObject({ problem: { kind }, transient: false });
    expect(browser.alarms.size).toBe(0);
    const before = told.length;
    world.answer = () => undefined;
    await reconnected(2);
    await resume();
    await new Promise((turn) => setImmediate(turn));
    expect(told).toHaveLength(before);
    world.answer = (id) => (id === 30 ? fail({ kind }) : undefined);
    world.now = begun + 3 * DAY;
    await reconnected(1);
    await vi.waitFor(() => expect(told.slice(before).at(-1)?.state.step).toBe('blocked'));
    expect(held.inIt).toContain(25);
    world.answer = () => undefined;
    world.now += 1;
    await reconnected(1);
    await vi.waitFor(async () =>
      expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'overdue' } }),
    );
    expect(held.inIt).not.toContain(30);
    await goOn();
    expect(doneOf(await reach('done'))).toBe(PEOPLE);
  },
);

test('a reconnection makes nothing active that somebody has paused at Kit meanwhile', async () => {
  const { start, reach, reconnected, held, kit } = await setUp();
  const { setActive } = kit;
  kit.setActive = async () => fail({ kind: 'unauthorized' });
  kit.sequence = async () => fail({ kind: 'unauthorized' });
  await start();
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'unauthorized' } });
  kit.setActive = setActive;
  kit.sequence = async () => ok({ id: NEW, name: 'Welcome', active: held.active, updated_at: 'now' });
  await reconnected(1);
  await vi.waitFor(async () =>
    expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } }),
  );
  expect(held).toEqual({ active: false, inIt: [] });
});

test('a press that came twice makes nothing active a second time', async () => {
  const { start, reach, goOn, pause, world, held } = await setUp();
  world.answer = async (id) => {
    if (id === 5) await pause();
    return undefined;
  };
  await start();
  await reach('paused');
  world.answer = async (id) => {
    if (id === 25) await goOn();
    if (id === 47) held.active = false;
    return undefined;
  };
  await goOn();
  expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } });
  expect(held.active).toBe(false);
  expect((await reach('blocked')).wish).toBe(null);
});

test.each(['alarm', 'reconnection'])(
  'a press counts that comes just when it goes on by itself (%s): nobody is asked once more',
  async (why) => {
    const problem = { kind: why === 'alarm' ? 'unreachable' : 'unauthorized' } as const;
    const { start, reach, ring, reconnected, goOn, held, kit, world } = await setUp({
      answer: (id) => (id === 30 ? fail(problem) : undefined),
    });
    await start();
    expect((await reach('blocked')).state).toMatchObject({ problem });
    world.answer = () => undefined;
    held.active = false;
    const { sequence } = kit;
    // People are sent again, Kit has refused the first one, and the row that the person saw when pressing is an old one.
    kit.sequence = async (id) => {
      kit.sequence = sequence;
      await goOn();
      return sequence(id);
    };
    await (why === 'alarm' ? ring() : reconnected(1));
    expect(doneOf(await reach('done'))).toBe(PEOPLE);
    expect(held.inIt.toSorted((a, b) => a - b)).toEqual(everybody);
  },
);

test('a press that comes just when it goes on by itself makes nothing active a second time that Kit shows to be so', async () => {
  const { start, reach, ring, goOn, held, kit, world } = await setUp({
    answer: (id) => (id === 30 ? lost : undefined),
  });
  await start();
  await reach('blocked');
  const { setActive } = kit;
  let times = 0;
  kit.setActive = async (id, active) => {
    times += 1;
    return setActive(id, active);
  };
  world.answer = async (id) => {
    if (id === 30) await goOn();
    if (id === 47) held.active = false;
    return undefined;
  };
  await ring();
  await vi.waitFor(async () =>
    expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } }),
  );
  expect(times).toBe(0);
  expect(held.active).toBe(false);
});

test('who paused it at Kit before anybody was through is not overruled', async () => {
  const { start, reach, resume, world, held } = await setUp({ answer: () => lost });
  await start();
  await reach('blocked');
  world.answer = () => undefined;
  held.active = false;
  await resume();
  await vi.waitFor(async () =>
    expect((await reach('blocked')).state).toMatchObject({ problem: { kind: 'paused at Kit' } }),
  );
  expect(held).toMatchObject({ active: false, inIt: [] });
});

/** The background dies as soon as such a row is written, and is started again. */
function dieWhen(
  { browser, restart }: Awaited<ReturnType<typeof setUp>>,
  isFatal: (row: Job) => boolean,
): void {
  browser.onWritten = (row) => {
    if (!isFatal(row)) return;
    browser.onWritten = () => undefined;
    restart();
  };
}

test.each(['pause', 'stop'] as const)(
  'a wish to %s survives the background while people are sent',
  async (wish) => {
    const world = await setUp();
    let times = 0;
    world.world.answer = async (id) => {
      if (id !== 25) return undefined;
      times += 1;
      if (times > 1) return undefined;
      await world[wish]();
      world.restart();
      return undefined;
    };
    await world.start();
    const end = await world.reach(wish === 'pause' ? 'paused' : 'cancelled');
    expect(end.wish).toBe(null);
    expect(times).toBe(1);
    expect(end.counts).toMatchObject({ added: 20, unknown: wish === 'pause' ? 0 : 20 });
    expect((await world.report()).all).toHaveLength(doneOf(end));
    expect(world.browser.alarms.size).toBe(0);
    if (wish === 'stop') return;
    await world.goOn();
    expect(doneOf(await world.reach('done'))).toBe(PEOPLE);
  },
);

test.each(['resume', 'stop'] as const)(
  'a wish to %s what is paused survives the background',
  async (wish) => {
    const world = await setUp();
    world.world.answer = async (id) => {
      if (id === 25) await world.pause();
      return undefined;
    };
    await world.start();
    await world.reach('paused');
    dieWhen(world, (row) => row.wish?.wish === wish);
    if (wish === 'resume') world.goOn();
    else world.stop();
    await world.reach(wish === 'resume' ? 'done' : 'cancelled');
  },
);

describe('somebody whom Kit never takes holds up nobody else', () => {
  /** Until it rests for no more tries, at most so often. */
  async function ringUntilDone({ ring, told, browser }: Awaited<ReturnType<typeof setUp>>) {
    for (let left = 60; left > 0 && browser.alarms.size > 0; left -= 1) {
      const before = told.length;
      await ring();
      await vi.waitFor(() => expect(['blocked', 'done']).toContain(told.slice(before).at(-1)?.state.step), {
        interval: 1,
      });
    }
  }

  test.each([
    [[25], { kind: 'server error', status: 500 }],
    [[PEOPLE], { kind: 'not from Kit', status: 400, requestId: null }],
    // More than are sent at once, and the whole of a group of twenty.
    [[1, 2, 3, 4, 5, 6], { kind: 'timeout' }],
    [everybody.slice(20, 40), { kind: 'server error', status: 502 }],
  ] as [number[], KitProblem][])('%j, whose replies never say what happened: %j', async (odd, problem) => {
    const world = await setUp();
    const times = new Map<number, number>();
    world.world.answer = (id) => {
      if (!odd.includes(id)) return undefined;
      times.set(id, (times.get(id) ?? 0) + 1);
      return fail(problem);
    };
    await world.start();
    await world.reach('blocked');
    await ringUntilDone(world);
    const { counts } = await world.reach('done');
    expect(counts).toMatchObject({ added: PEOPLE - odd.length, unknown: odd.length });
    expect([...times.values()]).toEqual(odd.map(() => 3));
    const { all } = await world.report();
    expect(all.filter(({ outcome }) => outcome === 'unknown')).toEqual(
      odd.map((id) => ({ id, email: `${id}@example.com`, outcome: 'unknown' })),
    );
  });

  test('whom Kit forbids three times is refused, and nobody waits for a fourth press', async () => {
    const { start, reach, goOn, world, report } = await setUp();
    let times = 0;
    world.answer = (id) => {
      if (id !== 25) return undefined;
      times += 1;
      return fail({ kind: 'forbidden' });
    };
    await start();
    await reach('blocked');
    await goOn();
    await vi.waitFor(() => expect(times).toBe(2), { interval: 1 });
    expect(await reach('blocked')).toMatchObject({ wish: null });
    await goOn();
    expect((await reach('done')).counts).toMatchObject({ added: PEOPLE - 1, refused: 1, unknown: 0 });
    expect((await report()).all[24]).toEqual({ id: 25, email: '25@example.com', outcome: 'refused' });
  });

  test('nothing is counted against anybody while Kit answers nothing at all', async () => {
    const world = await setUp({ answer: () => lost });
    const { kit, held } = world;
    const { sequence } = kit;
    await world.start();
    await world.reach('blocked');
    kit.sequence = async () => lost;
    for (let left = 30; left > 0; left -= 1) {
      const before = world.told.length;
      await world.ring();
      await vi.waitFor(() => expect(world.told.slice(before).at(-1)?.state.step).toBe('blocked'), {
        interval: 1,
      });
    }
    kit.sequence = sequence;
    world.world.answer = () => undefined;
    await world.ring();
    expect((await world.reach('done')).counts).toMatchObject({ added: PEOPLE, unknown: 0 });
    expect(held.inIt).toHaveLength(PEOPLE);
  });
});
