// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { BackupProgress } from '../../utils/backup/capture/capture.ts';
import { JOB_FIELDS } from '../../utils/jobs/testing/fields.ts';
import type { SequenceJob, SequenceJobKind, SequenceJobState } from '../../utils/sequence/sequence-job.ts';
import { translate } from '../ui/testing/translation.ts';
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
afterEach(() => vi.useRealTimers());

const step = (kind: SequenceJobKind, state: SequenceJobState, backupId: string | null = null) => {
  const job: SequenceJob = {
    ...JOB_FIELDS,
    ...{ kind, subject: 'sequence/80', sequenceId: 80, review: null, backupId, state },
  };
  return (
    <SequenceJobStep
      job={job}
      {...{ onCancel: nothing, onLook: nothing, onRetry: nothing, onReconnect: nothing, onOptions: nothing }}
      {...{ onBackup: nothing, onHistory: nothing, onPause: nothing, onDeleteWithout: nothing }}
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
  { step: 'waiting', until: 0, length: 5000 },
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
  expect(buttonsOf(done)).toEqual(['Download backup', 'Restore', 'Check again', 'Open history']);
});

test('a backup that failed does not offer to delete without one', () => {
  const why = { kind: 'no backup', problem: { kind: 'storage full' } } as const;
  expect(buttonsOf(shown(step('delete', { step: 'refused', why })))).toContain('Delete without a backup');
  expect(buttonsOf(shown(step('back up', { step: 'refused', why })))).toEqual(['Try again']);
});

test('a countdown is seen to run, also where a translator replaced its text, and its name stays', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  const until = Date.now() + 20_000;
  const root = shown(step('delete', { step: 'waiting', until, length: 20_000 }));
  const seen = () => root.querySelector('h1 [aria-hidden]')?.textContent;
  const heard = () => root.querySelector('h1 > .unseen')?.textContent;
  expect([seen(), heard()]).toEqual(['Deleting in 20 seconds', 'Deleting in 20 seconds']);
  expect(root.textContent).toContain('Nothing has been deleted yet.');
  expect(root.querySelector('[role=timer], [role=status], [aria-live]')).toBe(null);
  vi.advanceTimersByTime(3_000);
  await expect.poll(seen).toBe('Deleting in 17 seconds');
  expect(heard()).toBe('Deleting in 20 seconds');
  translate(root);
  expect(seen()).toBe('«Deleting in 17 seconds»');
  vi.advanceTimersByTime(16_000);
  await expect.poll(seen).toBe('Deleting in 1 second');
});

test('how far a backup is goes on too where a translator replaced its text', () => {
  const root = backingUp();
  translate(root);
  const next = { ...progress, kept: 20_000 };
  render(<BackingUp {...KIND_WORDS.delete.backingUp()} progress={next} onCancel={nothing} />, root);
  expect(root.textContent).toContain('20,000 of 272,250 subscribers saved.');
});

test('a countdown never shows more than all of it, whatever was done to the clock', () => {
  const root = shown(step('delete', { step: 'waiting', until: Date.now() + 3_600_000, length: 10_000 }));
  expect(root.querySelector('h1')?.textContent).toContain('Deleting in 10 seconds');
});

test.each<[SequenceJobKind, string]>([
  ['pause', 'Not paused'],
  ['resume', 'Not resumed'],
  ['delete', 'Not deleted'],
  ['back up', 'Not backed up'],
])('a failure has a headline, in its alert: %s', (kind, title) => {
  const headline = (state: SequenceJobState) =>
    shown(step(kind, state)).querySelector('[role=alert] h1')?.textContent;
  expect(headline({ step: 'failed', problem: { kind: 'timeout' }, effect: 'none' })).toBe(title);
  expect(headline({ step: 'refused', why: { kind: 'no review' } })).toBe(title);
  expect(headline({ step: 'failed', problem: { kind: 'timeout' }, effect: 'unknown' })).toBe('Not confirmed');
  const open = { step: 'settling', lost: { kind: 'timeout' }, look: { kind: 'timeout' } } as const;
  expect(headline(open)).toBe('Not confirmed yet');
});

test('what is done leads back to the list, in the page behind; what failed does not', () => {
  const link = (state: SequenceJobState) => shown(step('delete', state)).querySelector('a.button');
  expect(link({ step: 'done', how: 'now' })?.textContent).toBe('Back to your sequences');
  expect(link({ step: 'done', how: 'now' })?.getAttribute('target')).toBe('_top');
  expect(link({ step: 'done', how: 'now' })?.getAttribute('href')).toBe('https://app.kit.com/sequences');
  expect(link({ step: 'cancelled', by: 'person' })).toBe(null);
});
