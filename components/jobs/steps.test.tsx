// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { BackupProgress } from '../../utils/backup/capture/capture.ts';
import type { Operation, OperationState } from '../../utils/sequence/operation.ts';
import { BackingUp } from './BackingUp.tsx';
import { OperationStep } from './OperationStep.tsx';

function shown(node: VNode): HTMLElement {
  const root = document.createElement('main');
  document.body.replaceChildren(root);
  render(node, root);
  return root;
}
const nothing = () => undefined;

const progress: BackupProgress = {
  ...{ phase: 'people', kept: 19_000, expected: 272_250, startedAt: 0 },
  ...{ perMinute: 137_349, secondsLeft: 1240 },
};
const backingUp = (change: Partial<BackupProgress> = {}) =>
  shown(<BackingUp progress={{ ...progress, ...change }} onCancel={nothing} />);

test('how far a backup is, is shown; only its phase is announced', () => {
  const root = backingUp();
  expect(root.textContent).toContain(
    '19,000 of 272,250 people. About 140,000 a minute, 21\u00a0minutes left.',
  );
  const progress = root.querySelector('progress');
  expect(progress?.getAttribute('value')).toBe('19000');
  const said = (of: HTMLElement) => [
    of.querySelector('[role=status]')?.textContent,
    of.querySelector('progress')?.getAttribute('aria-label'),
  ];
  expect(said(root)).toEqual(['Keeping the people in it.', 'Backing up before anything is deleted…']);
  expect(said(backingUp({ kept: 20_000, secondsLeft: 1200 }))).toEqual(said(root));
});

test.each<[Partial<BackupProgress>, string]>([
  [{ kept: 0, expected: 1, perMinute: null }, '0 of 1 person.'],
  [{ kept: 1, expected: null, secondsLeft: null }, '1 person so far.'],
  [{ phase: 'settings', kept: 0, expected: null, perMinute: null }, 'Reading settings and emails.'],
])('a backup of which less is known: %j', (change, words) => {
  const text = backingUp(change).textContent;
  expect(text).toContain(words);
  expect(text).not.toContain('a minute');
});

test.each<OperationState>([
  { step: 'backing up', progress: null },
  { step: 'waiting', until: 0 },
  { step: 'sending' },
  { step: 'settling', lost: { kind: 'timeout' }, look: { kind: 'timeout' } },
  { step: 'done', how: 'now' },
  { step: 'cancelled', by: 'person' },
  { step: 'refused', why: { kind: 'no backup', problem: { kind: 'damaged' } } },
  { step: 'failed', problem: { kind: 'timeout' }, effect: 'none' },
])('every step has one title, which takes the focus, and at most one button that leads: %j', (state) => {
  const operation: Operation = {
    ...{ id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f', kind: 'delete', sequenceId: 80, review: null },
    ...{ backupId: null, state, startedAt: 0, steps: [], seen: true },
  };
  const root = shown(
    <OperationStep
      operation={operation}
      {...{ onCancel: nothing, onLook: nothing, onRetry: nothing, onReconnect: nothing, onOptions: nothing }}
      {...{ onBackup: nothing, onPause: nothing, onDeleteWithout: nothing }}
    />,
  );
  const titles = root.querySelectorAll('h1');
  expect(titles).toHaveLength(1);
  expect(root.querySelectorAll('.primary').length).toBeLessThan(2);
  return expect.poll(() => document.activeElement === titles[0]).toBe(true);
});
