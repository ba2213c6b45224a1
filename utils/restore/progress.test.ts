import { expect, test } from 'vitest';
import { progressOf } from './progress.ts';
import type { RestoreState } from './restore.ts';
import { restoreOf } from './testing/fakes.ts';

const made = {
  ...{ sequenceId: 9001, fingerprint: '', named: false },
  emails: ['a', 'b', 'c'].map((fingerprint, at) => ({ id: at + 1, fingerprint })),
};
const progress = (state: RestoreState) => progressOf(restoreOf({ state, made }));
const search = { looks: 0, waited: 0, look: null };

test.each<[RestoreState, number]>([
  [{ step: 'checking' }, 0],
  [{ step: 'creating', form: 'full', sends: 1 } as RestoreState, 0],
  [{ step: 'writing', email: 0, of: 3, minimal: false, sends: 1 }, 1],
  [{ step: 'writing', email: 2, of: 3, minimal: false, sends: 1 }, 3],
  [{ step: 'matching', email: 2, of: 3, lost: { kind: 'timeout' }, sends: 1, ...search } as RestoreState, 3],
  [{ step: 'publishing', email: 0, of: 3 }, 4],
  [{ step: 'publishing', email: 2, of: 3 }, 6],
  [{ step: 'naming' }, 7],
  [{ step: 'comparing' }, 8],
])('of nine steps for three emails, at %j: %i', (state, done) => {
  expect(progress(state)).toEqual({ done, of: 9 });
});

test('one that is blocked has come as far as it had', () => {
  const before = { step: 'publishing', email: 1, of: 3 } as const;
  const problem = { kind: 'timeout' } as const;
  expect(progress({ step: 'blocked', problem, before, transient: true })).toEqual({ done: 5, of: 9 });
});

test('what has ended is whole, also while twins are looked for', () => {
  expect(progress({ step: 'done' })).toEqual({ done: 1, of: 1 });
  const then = { step: 'done' } as const;
  const twins = { then, sends: 0, named: [], ...search };
  const whole = { done: 1, of: 1 };
  expect(progress({ step: 'rechecking', ...twins })).toEqual(whole);
  expect(progress({ step: 'removing email', id: 7, subject: 'A', ...twins })).toEqual(whole);
});

test('before the first email is known, the steps that every restore has', () => {
  expect(progressOf(restoreOf({ state: { step: 'checking' }, made: null }))).toEqual({ done: 0, of: 3 });
});
