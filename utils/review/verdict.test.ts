import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Automations } from './automations.ts';
import type { Look } from './review.ts';
import type { Rules } from './rules.ts';
import { type Facts, factsOf, type Level, verdictOn } from './verdict.ts';

const other = (id: number) => ({ id, name: `Sequence ${id}` });
const NONE = { excludedFrom: [], whole: true };
const NAMED = { excludedFrom: [other(93)], whole: true };
const UNREAD = { excludedFrom: [], whole: false };
const readAutomations = (used: number, read: number, unread = 0): Automations => ({
  state: 'read',
  usedBy: Array.from({ length: used }, (_, at) => ({ id: at + 1, name: `Path ${at}`, live: true })),
  read,
  unread,
});
const readRules = (used: number, unread = 0): Rules => ({
  state: 'read',
  usedBy: Array.from({ length: used }, (_, at) => ({
    ...{ id: at + 1, name: `Rule ${at}`, live: true },
    ...{ trigger: true, action: false },
  })),
  ...{ read: used + 1, unread },
});
const facts = (change: Partial<Facts>): Facts => ({
  ...{ active: true, people: 10, published: 3, midway: { from: 0, to: 0 }, references: NONE },
  farOff: null,
  ...{ automations: null, rules: null },
  ...change,
});

const farOff = (from: number, to: number) => ({ people: { from, to }, subject: '(empty)', from: 0 });

test.each<[string, Partial<Facts>, Level, string[], string]>([
  ['nobody', { people: 0 }, 'unused', ['nobody', 'not referred to'], 'delete'],
  ['nobody, paused', { people: 0, active: false }, 'unused', ['nobody', 'not referred to'], 'delete'],
  ['nobody, named', { people: 0, references: NAMED }, 'careful', ['nobody', 'referred to'], 'wait'],
  ['all finished', {}, 'careful', ['all finished', 'not referred to'], 'wait'],
  [
    'no published email',
    { published: 0, midway: null },
    'careful',
    ['nothing published', 'not referred to'],
    'wait',
  ],
  ['midway', { midway: { from: 2, to: 4 } }, 'in use', ['midway', 'not referred to'], 'pause'],
  [
    'midway, paused',
    { midway: { from: 2, to: 4 }, active: false },
    'in use',
    ['midway', 'not referred to'],
    'wait',
  ],
  [
    'perhaps midway',
    { midway: { from: 0, to: 4 } },
    'in use',
    ['perhaps midway', 'not referred to'],
    'pause',
  ],
  ['no estimate', { midway: null }, 'in use', ['perhaps midway', 'not referred to'], 'pause'],
  [
    'midway, list unread',
    { midway: { from: 2, to: 4 }, references: UNREAD },
    'in use',
    ['midway', 'references unread'],
    'pause',
  ],
  [
    'all wait for an email that is far off',
    { midway: { from: 10, to: 10 }, farOff: farOff(10, 10) },
    'careful',
    ['far off', 'not referred to'],
    'wait',
  ],
  [
    'some wait for an email that is far off, others for one that is not',
    { midway: { from: 8, to: 9 }, farOff: farOff(6, 6) },
    'in use',
    ['midway', 'far off', 'not referred to'],
    'pause',
  ],
  [
    'perhaps somebody waits for more than an email that is far off',
    { midway: { from: 8, to: 8 }, farOff: farOff(6, 8) },
    'in use',
    ['perhaps midway', 'far off', 'not referred to'],
    'pause',
  ],
  ['people unread', { people: null }, 'unknown', ['people unread', 'not referred to'], 'pause'],
  ['list unread', { people: 0, references: UNREAD }, 'unknown', ['nobody', 'references unread'], 'pause'],
  [
    'emails unread',
    { people: 0, published: null },
    'unknown',
    ['nobody', 'emails unread', 'not referred to'],
    'pause',
  ],
  [
    'list unread, paused',
    { references: UNREAD, active: false },
    'unknown',
    ['all finished', 'references unread'],
    'wait',
  ],
  [
    'nobody, no automation',
    { people: 0, automations: readAutomations(0, 3) },
    'unused',
    ['nobody', 'not referred to', 'not used by automations'],
    'delete',
  ],
  [
    'nobody, an automation',
    { people: 0, automations: readAutomations(1, 3) },
    'careful',
    ['nobody', 'not referred to', 'used by automations'],
    'wait',
  ],
  [
    'nobody, one of the automations unread',
    { people: 0, automations: readAutomations(0, 3, 1) },
    'unknown',
    ['nobody', 'not referred to', 'automations unread'],
    'pause',
  ],
  [
    'an automation, and another unread',
    { automations: readAutomations(1, 3, 1) },
    'unknown',
    ['all finished', 'not referred to', 'used by automations', 'automations unread'],
    'pause',
  ],
  [
    'automations still being read',
    { people: 0, automations: { state: 'reading' } },
    'unknown',
    ['nobody', 'not referred to', 'automations unread'],
    'pause',
  ],
  [
    'nobody, no automation and no Rule',
    { people: 0, automations: readAutomations(0, 3), rules: readRules(0) },
    'unused',
    ['nobody', 'not referred to', 'not used by automations', 'not used by rules'],
    'delete',
  ],
  [
    'nobody, a Rule',
    { people: 0, automations: readAutomations(0, 3), rules: readRules(1) },
    'careful',
    ['nobody', 'not referred to', 'not used by automations', 'used by rules'],
    'wait',
  ],
  [
    'nobody, one of the Rules unread',
    { people: 0, automations: readAutomations(0, 3), rules: readRules(0, 1) },
    'unknown',
    ['nobody', 'not referred to', 'not used by automations', 'rules unread'],
    'pause',
  ],
  [
    'nobody, no page of Rules',
    { people: 0, automations: readAutomations(0, 3), rules: { state: 'unread', why: 'led away' } },
    'unused',
    ['nobody', 'not referred to', 'not used by automations'],
    'delete',
  ],
  [
    'midway, automations unread',
    { midway: { from: 2, to: 4 }, automations: { state: 'unread', why: 'no page' } },
    'in use',
    ['midway', 'not referred to', 'automations unread'],
    'pause',
  ],
])('%s', (_name, change, level, kinds, advice) => {
  const verdict = verdictOn(facts(change));
  expect([verdict.level, verdict.reasons.map(({ kind }) => kind), verdict.advice]).toEqual([
    level,
    kinds,
    advice,
  ]);
});

/** Neither of the last two lets anybody delete with a quiet mind. */
const GRAVITY: Record<Level, number> = { unused: 0, careful: 1, 'in use': 2, unknown: 2 };
const CAUTION = { delete: 0, wait: 1, pause: 2 };

const automations: fc.Arbitrary<Automations> = fc.oneof(
  fc.constant<Automations>({ state: 'reading' }),
  fc.constant<Automations>({ state: 'unread', why: 'refused' }),
  fc
    .record({ used: fc.nat(2), more: fc.nat(2), unread: fc.nat(2) })
    .map(({ used, more, unread }) => readAutomations(used, used + more, unread)),
);

const rules: fc.Arbitrary<Rules> = fc.oneof(
  fc.constant<Rules>({ state: 'reading' }),
  fc.constant<Rules>({ state: 'unread', why: 'led away' }),
  fc.tuple(fc.nat(2), fc.nat(2)).map((counts) => readRules(...counts)),
);

const known = fc
  .record({
    active: fc.boolean(),
    people: fc.nat(5),
    published: fc.nat(3),
    from: fc.nat(5),
    to: fc.nat(5),
    estimated: fc.boolean(),
    named: fc.nat(2),
    farOff: fc.option(fc.tuple(fc.nat(5), fc.nat(5))),
    whole: fc.boolean(),
    automations: fc.option(automations),
    rules: fc.option(rules),
  })
  .map(({ active, people, published, from, to, estimated, named, farOff, whole, ...pages }): Facts => {
    const most = Math.min(people, to);
    return {
      ...{ active, people, published, ...pages },
      midway: estimated ? { from: Math.min(from, most), to: most } : null,
      farOff: farOff && {
        people: { from: Math.min(...farOff, most), to: Math.min(Math.max(...farOff), most) },
        ...{ subject: '(empty)', from: 0 },
      },
      references: { excludedFrom: Array.from({ length: named }, (_, at) => other(at + 1)), whole },
    };
  });

const MORE: Record<string, (facts: Facts) => Facts> = {
  'somebody more, who is midway': (before) => ({
    ...before,
    people: before.people === null ? null : before.people + 1,
    midway: before.midway && { from: before.midway.from + 1, to: before.midway.to + 1 },
  }),
  'somebody more, who has had everything': (before) => ({
    ...before,
    people: before.people === null ? null : before.people + 1,
  }),
  'one more sequence that refers to it': (before) => ({
    ...before,
    references: { ...before.references, excludedFrom: [...before.references.excludedFrom, other(99)] },
  }),
  'people unread': (before) => ({ ...before, people: null, midway: null }),
  'emails unread': (before) => ({ ...before, published: null, midway: null }),
  'no estimate': (before) => ({ ...before, midway: null }),
  'list unread': (before) => ({ ...before, references: { ...before.references, whole: false } }),
  'one more automation that uses it': (before) => ({
    ...before,
    automations:
      before.automations?.state === 'read'
        ? {
            ...before.automations,
            usedBy: [...before.automations.usedBy, { id: 99, name: 'More', live: null }],
            read: before.automations.read + 1,
          }
        : before.automations,
  }),
  'one more automation that is unread': (before) => ({
    ...before,
    automations:
      before.automations?.state === 'read'
        ? { ...before.automations, unread: before.automations.unread + 1 }
        : before.automations,
  }),
  'one more Rule that uses it': (before) =>
    before.rules?.state === 'read'
      ? { ...before, rules: readRules(before.rules.usedBy.length + 1, before.rules.unread) }
      : before,
  'one more Rule that is unread': (before) =>
    before.rules?.state === 'read'
      ? { ...before, rules: readRules(before.rules.usedBy.length, before.rules.unread + 1) }
      : before,
  'Rules still being read': (before) => ({ ...before, rules: { state: 'reading' } }),
  'automations unread': (before) => ({ ...before, automations: { state: 'unread', why: 'no answer' } }),
  'list unread altogether': (before) => ({ ...before, references: UNREAD }),
};

describe('never safer by', () => {
  test.each(Object.entries(MORE))('%s', (_name, more) => {
    fc.assert(
      fc.property(known, (before) => {
        const [one, two] = [verdictOn(before), verdictOn(more(before))];
        expect(GRAVITY[two.level]).toBeGreaterThanOrEqual(GRAVITY[one.level]);
        expect(CAUTION[two.advice]).toBeGreaterThanOrEqual(CAUTION[one.advice]);
      }),
      { numRuns: 500 },
    );
  });
});

test('unused only if everything was read, nobody is in it and nothing refers to it', () => {
  fc.assert(
    fc.property(known, (before) => {
      const { people, references, automations, rules } = before;
      const unused = [automations, rules].every(
        (one) => one === null || (one.state === 'read' && one.unread === 0 && one.usedBy.length === 0),
      );
      fc.pre(rules?.state !== 'unread');
      const nothing = people === 0 && references.whole && references.excludedFrom.length === 0 && unused;
      expect(verdictOn(before).level === 'unused').toBe(nothing);
    }),
  );
});

test('a page of Rules that cannot be read at all counts as not checked', () => {
  fc.assert(
    fc.property(known, (before) => {
      const unread = verdictOn({ ...before, rules: { state: 'unread', why: 'not understood' } });
      expect(unread).toEqual(verdictOn({ ...before, rules: null }));
    }),
  );
});

describe('the facts of a look', () => {
  const look: Look = {
    id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
    at: 0,
    account: { id: 1, name: 'Juniper' },
    pageAccountId: 1,
    sequence: { id: 80, name: 'Welcome', active: true, updated_at: '', subscriber_count: 12 },
    activeSubscribers: { known: true, value: 10 },
    allSubscribers: null,
    emails: { known: true, value: { published: 3, drafts: 1 } },
    schedule: [],
    references: UNREAD,
    automations: null,
    rules: null,
  };
  const range = { from: 2, to: 4 };
  const estimate = {
    waiting: [],
    midway: range,
    finished: range,
    unsent: range,
    farOff: null,
    causes: [],
    caveats: [],
  };

  test('before anything else was read', () => {
    expect(factsOf(look, null)).toEqual(facts({ people: 12, midway: null, references: UNREAD }));
  });

  test('people whom only the counter knows yet may have emails to come', () => {
    expect(factsOf(look, { estimate, references: NONE, automations: null, rules: null })).toEqual(
      facts({ people: 12, midway: { from: 2, to: 6 } }),
    );
  });

  test('an email that is far off is called by its subject', () => {
    const email = { id: 7, subject: '(empty)', published: true, position: 0, delay_value: 999 };
    const schedule = [{ ...email, delay_unit: 'days', send_days: null }];
    const parked = { ...estimate, farOff: { emailId: 7, people: range, from: 5 } };
    const found = { estimate: parked, references: NONE, automations: null, rules: null };
    expect(factsOf({ ...look, schedule }, found).farOff).toEqual({
      people: range,
      subject: '(empty)',
      from: 5,
    });
  });

  test('what could not be read is null', () => {
    const unread = { known: false, problem: { kind: 'timeout' } } as const;
    expect(factsOf({ ...look, activeSubscribers: unread, emails: unread }, null)).toMatchObject({
      people: null,
      published: null,
    });
  });
});
