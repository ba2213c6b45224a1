import { describe, expect, test } from 'vitest';
import { nextRestore } from './machine.ts';
import type { CreatedSequence, Restore, RestoreState, Search, TwinSearch } from './restore.ts';
import { restoreOf } from './testing/fakes.ts';

const LOOKED: Search = { looks: 2, waited: 3000, look: null };
const unreachable = { kind: 'unreachable' } as const;
const then = { step: 'done' } as const;
const comparison = { same: 3, different: [], notRestorable: [] };
const email = (id: number) => ({ id, fingerprint: `e${id}` });
const made: CreatedSequence = {
  ...{ sequenceId: 9001, fingerprint: 'p', named: false },
  // Kit took no second one.
  emails: [email(1), null, email(3), email(4)],
};
const published = [false, true, false, true];
const on = (state: RestoreState, event: Parameters<typeof nextRestore>[1], change: Partial<Restore> = {}) =>
  nextRestore(restoreOf({ state, made, comparison, ...change }), event);

describe('a stop', () => {
  const stop = { event: 'stop', by: 'person', at: 5000 } as const;
  test.each<[RestoreState, Partial<Restore>, string]>([
    [{ step: 'checking' }, { lostAt: null }, 'nothing'],
    [{ step: 'creating', form: 'full', sends: 0 }, { lostAt: null }, 'nothing'],
    [{ step: 'creating', form: 'full', sends: 1 }, { lostAt: 4000 }, 'unsure'],
    [{ step: 'naming' }, { lostAt: 4000 }, 'something'],
    [{ step: 'finding', lost: unreachable, sends: 1, undo: false, ...LOOKED }, { lostAt: null }, 'unsure'],
  ])('at %j with %j leaves %s', (state, change, left) => {
    expect(on(state, stop, change).state).toEqual({ step: 'cancelled', left, kept: null });
  });
});

describe('what Kit refused', () => {
  const step = 'matching' as const;
  const matching = { step, email: 1, of: 4, lost: unreachable, sends: 1, ...LOOKED };
  const leftOut = [0, 1].map((email) => ({ email, fields: ['send_days'], messages: ['No'] }));
  const never = { event: 'never made', published } as const;
  const one = { ...made, emails: [email(1)] };

  test('an email of which Kit said no is left out, and the next one written', () => {
    const next = on({ ...matching, refused: ['Taken'] }, never, { made: one, leftOut });
    expect(next.leftOut).toEqual([leftOut[0], { email: 1, fields: [], messages: ['Taken'] }]);
    expect(next.made?.emails).toEqual([email(1), null]);
    expect(next.state).toEqual({ step: 'writing', email: 2, of: 4, minimal: false, sends: 0 });
  });

  test('an email that got lost is written in full again, and only what was refused of it forgotten', () => {
    const next = on({ ...matching, refused: null }, never, { made: one, leftOut });
    expect(next.leftOut).toEqual([leftOut[0]]);
    expect(next.state).toEqual({ step: 'writing', email: 1, of: 4, minimal: false, sends: 1 });
  });

  test('that an email is published: it is named, and the next one follows', () => {
    const next = on(
      { step: 'publishing', email: 0, of: 4 },
      { event: 'left out', messages: ['No'], published: [true, true, false, true] },
      { leftOut },
    );
    expect(next.leftOut).toEqual([...leftOut, { email: 0, fields: ['published'], messages: ['No'] }]);
    expect(next.state).toEqual({ step: 'publishing', email: 3, of: 4 });
  });

  test('its own name: that is named, and all is read back', () => {
    const next = on({ step: 'naming' }, { event: 'left out', messages: ['No'], published }, { leftOut });
    expect(next.leftOut).toEqual([...leftOut, { email: null, fields: ['name'], messages: ['No'] }]);
    expect(next).toMatchObject({ made: { named: false }, state: { step: 'comparing' } });
  });
});

test('emails that were published are published one after the other, but for those that Kit did not take', () => {
  const from = (at: number) =>
    on(
      { step: 'publishing', email: at, of: 4 },
      { event: 'published', published: [true, true, false, true] },
    );
  expect(from(0).state).toEqual({ step: 'publishing', email: 3, of: 4 });
  expect(from(3).state).toEqual({ step: 'naming' });
});

test('once it has its name it is read back', () => {
  const next = on({ step: 'naming' }, { event: 'named' });
  expect(next.made).toEqual({ ...made, named: true });
  expect(next.state).toEqual({ step: 'comparing' });
});

test('after the comparison it is looked for twins from the start, with what is named already', () => {
  const next = on({ step: 'comparing' }, { event: 'compared', comparison, named: [7] });
  const search = { looks: 0, waited: 0, look: null };
  expect(next.state).toEqual({ step: 'rechecking', then, sends: 0, named: [7], ...search });
  expect(next.comparison).toBe(comparison);
});

test('a look that shows nothing yet is counted', () => {
  const state = { step: 'finding', lost: unreachable, sends: 1, undo: false, ...LOOKED } as const;
  expect(on(state, { event: 'not yet', waited: 500 }).state).toEqual({ ...state, looks: 3, waited: 3500 });
});

describe('twins', () => {
  const twins: TwinSearch = { then, sends: 2, named: [5], ...LOOKED };
  const rechecking = { step: 'rechecking', ...twins } as const;
  const twin = { sequenceId: 9002, why: { kind: 'edited' } } as const;
  const earlier = { sequenceId: 9003, why: { kind: 'edited' } } as const;
  const REMOVALS: RestoreState[] = [
    { ...twins, step: 'removing twin', sequenceId: 9002 },
    { ...twins, step: 'removing email', id: 7, subject: 'Hello' },
  ];

  test.each([
    [REMOVALS[0], { event: 'twin removed' }],
    [REMOVALS[1], { event: 'email removed' }],
  ] as const)('%j, %j: they are looked for on, and the next removal begins to count anew', (state, event) => {
    expect(state && on(state, event).state).toEqual({ ...rechecking, sends: 0 });
  });

  test.each(REMOVALS)('%j: a removal that fails leaves unsure whether there are any', (state) => {
    for (const event of [
      { event: 'failed', problem: { kind: 'forbidden' }, transient: false },
      { event: 'given up' },
    ] as const) {
      expect(on(state, event)).toMatchObject({ twinsUnsure: true, state: then });
    }
  });

  test('one that is kept is named beside those before', () => {
    const next = on(rechecking, { event: 'twin kept', twin }, { twins: [earlier] });
    expect(next.twins).toEqual([earlier, twin]);
    expect(next.state).toEqual({ ...rechecking, sends: 0 });
  });

  test('an email that is kept is named once, as one too many', () => {
    const next = on(rechecking, { event: 'email kept', id: 7, subject: 'Hello' });
    expect(next.comparison?.different).toEqual([
      { email: null, field: '', why: { kind: 'extra' }, was: '', is: 'Hello' },
    ]);
    expect(next.state).toEqual({ ...rechecking, sends: 0, named: [5, 7] });
  });
});

test('only a finished one notes that an exclusion is renewed, each for itself', () => {
  const event = { event: 'relink', sequenceId: 81, to: 'done' } as const;
  const relinked = { 80: 'sending' } as const;
  expect(on({ step: 'done' }, event, { relinked }).relinked).toEqual({ 80: 'sending', 81: 'done' });
  expect(on({ step: 'naming' }, event, { relinked }).relinked).toEqual(relinked);
});
