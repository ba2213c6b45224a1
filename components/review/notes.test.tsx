// @vitest-environment happy-dom
import { render, type VNode } from 'preact';
import { expect, test } from 'vitest';
import type { Details } from '../../utils/review/details.ts';
import type { References } from '../../utils/review/references.ts';
import type { Look, Reading } from '../../utils/review/review.ts';
import { ReferencesNote } from './ReferencesNote.tsx';
import { SignsOfLife } from './SignsOfLife.tsx';

function textOf(node: VNode): string {
  const root = document.createElement('main');
  render(node, root);
  return root.textContent ?? '';
}
const UNREAD: References = { excludedFrom: [], whole: false };
const ONE: References = { excludedFrom: [{ id: 93, name: 'Win <i>back</i>' }], whole: true };
const look: Look = {
  id: '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f',
  at: 0,
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: '' },
  activeSubscribers: { known: true, value: 20 },
  allSubscribers: null,
  emails: { known: true, value: { published: 3, drafts: 0 } },
  schedule: [],
  references: UNREAD,
};
const detailsWith = (change: Partial<Details>): Details => ({
  ...{ allSubscribers: null, addedInMonth: null, addedInWeek: null, estimate: null, done: true },
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

test('people who were added lately, as far as that was asked for', () => {
  const unread: Reading<number> = { known: false, problem: { kind: 'timeout' } };
  expect(life({ addedInWeek: known(0), addedInMonth: known(1200) })).toContain('in the last 7 days: 0');
  expect(life({ addedInMonth: known(1200) })).toContain('in the last 30 days: 1,200');
  expect(life({ addedInMonth: known(1200) })).not.toContain('7 days');
  expect(life({ addedInWeek: unread })).toContain('in the last 7 days: could not be read');
});

test('figures of its emails: a number, no data, or none given', () => {
  expect(life({}, { recipients: 1000, opens: 450, clicks: null })).toContain(
    'Emails sent: 1,000. Opened: 450. Clicked: no data.',
  );
  expect(life({})).toContain('Kit gave no figures');
});
