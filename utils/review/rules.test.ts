import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rulesIn } from './rules.ts';

const ACCOUNT = 29;
const SEQUENCE = 80;
const step = (resource_type: unknown, resource_id: unknown) => ({ resource_type, resource_id });
const HERE = step('Sequence', SEQUENCE);
const FORM = step('Form', 11);
const TAG = step('Tag', SEQUENCE);
const rule = (triggers: unknown, actions: unknown, more = {}) => ({
  ...{ id: 7, name: 'Guests', live: undefined, active: true },
  ...{ triggers, actions, ...more },
});
const page = (...rules: unknown[]) => ({ account: ACCOUNT, automations: null, rules, nodes: null });
const read = (said: unknown) => rulesIn(said, ACCOUNT, SEQUENCE);

test('a Rule uses the sequence as its trigger, as its action, or as both', () => {
  const guests = { id: 7, name: 'Guests', live: true };
  const rules = [
    rule([HERE], [FORM]),
    rule([FORM, TAG], [TAG, HERE]),
    rule([HERE], [HERE]),
    rule([FORM], [TAG]),
  ];
  expect(read(page(...rules))).toEqual({
    state: 'read',
    usedBy: [
      { ...guests, trigger: true, action: false },
      { ...guests, trigger: false, action: true },
      { ...guests, trigger: true, action: true },
    ],
    read: 4,
    unread: 0,
  });
  expect(read(page())).toEqual({ state: 'read', usedBy: [], read: 0, unread: 0 });
});

test.each<[string, unknown]>([
  ['no number', rule([FORM], [TAG], { id: 'x' })],
  ['no triggers told', rule(undefined, [TAG])],
  ['no trigger', rule([], [TAG])],
  ['no action', rule([FORM], [])],
  ['actions of another shape', rule([FORM], { sequence: SEQUENCE })],
  ['a step that says nothing', rule([FORM], [{}])],
  ['a sequence without a number', rule([FORM], [step('Sequence', null)])],
  ['a thing of no kind without a number', rule([FORM], [step(null, null)])],
  ['an unknown kind of thing with the same number', rule([step('Journey', SEQUENCE)], [TAG])],
  ['text', 'Guests'],
])('a Rule that cannot be told is unread: %s', (_name, odd) => {
  expect(read(page(odd, rule([FORM], [TAG])))).toMatchObject({
    state: 'read',
    usedBy: [],
    read: 1,
    unread: 1,
  });
  // Where none can be told, the page is not what it is taken for.
  expect(read(page(odd))).toEqual({ state: 'unread', why: 'not understood' });
});

test('a link that is clicked, without a number, is no sequence', () => {
  expect(read(page(rule([step('Link', null)], [TAG])))).toMatchObject({ read: 1, unread: 0 });
});

test('what is found counts, whatever else of the Rule makes no sense', () => {
  expect(read(page(rule([{}], [HERE])))).toMatchObject({
    usedBy: [{ trigger: false, action: true }],
    unread: 0,
  });
});

test.each<[string, unknown, string]>([
  ['a redirect, as to billing', { status: 0 }, 'led away'],
  ['403', { status: 403 }, 'refused'],
  ['silence', null, 'no answer'],
  ['another account', { ...page(), account: 31 }, 'another account'],
  ['no account', { ...page(), account: null }, 'not understood'],
  ['no list', { ...page(), rules: null }, 'not understood'],
  ['text', '<html>', 'not understood'],
])('%s', (_name, said, why) => {
  expect(read(said)).toEqual({ state: 'unread', why });
});

test('whatever a page holds, no Rule gets lost', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.anything(), fc.constant(rule([HERE], [FORM])))), (rules) => {
      const told = read(page(...rules));
      if (told.state === 'read') expect(told.read + told.unread).toBe(rules.length);
      else expect(rules.length).toBeGreaterThan(0);
    }),
  );
});
