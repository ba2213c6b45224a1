// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { Automations } from '../../utils/review/automations.ts';
import type { Details } from '../../utils/review/details.ts';
import type { References } from '../../utils/review/references.ts';
import type { Look } from '../../utils/review/review.ts';
import type { Rules, UsingRule } from '../../utils/review/rules.ts';
import { ReferencesNote } from './ReferencesNote.tsx';
import { SignsOfLife } from './SignsOfLife.tsx';
import { look as welcome } from './testing/fakes.ts';

function textOf(node: VNode): string {
  const root = document.createElement('main');
  render(node, root);
  return root.textContent ?? '';
}
const UNREAD: References = { excludedFrom: [], whole: false };
const ONE: References = { excludedFrom: [{ id: 93, name: 'Win <i>back</i>' }], whole: true };
const look: Look = { ...welcome, activeSubscribers: { known: true, value: 20 }, references: UNREAD };
const detailsWith = (change: Partial<Details>): Details => ({
  ...{ allSubscribers: null, people: null, estimate: null, done: true },
  automations: null,
  rules: null,
  lately: null,
  until: null,
  ...{ references: UNREAD, ...change },
});

test('other sequences that refer to it are named; that there are none, or that some are unread, the verdict says', () => {
  const named = (references: References) =>
    textOf(
      <ReferencesNote look={look} arriving={{ details: detailsWith({ references }), waiting: false }} />,
    );
  expect(named(ONE)).toContain('can start getting these sequences:Win <i>back</i>');
  expect(named({ ...ONE, whole: false })).toContain('Win <i>back</i>');
  for (const references of [UNREAD, { excludedFrom: [], whole: true }]) {
    expect(named(references)).not.toMatch(/other sequence|start getting/);
  }
});

test('where to look for what nobody can see from here', () => {
  const root = document.createElement('main');
  render(<ReferencesNote look={look} arriving={{ details: null, waiting: false }} />, root);
  expect([...root.querySelectorAll('a')].map(({ href }) => href)).toEqual([
    'https://app.kit.com/automations',
    'https://app.kit.com/rules',
  ]);
  expect(root.textContent).toContain('apps that use its ID, 80');
});

test('before the details, what the review found counts', () => {
  const text = textOf(
    <ReferencesNote look={{ ...look, references: ONE }} arriving={{ details: null, waiting: true }} />,
  );
  expect(text).toContain('Win <i>back</i>');
});

const life = (change: Partial<Details>, stats?: object) =>
  textOf(
    <SignsOfLife
      look={{ ...look, sequence: { ...look.sequence, stats } }}
      arriving={{ details: detailsWith(change), waiting: false }}
    />,
  );

test('who was added lately: each number, and what is not known is left out', () => {
  const all = { day: 0, week: 4, month: 1200, last: Date.UTC(2026, 10, 20, 12) };
  const text = life({ lately: all });
  for (const words of ['24 hours: 0', '7 days: 4', '30 days: 1,200', 'Last added: Nov 20, 2026']) {
    expect(text).toContain(words);
  }
  const some = life({ lately: { day: 3, week: null, month: null, last: null } });
  expect(some).toContain('24 hours: 3');
  for (const words of ['days', 'Last added', 'could not']) expect(some).not.toContain(words);
  expect(life({ lately: null })).not.toContain('added');
});

test('who was added has its room kept as long as it may come', () => {
  const lines = (waiting: boolean, active: number) => {
    const root = document.createElement('main');
    const counted = { ...look, activeSubscribers: { known: true, value: active } } as const;
    render(<SignsOfLife look={counted} arriving={{ details: null, waiting }} />, root);
    return root.querySelectorAll('li[aria-hidden] .bone').length;
  };
  expect([lines(true, 20), lines(true, 0), lines(false, 20)]).toEqual([4, 3, 0]);
});

const using = { id: 501, name: 'New <i>path</i>', live: true };
const WHY = /Kit’s automations page|its automations page|To check automations/;
test.each<[string, Automations | null, boolean, string[], RegExp]>([
  ['nobody wants them', null, false, [], WHY],
  ['being read', { state: 'reading' }, true, [], WHY],
  ['cut off', { state: 'reading' }, false, ['didn’t load in time'], /update these/],
  ['unread', { state: 'unread', why: 'no page' }, false, ['press Safe delete there'], /update these/],
  ['none of two', { state: 'read', usedBy: [], read: 2, unread: 0 }, false, [], /update these/],
  [
    'one, and one unread',
    { state: 'read', usedBy: [using], read: 2, unread: 1 },
    false,
    ['update these automations yourself:New <i>path</i> (live)'],
    WHY,
  ],
  [
    'one without a name',
    { state: 'read', usedBy: [{ id: 502, name: ' ', live: null }], read: 2, unread: 0 },
    false,
    ['Automation 502'],
    /live/,
  ],
])('automations: %s', (_name, automations, waiting, said, unsaid) => {
  const text = textOf(
    <ReferencesNote
      look={{ ...look, automations }}
      arriving={{ details: detailsWith({ automations }), waiting }}
    />,
  );
  for (const words of said) expect(text).toContain(words);
  expect(text).not.toMatch(unsaid);
});

const guests = { id: 7, name: 'New <i>guests</i>', live: true, trigger: true, action: false };
const ruled = (change: Partial<UsingRule>): Rules => ({
  ...{ state: 'read', read: 2, unread: 0, usedBy: [{ ...guests, ...change }] },
});
test.each<[string, Rules | null, boolean, string[], RegExp]>([
  ['nobody wants them', null, false, [], /check your Rules/],
  ['being read', { state: 'reading' }, true, [], /check your Rules/],
  ['cut off', { state: 'reading' }, false, ['We couldn’t check your Rules: ', 'in time'], /update these/],
  ['no page', { state: 'unread', why: 'no page' }, false, ['We couldn’t check your Rules.'], /update these/],
  [
    'led to billing',
    { state: 'unread', why: 'led away' },
    false,
    ['We couldn’t check your Rules: ', 'your plan'],
    /update/,
  ],
  ['none', { state: 'read', usedBy: [], read: 2, unread: 0 }, false, [], /update these|check your Rules/],
  [
    'one starts on it',
    ruled({}),
    false,
    ['update these Rules yourself:New <i>guests</i> (triggered by it, live)'],
    /changes who/,
  ],
  [
    'one adds to it',
    ruled({ trigger: false, action: true, live: false }),
    false,
    ['(changes who’s in it, not live)'],
    /triggered/,
  ],
  [
    'both, and no name',
    ruled({ name: ' ', action: true, live: null }),
    false,
    ['Rule 7 (triggered by it, and changes who’s in it)'],
    / live/,
  ],
])('Rules: %s', (_name, rules, waiting, said, unsaid) => {
  const seen = { ...look, rules };
  const text = textOf(<ReferencesNote look={seen} arriving={{ details: detailsWith({ rules }), waiting }} />);
  for (const words of said) expect(text).toContain(words);
  expect(text.replaceAll('If you delete it, update whatever uses it', '')).not.toMatch(unsaid);
});

test('an automation is linked by its number, whatever its name is', () => {
  const root = document.createElement('main');
  const automations: Automations = {
    state: 'read',
    usedBy: [{ ...using, name: 'javascript:alert(1)' }],
    read: 1,
    unread: 0,
  };
  const arriving = { details: detailsWith({ automations }), waiting: false };
  render(<ReferencesNote look={{ ...look, automations }} arriving={arriving} />, root);
  expect(root.querySelector('a')?.href).toBe('https://app.kit.com/automations/501');
});

test('figures of its emails: a number, no data, or none given', () => {
  expect(life({}, { recipients: 1000, opens: 450, clicks: null })).toContain(
    'Emails sent: 1,000. Opened: 450. Clicked: no data.',
  );
  expect(life({})).toContain('Kit gave no statistics');
});
