// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test, vi } from 'vitest';
import type { Range } from '../../utils/review/estimate.ts';
import type { Look } from '../../utils/review/review.ts';
import type { StorageState } from '../../utils/storage/state.ts';
import { estimated, look } from '../review/testing/fakes.ts';
import { useStored } from '../ui/stored.ts';
import { ConfirmStep } from './ConfirmStep.tsx';

vi.mock('../ui/stored.ts', () => ({ useStored: vi.fn(() => null) }));

function show(typed: string, name = look.sequence.name, storage: StorageState = 'kept', seen = {}) {
  const root = document.createElement('main');
  const nothing = () => {};
  render(
    <ConfirmStep
      look={{ ...look, sequence: { ...look.sequence, name } }}
      arriving={{ details: null, waiting: true }}
      {...seen}
      storage={storage}
      typed={typed}
      onType={nothing}
      backUp
      onBackUp={nothing}
      onBack={nothing}
      onDelete={nothing}
    />,
    root,
  );
  const button = root.querySelector<HTMLButtonElement>('button[type=submit]');
  const reason = root.querySelector(`#${button?.getAttribute('aria-describedby') ?? 'none'}`);
  return { disabled: button?.disabled, reason: reason?.textContent ?? null, text: root.textContent ?? '' };
}

test.each([
  ['', 'Type it to continue.'],
  ['Welco', 'There’s more to type.'],
  ['welcome series', 'Check uppercase and lowercase.'],
  ['Sales pitch', 'This doesn’t match yet.'],
])('with %j typed, the button says why it cannot be pressed', (typed, reason) => {
  expect(show(typed, 'Welcome series')).toMatchObject({ disabled: true, reason });
});

test('the name or the ID will do, and then nothing is missing', () => {
  for (const typed of ['Welcome series', String(look.sequence.id)]) {
    expect(show(typed, 'Welcome series')).toMatchObject({ disabled: false, reason: null });
  }
  expect(show('', 'Welcome series').text).toContain(`Or its ID: ${look.sequence.id}`);
});

test('of a name that nobody can type, the ID is asked for', () => {
  const { text, disabled } = show('\u2800', '\u2800');
  expect(disabled).toBe(true);
  expect(text).toContain('Type the sequence ID to confirm');
  expect(text).toContain(
    `To type: \u2068${look.sequence.id}\u2069You can’t type this sequence’s name, so type its ID.`,
  );
  expect(show(String(look.sequence.id), '\u2800')).toMatchObject({ disabled: false, reason: null });
});

test('what is shown does not turn around what is to be typed', () => {
  expect(show('', '\u202eseries\u202c').text).toContain('To type: \u2068series\u2069');
});

test.each<[StorageState, string]>([
  ['never', 'no backup can be kept in this browser'],
  ['unreadable', 'no backup can be kept in this browser'],
  ['newer', 'no backup can be kept in this browser'],
  ['until closed', 'lost when the browser closes'],
])('where the storage is %s, what becomes of the backup is said before the delete', (storage, words) => {
  expect(show('', 'Welcome series', storage).text).toContain(words);
  expect(show('', 'Welcome series', 'kept').text).not.toContain(words);
});

const nobody = { activeSubscribers: { known: true, value: 0 } } as const;
const unread = { activeSubscribers: { known: false, problem: { kind: 'timeout' } } } as const;
const NOT_SENT = 'If you delete this sequence, they won’t get them.';

test.each<[string, Partial<Look>, Range | null, string, boolean]>([
  ['the exact number', {}, { from: 13, to: 13 }, '13 subscribers are still waiting for emails.', true],
  ['a range', {}, { from: 13, to: 19 }, '13–19 subscribers are still waiting for emails.', true],
  ['at most so many', {}, { from: 0, to: 19 }, 'Up to 19 subscribers may still be waiting', true],
  ['not counted', {}, null, 'Up to 1,284 subscribers may still be waiting for emails.', true],
  ['all are through', {}, { from: 0, to: 0 }, 'Everyone in it has received every published email.', false],
  ['nobody is in it', nobody, null, 'It has no subscribers that we know of.', false],
  ['unread', unread, null, 'We couldn’t count its subscribers, so treat it as in use.', false],
])(
  'beside the red button stands whom it harms, with the number of the verdict: %s',
  (_, change, midway, words, harms) => {
    const details = midway && estimated(midway);
    const { text } = show('', 'Welcome', 'kept', {
      look: { ...look, ...change },
      arriving: { details, waiting: !details },
    });
    expect(text).toContain(words);
    expect(text.includes(NOT_SENT)).toBe(harms);
    expect(text).toContain('You can’t undo a delete in Kit.');
  },
);

test('how long one can still cancel is said before, as it was chosen', () => {
  expect(show('').text).toContain('you have 5 seconds to cancel.');
  vi.mocked(useStored).mockReturnValueOnce(20);
  expect(show('').text).toContain('you have 20 seconds to cancel.');
});
