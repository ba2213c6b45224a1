import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_UNSEEN, MOST_LOOKS_A_DAY, nextLookAt, roomForLook } from './looks.ts';
import { lookAtOnce } from './machine.ts';
import { mostWithin } from './testing/watched-kit.ts';
import type { Seen, Watch } from './watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 20_000 * DAY;

const seen: fc.Arbitrary<Seen> = fc.record({
  at: fc.constant(NOW),
  isActive: fc.boolean(),
  waiting: fc.option(fc.record({ from: fc.constant(0), to: fc.nat(50) })),
  until: fc.option(
    fc
      .tuple(fc.integer({ min: -DAY, max: 90 * DAY }), fc.nat(3 * DAY))
      .map(([from, wide]) => ({ from: NOW + from, to: NOW + from + wide })),
  ),
  added: fc.constant(0),
});

test('the next look is in three days at most, an hour at least, and none is made before it can tell something', () => {
  fc.assert(
    fc.property(seen, (saw) => {
      const next = nextLookAt(NOW, saw);
      expect(next).toBeGreaterThanOrEqual(NOW + HOUR);
      expect(next).toBeLessThanOrEqual(NOW + LONGEST_UNSEEN);
      const { until, waiting, isActive } = saw;
      if (!isActive || !until || !waiting || waiting.to === 0) {
        expect(next).toBe(NOW + DAY);
        return;
      }
      // Within the time that it may go without a look, it looks when everybody is through, and not before.
      if (until.to <= NOW) expect(next).toBeLessThanOrEqual(NOW + DAY);
      else if (next < NOW + LONGEST_UNSEEN) expect(next).toBeGreaterThan(until.to);
      if (until.to > NOW + HOUR && until.to <= NOW + DAY) expect(next - until.to).toBeLessThanOrEqual(HOUR);
    }),
  );
});

test('a sequence of 60 days is looked at twenty times, and at its end', () => {
  const until = { from: NOW + 60 * DAY, to: NOW + 60 * DAY + 30 * MINUTE };
  const times = [NOW];
  for (let at = NOW; at < until.to; times.push(at)) {
    at = nextLookAt(at, { at, isActive: true, waiting: { from: 1, to: 1 }, until, added: 0 });
  }
  expect(times).toHaveLength(22);
  expect((times.at(-1) ?? 0) - until.to).toBeLessThanOrEqual(HOUR);
});

const watch = (nth: number, account = 1) => ({
  ...{ id: `w${nth}`, order: nth + 1, looks: [] as number[] },
  state: { step: 'resting', lookAt: 0 } as Watch['state'],
  review: { account: { id: account, name: '' } } as Watch['review'],
});

test('whoever looks whenever, in one account no more than 24 looks are made in any 24 hours, and each has its turn', () => {
  const step = fc.record({ who: fc.nat(59), after: fc.oneof(fc.nat(HOUR), fc.constant(0)) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 200 }), (steps) => {
      const all = Array.from({ length: 60 }, (_, nth) => watch(nth, nth % 10 === 9 ? 2 : 1));
      const made: Record<number, number[]> = { 1: [], 2: [] };
      let now = NOW;
      for (const { who, after } of steps) {
        now += after;
        const one = all[who] as ReturnType<typeof watch>;
        Object.assign(one, lookAtOnce(one, now));
        const room = roomForLook(one, all, now);
        if (room === null) made[one.review.account.id]?.push(now);
        else {
          expect(room).toBeGreaterThan(now);
          expect(room).toBeLessThanOrEqual(now + DAY);
          one.looks.pop();
        }
        one.state = { step: 'resting', lookAt: 0 };
      }
      for (const times of Object.values(made)) {
        expect(mostWithin(times, DAY)).toBeLessThanOrEqual(MOST_LOOKS_A_DAY);
      }
    }),
  );
});

test('all that begin at once: the first 24 look, and the others are put off until one of these is a day old', () => {
  const looking = { state: { step: 'looking' } } as const;
  for (const apart of [0, 1]) {
    const looks = (nth: number) => ({ looks: [NOW + apart * nth], ...looking });
    const all = Array.from({ length: 40 }, (_, nth) => ({ ...watch(nth), ...looks(nth) }));
    const rooms = all.map((one) => roomForLook(one, all, NOW + 100));
    expect(rooms.slice(0, 24)).toEqual(Array.from({ length: 24 }, () => null));
    expect(rooms.slice(24)).toEqual(Array.from({ length: 16 }, (_, nth) => NOW + apart * nth + DAY));
  }
});

test('a clock that was set back silences nobody for longer than a day', () => {
  const all = Array.from({ length: 30 }, (_, nth) => ({ ...watch(nth), looks: [NOW + 10 * DAY] }));
  for (const one of all) expect(roomForLook(one, all, NOW) ?? 0).toBeLessThanOrEqual(NOW + DAY);
});
