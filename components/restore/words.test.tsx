// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../utils/restore/compare.ts';
import type { Loss } from '../../utils/restore/losses.ts';
import type { Restore, RestoreProblem, RestoreRefusal, Work } from '../../utils/restore/restore.ts';
import { restoreOf } from '../../utils/restore/testing/fakes.ts';
import { faultsAfterTranslation } from '../ui/testing/translation.ts';
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
  [{ kind: 'setting', field: 'send_hour' }, 'Sending time, as it was.'],
  [{ kind: 'unknown fields', email: null, fields: ['a', '<b>'] }, 'doesn’t know: a and <b>.'],
])('what cannot be restored: %j', (loss, words) => {
  expect(bare(lossWords(loss))).toContain(words);
});

const comparisonOf = (change: Partial<Comparison>): Comparison => ({
  same: 1,
  different: [],
  notRestorable: [],
  ...change,
});
const changed = (email: number | null, field: string, was: unknown, is: unknown) => ({
  ...{ email, field, why: { kind: 'changed' } as const },
  ...{ was: JSON.stringify(was), is: JSON.stringify(is) },
});
const PAUSED = { ...changed(null, 'active', true, false), why: { kind: 'paused' } as const };

test('the comparison speaks of things, with both values, as text', () => {
  const refused = { kind: 'refused' as const, messages: ['Too <b>long</b>'] };
  const root = shown(
    <ComparisonView
      comparison={comparisonOf({
        same: 1284,
        different: [PAUSED, { ...changed(1, 'content', '<img>', ''), why: refused }],
        notRestorable: [
          ...[null, 0, 1, 2].map((email) => ({ email, field: 'id' })),
          ...[0, 1].map((email) => ({ email, field: 'sequence_id' })),
          ...[0, 1].map((email) => ({ email, field: 'updated_at' })),
        ],
      })}
    />,
  );
  const text = bare(root.textContent ?? '');
  for (const words of [
    'Compared with the backup: 2 details are different. 1,284 details are the same.',
    'Status: was active, now paused, so that nothing goes out before you’re ready.',
    'Email 2Text: was <img>, now empty. Kit didn’t accept it: “Too <b>long</b>”.',
  ]) {
    expect(text).toContain(words);
  }
  expect(root.querySelector('img, b')).toBe(null);
  const lost = [...root.querySelectorAll('.facts li')].map(({ textContent }) => textContent);
  expect(lost).toEqual(['Sequence: ID', 'Emails 1 and 2: ID and dates', 'Email 3: ID']);
});

test.each([
  [[], false],
  [[PAUSED], false],
  [[PAUSED, changed(0, 'subject', 'A', 'B')], true],
])('it is folded unless something is different that nobody wanted: %j', (different, open) => {
  const root = shown(<ComparisonView comparison={comparisonOf({ different })} />);
  expect(root.querySelector('details')?.open).toBe(open);
});

test.each([
  ['send_hour', 9, 15, 'Sending time: was 9:00 AM, now 3:00 PM.'],
  ['send_days', ['monday', 'sunday'], ['monday', 'mondo'], 'was Monday and Sunday, now Monday and mondo.'],
  ['send_days', ['monday'], [], 'was Monday, now empty.'],
  ['hold', true, false, 'was yes, now no.'],
  ['published', true, false, 'Status: was published, now a draft.'],
  ['delay_value', 1, 1000, 'Delay: was 1, now 1,000.'],
  ['delay_unit', 'days', 'hours', 'was days, now hours.'],
  ['position', 0, 4, 'Position: was 1, now 5.'],
  ['email_template_id', 12345, null, 'Email template: was 12345, now empty.'],
  [
    'exclude_subscriber_sources',
    [
      { type: 'tag', ids: [7, 8] },
      { type: 'mood', ids: [1] },
    ],
    [],
    'Excluded subscribers: was tag 7 and 8 and mood 1, now empty.',
  ],
  ['color_of_sky', { a: 1 }, 'blue', '“color_of_sky”: was {"a":1}, now blue.'],
])('%s in words', (field, was, is, words) => {
  const comparison = comparisonOf({ different: [changed(0, field, was, is)] });
  // A no-break space stands before AM and PM.
  expect(bare(textOf(<ComparisonView comparison={comparison} />)).replaceAll('\u202f', ' ')).toContain(words);
});

test('a long value is folded, and one that was cut off is shown as it is', () => {
  const cut = { ...changed(0, 'content', '', ''), was: `"${'x'.repeat(400)}…` };
  const root = shown(<ComparisonView comparison={comparisonOf({ different: [cut] })} />);
  expect(root.textContent).toContain('Text: it isn’t the same. Kit shows something else');
  expect(root.querySelector('details details dd')?.textContent).toBe(cut.was);
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

test('how far a restore is goes on where a page translator replaced the words', () => {
  const handlers = { onRetry() {}, onReconnect() {}, onOptions() {} };
  const step = (state: Work) => (
    <WorkStep restore={restoreOf({ state })} acted={false} onCancel={() => undefined} {...handlers} />
  );
  const written: Work = { step: 'writing', email: 1, of: 5, minimal: false, sends: 0 };
  expect(faultsAfterTranslation(step({ step: 'checking' }), step(written))).toEqual([]);
});
