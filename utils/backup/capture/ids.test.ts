import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet, PeopleSet } from './ids.ts';

const id = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 0, max: 5 }).map((high) => high * 2 ** 32),
);

test('says of each id whether it is new, as a Set would', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 2000, size: 'max' }), (ids) => {
      const [set, plain] = [new IdSet(), new Set<number>()];
      const said = ids.map((one) => set.add(one));
      const right = ids.map((one) => !plain.has(one) && plain.add(one) === plain);
      expect(said).toEqual(right);
      expect(set.size).toBe(plain.size);
    }),
    { numRuns: 30 },
  );
});

test('100,000 ids that follow each other, from both ends of 32 bits', () => {
  const set = new IdSet();
  const added = (first: number) =>
    Array.from({ length: 100_000 }, (_, at) => set.add(first + at)).filter(Boolean).length;
  for (const first of [1, 2 ** 32 - 50_000]) {
    expect(added(first)).toBe(100_000);
    expect(added(first)).toBe(0);
  }
  expect(set.size).toBe(200_000);
});

test('people are told apart by their ids, and without one by all that is known of them', () => {
  const set = new PeopleSet();
  const people = [{ id: 1 }, { id: 2 ** 60 }, { id: '1' }, { id: null, name: 'Jo' }, null, 'Jo', [1]];
  expect(people.map((person) => set.add(person))).toEqual(people.map(() => true));
  expect([...structuredClone(people), { id: 1, name: 'Jo' }].map((person) => set.add(person))).not.toContain(
    true,
  );
  expect(set.size).toBe(people.length);
});
