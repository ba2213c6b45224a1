// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../utils/restore/compare.ts';
import type { Loss } from '../../utils/restore/losses.ts';
import type { Restore, RestoreProblem, RestoreRefusal, Work } from '../../utils/restore/restore.ts';
import { restoreOf } from '../../utils/restore/testing/fakes.ts';
import { ComparisonView } from './ComparisonView.tsx';
import { lossWords } from './losses.ts';
import { RefusedStep } from './RefusedStep.tsx';
import { WorkStep } from './WorkStep.tsx';

function shown(node: VNode): HTMLElement {
  const root = document.createElement('main');
  render(node, root);
  return root;
}
const textOf = (node: VNode) => shown(node).textContent ?? '';
const bare = (text: string) => text.replace(/[\u2068\u2069]/g, '');
const buttonsOf = (root: HTMLElement) =>
  [...root.querySelectorAll('button, a')].map(({ textContent }) => textContent);

test.each<[Loss, string]>([
  [{ kind: 'people', people: 1 }, '1 subscriber, and how far they had come'],
  [{ kind: 'people', people: 1284 }, '1,284 subscribers, and how far'],
  [
    { kind: 'sender', emails: [0, 2], address: 'june@example.com' },
    'Emails 1 and 3: Its own sender address, june@example.com.',
  ],
  [{ kind: 'no delay', emails: [1] }, 'Email 2: A delay of 0 days.'],
  [
    { kind: 'delay', email: 1, value: 0.5, unit: 'weeks' },
    'Email 2: Its delay, 0.5 weeks. It gets one day instead',
  ],
  [{ kind: 'delay', email: 1, value: null, unit: null }, 'which we couldn’t read'],
  [{ kind: 'delay', email: 1, value: 3, unit: null }, 'Its delay, 3.'],
  [{ kind: 'no subject', email: 9 }, 'Email 10: It has no subject'],
  [{ kind: 'send days', email: null, days: ['someday', 'never'] }, 'Its sending days, someday and never.'],
  [{ kind: 'send days', email: 0, days: [] }, 'Email 1: That it was sent on no day at all.'],
  [{ kind: 'exclusion', type: 'mood', ids: [7, 8] }, 'Excluded subscribers: mood 7 and 8.'],
  [{ kind: 'setting', field: 'send_hour' }, 'The setting send_hour, as it was.'],
  [{ kind: 'unknown fields', email: null, fields: ['a', '<b>'] }, 'does not know: a and <b>.'],
])('what cannot be restored: %j', (loss, words) => {
  expect(bare(lossWords(loss))).toContain(words);
});

test('the comparison names what is different with both values, as text', () => {
  const comparison: Comparison = {
    same: 1284,
    different: [
      { email: null, field: 'active', why: { kind: 'paused' }, was: 'true', is: 'false' },
      {
        email: 1,
        field: 'content',
        why: { kind: 'refused', messages: ['Too <b>long</b>'] },
        was: '"<img>"',
        is: '""',
      },
    ],
    notRestorable: [
      { email: null, field: 'id' },
      { email: 0, field: 'id' },
      { email: 0, field: 'sequence_id' },
      { email: 1, field: 'id' },
      { email: 1, field: 'sequence_id' },
      { email: 2, field: 'id' },
    ],
  };
  const root = shown(<ComparisonView comparison={comparison} />);
  const text = root.textContent ?? '';
  for (const words of [
    '1,284 details are the same.',
    '2 details are different:',
    'Sequence active',
    'Email 2 content',
    '"<img>"',
    'Kit didn’t accept it: “Too <b>long</b>”.',
  ]) {
    expect(text).toContain(words);
  }
  expect(root.querySelector('img, b')).toBe(null);
  const lost = [...root.querySelectorAll('.facts li')].map(({ textContent }) => textContent);
  expect(lost).toEqual(['Sequence: id', 'Emails 1 and 2: id, sequence_id', 'Email 3: id']);
});

test('nothing different', () => {
  expect(textOf(<ComparisonView comparison={{ same: 1, different: [], notRestorable: [] }} />)).toContain(
    '1 detail is the same.Everything that can be restored is the same',
  );
});

const handlers = { onRetry: () => undefined, onReconnect: () => undefined, onOptions: () => undefined };
const account = { id: 1, name: 'Juniper' };
const restore = restoreOf({ account });
const made: Restore['made'] = { sequenceId: 700, fingerprint: '', emails: [], named: false };
const work = (change: Partial<Restore>) =>
  shown(
    <WorkStep restore={{ ...restore, ...change }} acted={false} onCancel={() => undefined} {...handlers} />,
  );

describe('a restore that stands still', () => {
  const blocked = (
    problem: RestoreProblem,
    change: Partial<Restore> = {},
    before: Work = { step: 'naming' },
  ) =>
    work({
      ...change,
      state: { step: 'blocked', problem, before, transient: problem.kind === 'unreachable' },
    });

  test.each<[RestoreProblem, Partial<Restore>, string, string]>([
    [{ kind: 'unauthorized' }, {}, 'Nothing has changed in Kit.', 'Reconnect'],
    [{ kind: 'not connected' }, {}, 'You’re not connected', 'Connect with Kit'],
    [
      { kind: 'unreachable' },
      { lostAt: 5 },
      'whether the new sequence is in Kit. Safe Delete keeps trying',
      'Try again',
    ],
    [{ kind: 'made gone' }, { made }, 'Part of the new sequence is in Kit.', 'Try again'],
  ])('says why, what is at Kit, and what helps: %j', (problem, change, words, button) => {
    const root = blocked(problem, change);
    expect(root.querySelector('[role=alert]')?.textContent).toContain(words);
    const again = button === 'Reconnect' || button === 'Connect with Kit' ? ['Try again'] : [];
    expect(buttonsOf(root)).toEqual([button, ...again, 'Cancel restore']);
    expect(root.querySelectorAll('.primary')).toHaveLength(1);
  });

  test('a removal is not cancelled', () => {
    expect(buttonsOf(blocked({ kind: 'timeout' }, { made }, { step: 'deleting' }))).toEqual(['Try again']);
  });
});

test('a restore says what it is at, and can be cancelled once', () => {
  const root = work({ state: { step: 'writing', email: 1, of: 5, minimal: false, sends: 0 } });
  expect(root.textContent).toContain('Creating email 2 of 5…');
  // Not one announcement per email.
  expect(root.querySelector('[role=status]')?.textContent).toBe('Creating the emails…');
  expect(root.querySelector('progress')?.getAttribute('aria-label')).toBe('Restore');
  expect(root.querySelector('progress')?.getAttribute('value')).toBe('2');
  expect(root.querySelector('button')?.disabled).toBe(false);
  const stopping = work({ wish: { wish: 'stop', by: 'person', at: 0 } });
  expect(stopping.textContent).toContain('Stopping after this step');
  expect(stopping.querySelector('button')?.disabled).toBe(true);
});

test.each<[RestoreRefusal, string, string]>([
  [{ kind: 'not connected', account }, 'belongs to Juniper, which isn’t connected', 'Connect'],
  [{ kind: 'foreign account', account }, 'can only be restored there', 'Connect'],
  [{ kind: 'other account', account }, 'is a different one now', 'Connect'],
  [{ kind: 'backup damaged' }, 'can’t restore from it', 'Restore from file'],
  [{ kind: 'backup gone' }, 'isn’t in this browser anymore', 'Restore from file'],
  [{ kind: 'backup incomplete' }, 'isn’t complete', 'Restore from file'],
  [{ kind: 'storage failed' }, 'Nothing was changed in Kit.', 'Try again'],
])('a refusal says why, that nothing changed, and what helps: %j', (why, words, button) => {
  const root = shown(<RefusedStep why={why} acted={false} {...handlers} />);
  const said = bare(root.querySelector('[role=alert]')?.textContent ?? '');
  expect(said).toContain(words);
  expect(said).toContain('Nothing was changed in Kit.');
  expect(buttonsOf(root)).toEqual([button]);
});
