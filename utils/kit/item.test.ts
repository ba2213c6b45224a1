import * as v from 'valibot';
import { expect, test } from 'vitest';
import { asSent, usable } from './item.ts';

/** Needs nothing, so that only what it is not can make it unusable. */
const anything = usable(v.looseObject({ name: v.nullish(v.string()) }));
const named = usable(v.looseObject({ id: v.number(), name: v.nullable(v.string()) }));

test.each<[string, unknown]>([
  ['nothing', null],
  ['what is missing', undefined],
  ['text', 'Jo'],
  ['a number', 7],
  ['true', true],
  ['an empty list', []],
  ['a list', [{ name: 'Jo' }]],
])('%s cannot be used', (_, sent) => {
  expect(anything(sent)).toBeNull();
});

test('what can be used as it is is given itself', () => {
  const sent = { id: 7, name: 'Jo', constructor: 'theirs' };
  expect(named(sent)).toBe(sent);
});

test('a field that cannot be used is null in a copy, and what Kit sent stays known', () => {
  const sent = { id: 7, name: 8, more: [1] };
  const read = named(sent);
  expect(read).toEqual({ id: 7, name: null, more: [1] });
  expect(read && asSent(read)).toBe(sent);
  expect(sent.name).toBe(8);
});

test('without a field that is needed there is nothing', () => {
  expect(named({ id: '7', name: 'Jo' })).toBeNull();
});
