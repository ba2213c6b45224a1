import { describe, expect, test } from 'vitest';
import { fail } from '../result.ts';
import { PEOPLE, setUp } from './testing/fake-world.ts';

type World = Awaited<ReturnType<typeof setUp>>;

/** How often Kit was asked for each of them. */
function counting({ world }: World, heard: (id: number) => void = () => undefined): Map<number, number> {
  const calls = new Map<number, number>();
  const { answer } = world;
  world.answer = (id) => {
    calls.set(id, (calls.get(id) ?? 0) + 1);
    heard(id);
    return answer(id);
  };
  return calls;
}
const twice = (calls: Map<number, number>) => [...calls].filter(([, times]) => times > 1);
const everybody = Array.from({ length: PEOPLE }, (_, index) => index + 1);

describe('in a sequence that can be repeated', () => {
  test('nobody begins it twice who was added before a stop', async () => {
    const world = await setUp({ repeat: true });
    const calls = counting(world, (id) => {
      if (id === 30) void world.stop();
    });
    await world.start();
    const { added } = (await world.reach('cancelled')).counts;
    expect(added).toBeGreaterThanOrEqual(30);
    world.world.answer = () => undefined;
    const again = counting(world);
    await world.start();
    const end = await world.reach('done');
    expect(end.counts).toEqual({ added: PEOPLE - added, already: added, gone: 0, refused: 0, unknown: 0 });
    expect([...calls.keys(), ...again.keys()].toSorted((a, b) => a - b)).toEqual(everybody);
    const { all } = await world.report();
    expect(all.map(({ id, outcome }) => [id, outcome])).toEqual(
      everybody.map((id) => [id, calls.has(id) ? 'already' : 'added']),
    );
  });

  test('nobody is sent a third time, by a press for the larger group too, also after a new start', async () => {
    const world = await setUp({ repeat: true });
    const calls = counting(world);
    await world.start();
    await world.reach('done');
    for (const group of ['start', 'midway'] as const) {
      world.told.length = 0;
      world.restart();
      await world.start(group);
      await world.reach('done');
    }
    expect(world.told.at(-1)?.counts).toMatchObject({ added: 0, already: PEOPLE, unknown: 0 });
    expect(calls.size).toBe(PEOPLE);
    expect(twice(calls)).toEqual([]);
  });

  test('of more than one page of outcomes nobody is sent again', async () => {
    const world = await setUp({ repeat: true, people: 1050 });
    const calls = counting(world);
    for (let time = 0; time < 2; time += 1) {
      world.told.length = 0;
      await world.start();
      await world.reach('done');
    }
    expect(calls.size).toBe(1050);
    expect(twice(calls)).toEqual([]);
  });

  test('whom Kit refused is sent again', async () => {
    const refused = fail({ kind: 'invalid' as const, messages: ['No'] });
    const world = await setUp({ repeat: true, answer: (id) => (id === 6 ? refused : undefined) });
    await world.start();
    expect((await world.reach('done')).counts.refused).toBe(1);
    world.told.length = 0;
    world.world.answer = () => undefined;
    const calls = counting(world);
    await world.start();
    await world.reach('done');
    expect([...calls]).toEqual([[6, 1]]);
  });
});

test('in a sequence that cannot be repeated, Kit itself says who is in it', async () => {
  const world = await setUp();
  const calls = counting(world);
  for (let time = 0; time < 2; time += 1) {
    world.told.length = 0;
    await world.start();
    await world.reach('done');
  }
  expect(twice(calls)).toHaveLength(PEOPLE);
  expect(world.told.at(-1)?.counts).toMatchObject({ added: 0, already: PEOPLE });
});
