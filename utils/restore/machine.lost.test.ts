import { expect, test } from 'vitest';
import { MOST_SENDS, nextRestore, type RestoreEvent } from './machine.ts';
import type { Restore, RestoreState, Search, TwinSearch, Work } from './restore.ts';
import { restoreOf } from './testing/fakes.ts';

const at = 5000;
const LOOKED: Search = { looks: 2, waited: 3000, look: null };
const then = { step: 'done' } as const;
const unreachable = { kind: 'unreachable' } as const;
const made = { sequenceId: 9001, fingerprint: 'p', emails: [], named: false };
const LOST = [
  { event: 'reply lost', problem: unreachable, at },
  { event: 'taken up', at },
] as const;
const after = (
  state: RestoreState,
  event: Parameters<typeof nextRestore>[1],
  change: Partial<Restore> = {},
) => nextRestore(restoreOf({ state, ...change }), event);

const twins: TwinSearch = { then, sends: 1, named: [5], ...LOOKED };
const removals: Work[] = [
  { step: 'removing twin', sequenceId: 9002, ...twins },
  { step: 'removing email', id: 7, subject: 'Hello', ...twins },
];

test.each(removals)('$step: a lost reply is counted, and what is there is looked for as before', (state) => {
  for (const event of LOST) {
    expect(after(state, event).state).toEqual({ step: 'rechecking', ...twins, sends: 2 });
  }
});

test.each(LOST)('$event: what may have been made is looked for, and when that was is kept', (event) => {
  const lost = after({ step: 'creating', form: 'full', sends: 1 }, event);
  expect(lost).toMatchObject({
    lostAt: at,
    state: { step: 'finding', sends: 2, looks: 0, waited: 0, undo: false },
  });
});

const finding = { step: 'finding', lost: unreachable, ...LOOKED } as const;
const never: RestoreEvent = { event: 'never made', published: [] };

test('what was never made is sent again in full: what Kit refused of it then is forgotten', () => {
  const leftOut = [
    { email: null, fields: ['email_template_id'], messages: ['No'] },
    { email: 0, fields: [], messages: ['No'] },
  ];
  const again = after({ ...finding, sends: 1, undo: false }, never, { lostAt: at, leftOut });
  expect(again).toMatchObject({ lostAt: null, state: { step: 'creating', form: 'full', sends: 1 } });
  expect(again.leftOut).toEqual([leftOut[1]]);
});

test('after the third time a person is asked, and the count begins anew', () => {
  const state = { ...finding, sends: MOST_SENDS, undo: false };
  const asked = after(state, never, { lostAt: at });
  const before = { step: 'creating', form: 'full', sends: 0 };
  expect(asked.state).toEqual({ step: 'blocked', problem: unreachable, before, transient: false });
  expect(after({ ...state, sends: MOST_SENDS - 1 }, never).state.step).toBe('creating');
});

test('what was never made needs no removal, and what was is inspected first', () => {
  const state = { ...finding, sends: 0, undo: true };
  expect(after(state, never, { lostAt: at })).toMatchObject({
    lostAt: null,
    state: { step: 'undone', how: 'nothing was made' },
  });
  const found = after(state, { event: 'made', made, of: 1, published: [true] }, { lostAt: at });
  expect(found).toMatchObject({ lostAt: null, made, state: { step: 'inspecting' } });
});
