import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Basis, estimateFrom } from './estimate.ts';
import { simulate } from './testing/estimate-simulator.ts';
import { anyWorld, ordinaryWorld, shownOf } from './testing/estimate-worlds.ts';
import { untilNobodyWaits } from './until.ts';

const few = ordinaryWorld.map((world) => ({ ...world, people: 1 + Math.min(world.people, 200) }));

test('at the latest nobody waits, before that somebody may, and before the earliest somebody does', () => {
  let between = 0;
  fc.assert(
    fc.property(few, (world) => {
      const truth = simulate(world);
      const basis: Basis = { ...world, active: truth.active };
      const added = truth.list(null);
      const until = untilNobodyWaits(basis, { added, unread: 0 });
      if (added.length === 0 || !until || !world.emails.some(({ published }) => published)) return;
      const midway = (now: number) =>
        estimateFrom({ ...basis, now }, { added, unread: 0, lookedAt: 'all' })?.midway;
      const { from, to } = until;
      expect(midway(Math.max(to, world.now))?.to).toBe(0);
      if (to > world.now + 1000) expect(midway(to - 1)?.to).toBeGreaterThan(0);
      if (from > world.now) expect(midway(from - 1)?.from).toBeGreaterThan(0);
      if (from > world.now && from < to) between += 1;
    }),
    { numRuns: 300 },
  );
  expect(between).toBeGreaterThan(10);
});

test('whoever cannot be read may have been added just now', () => {
  fc.assert(
    fc.property(few, (world) => {
      const basis: Basis = { ...world, active: 5 };
      const added = [world.now - 1000];
      const whole = untilNobodyWaits(basis, { added, unread: 0 });
      for (const looked of [null, { added, unread: 1 }, { added: [...added, null], unread: 0 }]) {
        const open = untilNobodyWaits(basis, looked);
        expect(open === null).toBe(whole === null);
        if (open && whole) expect(open.to).toBeGreaterThanOrEqual(whole.to);
        if (open && whole) expect(open.from).toBeLessThanOrEqual(whole.from);
      }
    }),
    { numRuns: 100 },
  );
});

test('nobody can say of a sequence that is paused, that repeats, or of which too little is known', () => {
  fc.assert(
    fc.property(
      anyWorld.chain((world) => shownOf(world).map((shown) => ({ ...world, ...shown }))),
      (world) => {
        const { sequence, emails, now } = world;
        const until = untilNobodyWaits({ sequence, emails, active: 1, now }, { added: [now], unread: 0 });
        if (!sequence.active || sequence.repeat) expect(until).toBeNull();
        const isUnknown = emails.some(
          ({ published, delay_unit }) => published && delay_unit === 'fortnights',
        );
        if (isUnknown) expect(until).toBeNull();
        if (until) expect(until.from).toBeLessThanOrEqual(until.to);
      },
    ),
    { numRuns: 300 },
  );
});
