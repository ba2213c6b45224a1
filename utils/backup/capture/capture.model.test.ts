import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail } from '../../result.ts';
import { memoryStore } from '../testing/memory-store.ts';
import { captureBackup } from './capture.ts';
import { arbitraryFilters } from './testing/arbitrary.ts';
import { crashAt } from './testing/crash-simulator.ts';
import { type KitWorld, kitOf, type WorldPerson } from './testing/world.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 20, 9, 30);
const what = { account: { id: 1, name: 'Juniper' }, sequenceId: 80, id: 'the one' };

/** People who were added one after the other: at once, over seconds, or over years. */
const group = fc.record({
  people: fc.nat(6000),
  daysAgo: fc.oneof(fc.nat(800), fc.constantFrom(0, 1, 300)),
  every: fc.constantFrom(0, 0, 7, 1000, 60_000, 3_000_000),
});
const late = fc.record({ after: fc.nat(40_000), lag: fc.nat(20_000) });
const world: fc.Arbitrary<KitWorld> = fc
  .record({
    groups: fc.array(group, { minLength: 1, maxLength: 5 }),
    undated: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 30 })),
    lates: fc.array(late, { maxLength: 20 }),
    filters: arbitraryFilters,
    perPage: fc.constantFrom(1000, 1000, 700),
    latency: fc.constantFrom(0, 100, 900),
  })
  .map(({ groups, undated, lates, filters, perPage, latency }) => {
    const people: WorldPerson[] = [];
    const add = (addedAt: number | null, shownAt: number) =>
      people.push({ id: 1 + people.length * 3, addedAt, shownAt });
    for (const { people, daysAgo, every } of groups) {
      const from = START - daysAgo * DAY;
      for (let at = 0; at < people; at += 1) add(Math.min(START, from + at * every), 0);
    }
    for (let at = 0; at < undated; at += 1) add(null, 0);
    for (const { after, lag } of lates) add(START + after, START + after + lag);
    return { now: START, people, filters, perPage, latency };
  });

const kill = fc.record({ at: fc.nat(80), effect: fc.constantFrom('before' as const, 'after' as const) });
const passing = fc.constantFrom(
  { kind: 'timeout' as const },
  { kind: 'server error' as const, status: 502 },
  { kind: 'rate limited' as const },
);

test('whatever Kit means, whoever comes, and however often it is killed: everybody is in it, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(kill, { maxLength: 3 }),
      fc.array(fc.option(passing, { freq: 2 }), { maxLength: 40 }),
      async (first, kills, faults) => {
        const disk = memoryStore();
        const live = { ...first };
        const left = [...faults];
        live.meanwhile = () => {
          const problem = left.shift();
          return problem ? fail(problem) : undefined;
        };
        const ends = [...kills];
        for (;;) {
          const end = ends.shift();
          const faultsBefore = left.length;
          const { world, store, killed } = end
            ? crashAt(end.at, end.effect, live, disk)
            : { world: live, store: disk, killed: new Promise<never>(() => undefined) };
          const kit = kitOf(world);
          const tools = {
            kit,
            store,
            signal: new AbortController().signal,
            tell: () => undefined,
            now: () => world.now,
            sleep: async (ms: number) => {
              world.now += ms;
            },
          };
          const taken = await Promise.race([killed, captureBackup(tools, what)]);
          live.now = world.now;
          if (taken === 'killed') continue;
          // Only where all tries of a request failed. A person tries again then.
          if (!taken.ok && taken.problem.kind === 'kit' && faultsBefore - left.length >= 4) continue;
          expect(taken).toMatchObject({ ok: true, value: { id: 'the one' } });
          const ids: number[] = [];
          for await (const { name, text } of (await disk.open('the one'))?.parts() ?? []) {
            if (name.startsWith('people/')) for (const { id } of JSON.parse(text)) ids.push(id);
          }
          expect(new Set(ids).size).toBe(ids.length);
          const kept = new Set(ids);
          const counted = live.people.filter(({ shownAt }) => shownAt <= kit.countedAt);
          expect(counted.filter(({ id }) => !kept.has(id))).toEqual([]);
          break;
        }
      },
    ),
    { numRuns: 25 },
  );
});
