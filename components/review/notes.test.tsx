// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { Automations } from '../../utils/review/automations.ts';
import type { Details } from '../../utils/review/details.ts';
import type { References } from '../../utils/review/references.ts';
import type { Look } from '../../utils/review/review.ts';
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
  lately: null,
  ...{ references: UNREAD, ...change },
});

const NONE = 'No other sequence excludes';
test.each<[string, References, boolean, string, string[]]>([
  ['none', { excludedFrom: [], whole: true }, false, NONE, ['not known', 'More of them']],
  ['one', ONE, false, 'Win <i>back</i>', [NONE, 'More of them']],
  ['one, and the rest unread', { ...ONE, whole: false }, false, 'More of them may', [NONE]],
  ['unread', UNREAD, false, 'We couldn’t check all', [NONE]],
  ['still being read', UNREAD, true, 'Checking the rest', [NONE, 'couldn’t check']],
])('what refers to it: %s', (_name, references, waiting, said, unsaid) => {
  const arriving = { details: detailsWith({ references }), waiting };
  const text = textOf(<ReferencesNote look={look} arriving={arriving} />);
  expect(text).toContain(said);
  for (const words of unsaid) expect(text).not.toContain(words);
  expect(text).toContain('use its ID, 80.');
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

const using = { id: 501, name: 'New <i>path</i>', live: true };
test.each<[string, Automations | null, boolean, string[], string[]]>([
  ['nobody wants them', null, false, [], ['Visual']],
  [
    'being read',
    { state: 'reading' },
    true,
    ['Checking your Visual Automations'],
    ['None of', 'couldn’t check'],
  ],
  ['cut off', { state: 'reading' }, false, ['We couldn’t check your', 'in time'], ['None of the']],
  [
    'unread',
    { state: 'unread', why: 'no page' },
    false,
    ['We couldn’t check your', 'press Safe delete there'],
    ['None of the'],
  ],
  [
    'none at all',
    { state: 'read', usedBy: [], read: 0, unread: 0 },
    false,
    ['lists no Visual'],
    ['None of the'],
  ],
  ['none of two', { state: 'read', usedBy: [], read: 2, unread: 0 }, false, ['None of the 2'], ['not known']],
  [
    'all unread',
    { state: 'read', usedBy: [], read: 0, unread: 3 },
    false,
    ['3 Visual'],
    ['None of the', 'lists no'],
  ],
  [
    'one, and one unread',
    { state: 'read', usedBy: [using], read: 2, unread: 1 },
    false,
    ['New <i>path</i> (live)', 'We couldn’t read 1 Visual Automation'],
    ['None of the'],
  ],
  [
    'one without a name',
    { state: 'read', usedBy: [{ id: 502, name: ' ', live: null }], read: 2, unread: 0 },
    false,
    ['Automation 502'],
    ['live'],
  ],
])('automations: %s', (_name, automations, waiting, said, unsaid) => {
  const whole = { excludedFrom: [{ id: 1, name: 'Other' }], whole: true };
  const text = textOf(
    <ReferencesNote
      look={{ ...look, automations }}
      arriving={{ details: detailsWith({ references: whole, automations }), waiting }}
    />,
  );
  for (const words of said) expect(text).toContain(words);
  for (const words of unsaid) expect(text).not.toContain(words);
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
