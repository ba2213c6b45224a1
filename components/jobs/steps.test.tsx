// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { BackupProgress } from '../../utils/backup/capture/capture.ts';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import type { SequenceJob, SequenceJobKind, SequenceJobState } from '../../utils/sequence/sequence-job.ts';
import { BackingUp } from './BackingUp.tsx';
import { KIND_WORDS } from './kinds.ts';
import { SequenceJobStep } from './SequenceJobStep.tsx';

function shown(node: VNode): HTMLElement {
  const root = document.createElement('main');
  document.body.replaceChildren(root);
  render(node, root);
  return root;
}
const nothing = () => undefined;

const step = (kind: SequenceJobKind, state: SequenceJobState, backupId: string | null = null) => {
  const job: SequenceJob = {
    ...JOB_FIELDS,
    ...{ kind, subject: 'sequence/80', sequenceId: 80, review: null, backupId, state },
  };
  return (
    <SequenceJobStep
      job={job}
      {...{ onCancel: nothing, onLook: nothing, onRetry: nothing, onReconnect: nothing, onOptions: nothing }}
      {...{ onBackup: nothing, onPause: nothing, onDeleteWithout: nothing }}
    />
  );
};

const progress: BackupProgress = {
  ...{ phase: 'people', kept: 19_000, expected: 272_250, startedAt: 0 },
  ...{ perMinute: 137_349, secondsLeft: 1240 },
};
const backingUp = (change: Partial<BackupProgress> = {}) =>
  shown(
    <BackingUp {...KIND_WORDS.delete.backingUp()} progress={{ ...progress, ...change }} onCancel={nothing} />,
  );

test('how far a backup is, is shown; only its phase is announced', () => {
  const root = backingUp();
  expect(root.textContent).toContain(
    '19,000 of 272,250 subscribers saved. About 140,000 a minute, 21\u00a0minutes left.',
  );
  const progress = root.querySelector('progress');
  expect(progress?.getAttribute('value')).toBe('19000');
  const said = (of: HTMLElement) => [
    of.querySelector('[role=status]')?.textContent,
    of.querySelector('progress')?.getAttribute('aria-label'),
  ];
  expect(said(root)).toEqual(['Saving subscribers', 'Backing up before anything is deleted…']);
  expect(said(backingUp({ kept: 20_000, secondsLeft: 1200 }))).toEqual(said(root));
});

test.each<[Partial<BackupProgress>, string]>([
  [{ kept: 0, expected: 1, perMinute: null }, '0 of 1 subscriber saved.'],
  [{ kept: 1, expected: null, secondsLeft: null }, '1 subscriber saved.'],
  [{ phase: 'settings', kept: 0, expected: null, perMinute: null }, 'Saving settings and emails'],
])('a backup of which less is known: %j', (change, words) => {
  const text = backingUp(change).textContent;
  expect(text).toContain(words);
  expect(text).not.toContain('a minute');
});

test.each<SequenceJobState>([
  { step: 'backing up', progress: null },
  { step: 'waiting', until: 0 },
  { step: 'sending' },
  { step: 'settling', lost: { kind: 'timeout' }, look: { kind: 'timeout' } },
  { step: 'done', how: 'now' },
  { step: 'cancelled', by: 'person' },
  { step: 'refused', why: { kind: 'no backup', problem: { kind: 'damaged' } } },
  { step: 'failed', problem: { kind: 'timeout' }, effect: 'none' },
])('every step has one title, which takes the focus, and at most one button that leads: %j', (state) => {
  const root = shown(step('delete', state));
  const titles = root.querySelectorAll('h1');
  expect(titles).toHaveLength(1);
  expect(root.querySelectorAll('.primary').length).toBeLessThan(2);
  return expect.poll(() => document.activeElement === titles[0]).toBe(true);
});

const buttonsOf = (root: HTMLElement) =>
  [...root.querySelectorAll('button')].map(({ textContent }) => textContent);

test('a backup without a delete goes on when the panel is closed, and leads to the backup', () => {
  const making = shown(step('back up', { step: 'backing up', progress: null }, 'b')).textContent;
  expect(making).toContain('The backup continues while your browser is open.');
  expect(making).not.toContain('deleted');
  const done = shown(step('back up', { step: 'done', how: 'now' }, 'b'));
  expect(done.querySelector('[role=status] h1')?.textContent).toBe('Backed up');
  expect(done.textContent).not.toContain('Visual Automation');
  expect(buttonsOf(done)).toEqual(['Download backup', 'Restore', 'Check again']);
});

test('a backup that failed does not offer to delete without one', () => {
  const why = { kind: 'no backup', problem: { kind: 'storage full' } } as const;
  expect(buttonsOf(shown(step('delete', { step: 'refused', why })))).toContain('Delete without a backup');
  expect(buttonsOf(shown(step('back up', { step: 'refused', why })))).toEqual(['Try again']);
});
