// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, test } from 'vitest';
import type { StorageState } from '../../utils/storage/state.ts';
import { look } from '../review/testing/fakes.ts';
import { ConfirmStep } from './ConfirmStep.tsx';

function show(typed: string, name = look.sequence.name, storage: StorageState = 'kept') {
  const root = document.createElement('main');
  const nothing = () => {};
  render(
    <ConfirmStep
      review={{ ...look, sequence: { ...look.sequence, name } }}
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
