import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '../jobs/job.ts';
import { type Fault, setUp, writing } from './testing/fake-world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type World = Awaited<ReturnType<typeof setUp>>;

/** The background dies as soon as such a row is written, and is started again. */
function dieWhen({ browser, restart }: World, isFatal: (row: Job) => boolean): void {
  browser.onWritten = (row) => {
    if (!isFatal(row)) return;
    browser.onWritten = () => undefined;
    restart();
  };
}

/** After two emails everything ends like this. */
async function halted(fate: 'lost before' | Response) {
  const world = await setUp();
  let left = 2;
  const fault: Fault = (request) => {
    if (left === 0) {
      world.faults.push(fault);
      return fate;
    }
    if (writing(request)) left -= 1;
    return undefined;
  };
  world.faults.push(fault);
  await world.start();
  return { ...world, lift: () => void world.faults.splice(0) };
}
const refused = () => Response.json({ errors: ['No'] }, { status: 403 });

describe('the background dies when a person wants', () => {
  test('a stop while an email is written: that one is heard of, and nothing more is sent', async () => {
    const world = await setUp();
    let left = 2;
    world.faults.push(async (request) => {
      if (!writing(request) || left-- > 0) return undefined;
      await world.stop();
      world.restart();
      return 'lost after';
    });
    await world.start();
    const end = await world.reach('cancelled');
    expect(end).toMatchObject({ wish: null, state: { left: 'something', kept: null } });
    expect(world.asked.filter((one) => one.startsWith('POST')).length).toBe(1 + 3);
    expect(world.made()[0]?.emailsInOrder).toHaveLength(3);
    expect(world.browser.alarms.size).toBe(0);
  });

  test('a stop of what waits for them', async () => {
    const world = await halted(refused());
    expect((await world.reach('blocked')).state).toMatchObject({ transient: false });
    dieWhen(world, ({ wish }) => wish?.wish === 'stop');
    world.stop();
    expect((await world.reach('cancelled')).state).toMatchObject({ left: 'something' });
    expect(world.made()[0]?.emailsInOrder).toHaveLength(2);
  });

  test('a stop of what waits for Kit', async () => {
    const world = await halted('lost before');
    await vi.waitFor(() => expect(world.rows.at(-1)?.state).toMatchObject({ look: { kind: 'unreachable' } }));
    dieWhen(world, ({ wish }) => wish?.wish === 'stop');
    world.stop();
    expect((await world.reach('cancelled')).state).toMatchObject({ left: 'something' });
    expect(world.browser.alarms.size).toBe(0);
  });

  test('another try', async () => {
    const world = await halted(refused());
    await world.reach('blocked');
    world.lift();
    dieWhen(world, ({ wish }) => wish?.wish === 'retry');
    world.retry();
    await world.reach('done');
    expect(world.made()).toHaveLength(1);
  });

  test('what was made removed', async () => {
    const world = await halted(refused());
    await world.reach('blocked');
    await world.stop();
    await world.reach('cancelled');
    world.lift();
    dieWhen(world, ({ state }) => state.step === 'inspecting');
    world.undo();
    await world.reach('undone');
    expect(world.made()).toEqual([]);
    expect(world.browser.alarms.size).toBe(0);
  });
});
