import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createdAt, type Filter, People, subscriberIn } from './kit/people.ts';
import type { State } from './kit/types.ts';

const time = fc.integer({ min: -50, max: 150 });
const state = fc.constantFrom<State>('active', 'cancelled');
const block = fc.record({
  count: fc.nat(30),
  state,
  firstId: fc.nat(10),
  addedAt: fc.nat(100),
  every: fc.nat(7),
  createdAt: fc.nat(100),
});
const date = fc.oneof({ weight: 9, arbitrary: time }, fc.constant(Number.NaN));
const filter: fc.Arbitrary<Filter> = fc.record(
  { state, addedAfter: date, addedBefore: date, createdAfter: date, createdBefore: date },
  { requiredKeys: [] },
);

test('those who are found are those whom the filter means, one by one', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 4 }), filter, fc.nat(100), (blocks, wanted, place) => {
      const people = new People(blocks);
      const { addedAfter, addedBefore, createdAfter, createdBefore } = wanted;
      const isWithin = (at: number, after = -1e9, before = 1e9) => at > after && at < before;
      const everybody = blocks.flatMap((block) =>
        Array.from({ length: block.count }, (_, index) => ({ block, index })),
      );
      const right = everybody.flatMap(({ block, index }, at) =>
        (wanted.state ?? block.state) === block.state &&
        isWithin(block.addedAt + index * block.every, addedAfter, addedBefore) &&
        isWithin(createdAt(block, index), createdAfter, createdBefore)
          ? [at]
          : [],
      );
      expect([...people.oldestFirst(wanted)]).toEqual(right);
      expect([...people.newestFirst(wanted)]).toEqual(right.toReversed());
      expect(people.count(wanted)).toBe(right.length);
      expect([...people.oldestFirst(wanted, place)]).toEqual(right.filter((at) => at > place));
      expect([...people.newestFirst(wanted, place)]).toEqual(right.filter((at) => at < place).toReversed());
      for (const at of right) {
        const { block, index } = everybody[at] ?? expect.fail();
        expect(people.at(at)).toEqual(subscriberIn(block, index));
      }
    }),
    { numRuns: 300 },
  );
});

test('a million people between two dates are counted and paged at once', () => {
  const people = new People().with({
    count: 1_000_000,
    state: 'active',
    firstId: 1,
    addedAt: 0,
    every: 1000,
  });
  const started = process.threadCpuUsage();
  const wanted = { addedAfter: 400_000_000, addedBefore: 600_000_000 };
  expect(people.count(wanted)).toBe(199_999);
  expect(people.newestFirst(wanted).next().value).toBe(599_999);
  expect(people.oldestFirst(wanted).next().value).toBe(400_001);
  // In µs of work, which others on a busy machine do not add to.
  expect(process.threadCpuUsage(started).user).toBeLessThan(20_000);
});
