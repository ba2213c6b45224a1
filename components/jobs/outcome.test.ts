import { describe, expect, test } from 'vitest';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import type { KitProblem } from '../../utils/kit/problems.ts';
import type { SequenceJob, SequenceJobEnd, SequenceJobKind } from '../../utils/sequence/sequence-job.ts';
import { outcomeOf, type Unsettled } from './outcome.ts';

const PROBLEMS: KitProblem[] = [
  { kind: 'not connected' },
  { kind: 'unauthorized' },
  { kind: 'forbidden' },
  { kind: 'not found' },
  { kind: 'too large' },
  { kind: 'invalid', messages: [] },
  { kind: 'invalid', messages: ['Name is taken'] },
  { kind: 'rate limited' },
  { kind: 'server error', status: 503 },
  { kind: 'timeout' },
  { kind: 'unreachable' },
  { kind: 'no permission' },
  { kind: 'storage failed' },
  { kind: 'not understood', status: 200, requestId: null },
  { kind: 'not understood', status: 200, requestId: 'req-7' },
];
const KINDS: SequenceJobKind[] = ['pause', 'resume', 'delete', 'back up'];
const EFFECTS = ['none', 'not seen', 'unknown'] as const;
const STATES: (SequenceJobEnd | Unsettled)[] = [
  { step: 'done', how: 'now' },
  { step: 'done', how: 'already' },
  { step: 'cancelled', by: 'person' },
  { step: 'cancelled', by: 'panel closed' },
  { step: 'cancelled', by: 'background stopped' },
  { step: 'cancelled', by: 'too late' },
  { step: 'refused', why: { kind: 'no review' } },
  { step: 'refused', why: { kind: 'foreign page' } },
  { step: 'refused', why: { kind: 'gone' } },
  {
    step: 'refused',
    why: {
      kind: 'changed',
      changes: [
        { kind: 'more people', from: 1284, to: 1287 },
        { kind: 'more people', from: null, to: 5 },
        { kind: 'count unreadable' },
        { kind: 'renamed', to: 'Other' },
        { kind: 'paused' },
        { kind: 'resumed' },
        { kind: 'edited' },
      ],
    },
  },
  ...[...PROBLEMS, { kind: 'interrupted' } as const].flatMap((problem) =>
    EFFECTS.map((effect): SequenceJobEnd => ({ step: 'failed', problem, effect })),
  ),
  ...PROBLEMS.map((look): Unsettled => ({ step: 'settling', look })),
];

const job = (kind: SequenceJobKind): SequenceJob => ({
  ...JOB_FIELDS,
  ...{ kind, subject: 'sequence/80', sequenceId: 80, review: null, backupId: null },
  state: { step: 'intended' },
});

describe.each(KINDS)('%s', (kind) => {
  test.each(STATES)('%j has sentences, and a button where one helps', (state) => {
    const { tone, title, sentences, recovery } = outcomeOf(job(kind), state);
    const text = [...(title ? [title] : []), ...sentences].join(' ');
    expect(text).toMatch(/^[A-Z].*[.)]$/);
    expect(text).not.toMatch(/undefined|null|\{|\[object/);
    expect(tone).toBe(state.step === 'done' || state.step === 'cancelled' ? 'status' : 'alert');
    if (kind === 'delete' && state.step === 'done') expect(recovery).toBeNull();
    else expect(recovery).not.toBeNull();
  });

  test('a failure says whether anything changed at Kit', () => {
    const says = (effect: (typeof EFFECTS)[number]) =>
      outcomeOf(job(kind), { step: 'failed', problem: { kind: 'timeout' }, effect }).sentences.join(' ');
    expect(says('none')).toContain('Nothing was changed in Kit.');
    expect(says('not seen')).toContain('Kit still has the sequence');
    expect(says('unknown')).toContain('We don’t know whether');
  });

  test('what may have taken effect is looked at, never just repeated', () => {
    for (const state of STATES) {
      if (state.step !== 'failed' || state.effect === 'none') continue;
      expect(outcomeOf(job(kind), state).recovery).toBe('check');
    }
  });
});

test('each problem is told apart from the others', () => {
  const told = PROBLEMS.map((problem) =>
    outcomeOf(job('delete'), { step: 'failed', problem, effect: 'none' }).sentences.join(' '),
  );
  expect(new Set(told).size).toBe(PROBLEMS.length);
});
