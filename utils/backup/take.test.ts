import { expect, test } from 'vitest';
import { ok } from '../result.ts';
import { memoryStore } from './memory-store.ts';
import { takeBackup } from './take.ts';
import { kitOf, type World } from './taking/world.ts';

const DAY = 86_400_000;
const plain = { includes: false, unit: 'moment', offset: 0 } as const;
const filters = { after: plain, before: plain, kind: 'honoured' } as const;
const account = { id: 1, name: 'Juniper' };

function worldOf(people: number, change: Partial<World> = {}): World {
  const now = Date.UTC(2026, 10, 20);
  return {
    now,
    people: Array.from({ length: people }, (_, at) => ({
      id: 1_000_000 + at,
      addedAt: now - 700 * DAY + Math.floor((at / people) * 690 * DAY),
      shownAt: 0,
    })),
    filters,
    perPage: 1000,
    latency: 100,
    ...change,
  };
}

test('everybody is kept once', async () => {
  const world = worldOf(40_000);
  const kit = kitOf(world);
  const store = memoryStore();
  const taken = await takeBackup(
    {
      kit,
      store,
      signal: new AbortController().signal,
      tell: () => undefined,
      now: () => world.now,
      sleep: async (ms) => {
        world.now += ms;
      },
    },
    { account, sequenceId: 80 },
  );
  expect(taken).toMatchObject(ok({ people: { kept: 40_000, expected: 40_000 } }));
});
