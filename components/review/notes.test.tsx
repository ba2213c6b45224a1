// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { Automations } from '../../utils/review/automations.ts';
import type { Details } from '../../utils/review/details.ts';
import type { LastAdded } from '../../utils/review/lately.ts';
import type { References } from '../../utils/review/references.ts';
import type { Look, Reading } from '../../utils/review/review.ts';
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
  ...{ allSubscribers: null, addedInMonth: null, addedInWeek: null, estimate: null, done: true },
  automations: null,
  lately: null,
  ...{ references: UNREAD, ...change },
});

const NONE = 'None of your other sequences';
test.each<[string, References, boolean, string, string[]]>([
  ['none', { excludedFrom: [], whole: true }, false, NONE, ['not known', 'More of them']],
  ['one', ONE, false, 'Win <i>back</i>', [NONE, 'More of them']],
  ['one, and the rest unread', { ...ONE, whole: false }, false, 'More of them may', [NONE]],
  ['unread', UNREAD, false, 'is not known', [NONE]],
  ['still being read', UNREAD, true, 'still being read', [NONE, 'not known']],
])('what refers to it: %s', (_name, references, waiting, said, unsaid) => {
  const arriving = { details: detailsWith({ references }), waiting };
  const text = textOf(<ReferencesNote look={look} arriving={arriving} />);
  expect(text).toContain(said);
  for (const words of unsaid) expect(text).not.toContain(words);
  expect(text).toContain('use its number, 80.');
});

test('before the details, what the review found counts', () => {
  const text = textOf(
    <ReferencesNote look={{ ...look, references: ONE }} arriving={{ details: null, waiting: true }} />,
  );
  expect(text).toContain('Win <i>back</i>');
});

const known = (value: number): Reading<number> => ({ known: true, value });
const life = (change: Partial<Details>, stats?: object) =>
  textOf(
    <SignsOfLife
      look={{ ...look, sequence: { ...look.sequence, stats } }}
      arriving={{ details: detailsWith(change), waiting: false }}
    />,
  );

test('people who were added lately: the number, what is known of it, or that it was not asked', () => {
  const unread: Reading<number> = { known: false, problem: { kind: 'timeout' } };
  const none = { activeInWeek: null, activeInMonth: null, last: null };
  expect(life({ addedInWeek: known(0), addedInMonth: known(1200) })).toContain('in the last 7 days: 0');
  expect(life({ addedInMonth: known(1200) })).toContain('in the last 30 days: 1,200');
  expect(life({ addedInMonth: known(1200) })).toContain('in the last 7 days was not asked');
  expect(life({ addedInMonth: known(1200), done: false })).toContain('in the last 7 days: could not be read');
  expect(life({ addedInWeek: unread })).toContain('in the last 7 days: could not be read');
  const lately = { ...none, activeInMonth: { from: 3, to: 9 } };
  expect(life({ lately })).toContain('Active people added in the last 30 days: 3 to 9');
  expect(life({ lately, addedInMonth: known(5) })).not.toContain('Active people');
  expect(life({ lately, addedInMonth: unread })).toContain('3 to 9');
});

test.each<[LastAdded, string]>([
  [{ from: 0, to: null, activeOnly: false }, 'The last person was added on Jan 1, 1970 or later.'],
  [{ from: 0, to: 2, activeOnly: false }, 'The last person was added between Jan 1, 1970 and Jan 3, 1970.'],
  [{ from: 0, to: 2, activeOnly: true }, 'The last active person was added between'],
  [{ from: null, to: 2, activeOnly: false }, 'The last person was added on Jan 3, 1970 or earlier.'],
  [{ from: null, to: 2, activeOnly: true }, 'The last active person was added on Jan 3, 1970 or earlier.'],
])('when the last person was added: %j', (last, said) => {
  expect(life({ lately: { activeInWeek: null, activeInMonth: null, last } })).toContain(said);
});

const using = { id: 501, name: 'New <i>path</i>', live: true };
test.each<[string, Automations | null, boolean, string[], string[]]>([
  ['nobody wants them', null, false, [], ['Visual']],
  ['being read', { state: 'reading' }, true, ['are being read'], ['None of', 'not known']],
  ['cut off', { state: 'reading' }, false, ['is not known', 'in time'], ['None of the']],
  [
    'unread',
    { state: 'unread', why: 'no page' },
    false,
    ['is not known', 'press Safe delete there'],
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
    ['New <i>path</i> (live)', '1 Visual Automation could not be read'],
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
  expect(life({})).toContain('Kit gave no figures');
});
