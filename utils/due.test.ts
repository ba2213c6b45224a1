import { expect, test } from 'vitest';
import { badgeOf, touchedBy } from './due.ts';
import { leftAt } from './sequence/testing/fakes.ts';

test('the badge counts what is due, and nothing else', () => {
  const one = (kind: string, step: string) => ({ kind, state: { step } });
  expect(badgeOf([one('retire', 'resting'), one('watch', 'waiting')])).toBe('');
  expect(badgeOf([one('retire', 'due'), one('watch', 'due'), one('watch', 'waiting')])).toBe('2');
  expect(badgeOf([one('restore', 'due')])).toBe('');
});

test('a delete, pause or resume that was done touches what looks at its sequence; all else does not', () => {
  const done = { step: 'done', how: 'now' } as const;
  expect(touchedBy(leftAt(done))).toEqual(['retire/80', 'watch/80']);
  expect(touchedBy(leftAt(done, { kind: 'resume' }))).toEqual(['retire/80', 'watch/80']);
  expect(touchedBy(leftAt(done, { kind: 'pause' }))).toEqual(['watch/80']);
  expect(touchedBy(leftAt(done, { kind: 'back up' }))).toEqual([]);
  expect(touchedBy(leftAt({ step: 'sending' }))).toEqual([]);
  expect(touchedBy(leftAt(done, { parent: { id: 'r', place: 1 } }))).toEqual(['watch/80']);
});
