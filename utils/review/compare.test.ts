import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesSince } from './compare.ts';
import type { Reading, Readings } from './review.ts';

const sequence = {
  id: 80,
  name: 'Welcome series',
  active: true,
  updated_at: '2026-11-02T09:00:00Z',
  email_count: 5,
  subscriber_count: 10,
  send_days: ['monday'],
};
const known = (value: number): Reading<number> => ({ known: true, value });
const unread: Reading<number> = { known: false, problem: { kind: 'timeout' } };
const readings = (people: Reading<number>, settings: Partial<Readings['sequence']> = {}): Readings => ({
  activeSubscribers: people,
  sequence: { ...sequence, ...settings },
});
const before = readings(known(10));
const kinds = (now: Readings, from = before) => changesSince(from, now).map(({ kind }) => kind);

const anything = fc.record({
  activeSubscribers: fc.oneof(fc.nat().map(known), fc.constant(unread)),
  sequence: fc.record({
    id: fc.integer({ min: 1 }),
    name: fc.string(),
    active: fc.boolean(),
    updated_at: fc.string(),
    subscriber_count: fc.nat(),
    unknown_to_us: fc.jsonValue(),
  }),
});

test('nothing changed is no change', () => {
  fc.assert(
    fc.property(anything, (review) => {
      expect(changesSince(review, structuredClone(review))).toEqual([]);
    }),
  );
});

test('more people are a change, with the numbers; fewer are none', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (list1, count1, list2, count2) => {
      const from = Math.max(list1, count1);
      const to = Math.max(list2, count2);
      const changes = changesSince(
        readings(known(list1), { subscriber_count: count1 }),
        readings(known(list2), { subscriber_count: count2 }),
      );
      expect(changes).toEqual(to > from ? [{ kind: 'more people', from, to }] : []);
    }),
  );
});

test('people where the review could not tell', () => {
  const blind = readings(unread, { subscriber_count: 0 });
  expect(changesSince(blind, readings(known(3), { subscriber_count: 0 }))).toEqual([
    { kind: 'more people', from: null, to: 3 },
  ]);
  expect(kinds(readings(known(0), { subscriber_count: 0 }), blind)).toEqual([]);
  expect(kinds(blind, blind)).toEqual([]);
  expect(kinds(readings(unread))).toEqual(['count unreadable']);
});

test('renamed, paused, resumed', () => {
  const updated_at = '2026-11-03T09:00:00Z';
  expect(changesSince(before, readings(known(10), { name: 'New', updated_at }))).toEqual([
    { kind: 'renamed', to: 'New' },
  ]);
  expect(kinds(readings(known(10), { active: false, updated_at }))).toEqual(['paused']);
  expect(kinds(before, readings(known(10), { active: false, updated_at }))).toEqual(['resumed']);
  expect(kinds(readings(known(11), { name: 'New', active: false, updated_at }))).toEqual([
    'more people',
    'renamed',
    'paused',
  ]);
});

test('edited: a setting, an email, a field that Kit added, or the time stamp alone', () => {
  expect(kinds(readings(known(10), { email_count: 6 }))).toEqual(['edited']);
  expect(kinds(readings(known(10), { send_days: ['friday'] }))).toEqual(['edited']);
  expect(kinds(readings(known(10), { brand_new: 1 }))).toEqual(['edited']);
  expect(kinds(readings(known(10), { updated_at: '2026-11-03T09:00:00Z' }))).toEqual(['edited']);
  expect(kinds(readings(known(10), { name: 'New', email_count: 6 }))).toEqual(['renamed', 'edited']);
});

test('numbers that move by themselves are no edit', () => {
  expect(kinds(readings(known(10), { subscriber_count: 9, stats: { opens: 7 } }))).toEqual([]);
});
