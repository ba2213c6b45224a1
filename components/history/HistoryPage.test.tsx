// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ToldJob } from '../../utils/history/entry.ts';
import { ask } from '../../utils/messages/ask.ts';
import { restoreOf } from '../../utils/restore/testing/fakes.ts';
import { fail, ok } from '../../utils/result.ts';
import { leftAt, review } from '../../utils/sequence/testing/fakes.ts';
import { saveFile } from '../ui/save.ts';
import { HistoryPage } from './HistoryPage.tsx';

vi.mock('../../utils/messages/ask.ts');
vi.mock('../ui/save.ts');
vi.mock('../connection/hooks.ts', () => ({ useAccounts: () => ({ state: 'asking' }) }));

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('main');
  document.body.append(root);
  vi.mocked(ask).mockReset();
  vi.mocked(saveFile).mockClear();
});
afterEach(() => {
  render(null, root);
  root.remove();
});

const text = () => root.textContent ?? '';
const button = (name: string) =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name);
const named = (id: string, name: string): ToldJob =>
  leftAt(
    { step: 'done', how: 'now' },
    { id, review: { ...review, sequence: { ...review.sequence, name } }, backupId: 'b' },
  );
/** The background gives these pages, one after the other. */
function give(...pages: { jobs: ToldJob[]; next: number | null }[]) {
  for (const page of pages) vi.mocked(ask).mockResolvedValueOnce(ok(page) as never);
}
const show = () => render(<HistoryPage />, root);
async function change(element: Element | null, value: string) {
  Object.assign(element ?? {}, { value });
  element?.dispatchEvent(new Event(element.tagName === 'INPUT' ? 'input' : 'change', { bubbles: true }));
}

test('nothing yet, and what would be there', async () => {
  give({ jobs: [], next: null });
  show();
  await expect
    .poll(text)
    .toContain('Nothing yet. What you pause, delete, back up, or restore shows up here.');
  expect(button('Export as CSV')).toBe(undefined);
});

test('a job is told with its outcome, its people at stake, and ways on', async () => {
  give({ jobs: [named('1', 'Launch <b>2024</b>')], next: null });
  show();
  await expect.poll(text).toContain('Launch <b>2024</b>');
  for (const words of ['Delete', 'Done', '10 active subscribers', 'Juniper', 'Kit deleted the sequence.'])
    expect(text()).toContain(words);
  const links = [...root.querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')]);
  expect(links).toEqual([
    ['Restore', '#/backups/b'],
    ['Download backup', '#/backups/b?download'],
  ]);
});

test('what it did at each step is said in words, and one of another version by its name', async () => {
  const steps = ['intended', 'backing up', 'settling', 'flown'].map((step, at) => ({ step, at }));
  give({ jobs: [leftAt({ step: 'done', how: 'now' }, { steps })], next: null });
  show();
  await expect.poll(() => root.querySelectorAll('details li').length).toBe(4);
  const said = [...root.querySelectorAll('details li')].map(({ lastChild }) =>
    lastChild?.textContent?.trim(),
  );
  expect(said).toEqual(['Started', 'Backing up', 'Checking what happened', 'flown']);
});

test('a delete that left the sequence in Kit offers its backup, and no restore', async () => {
  give({ jobs: [leftAt({ step: 'cancelled', by: 'person' }, { backupId: 'b' })], next: null });
  show();
  const links = () => [...root.querySelectorAll('a')].map(({ textContent }) => textContent);
  await expect.poll(links).toEqual(['Download backup']);
});

test('older ones come when asked for', async () => {
  give({ jobs: [named('1', 'New')], next: 7 }, { jobs: [named('2', 'Old')], next: null });
  show();
  await expect.poll(() => button('Show older')).toBeTruthy();
  button('Show older')?.click();
  await expect.poll(text).toContain('Old');
  expect(text()).toContain('New');
  expect(vi.mocked(ask).mock.lastCall).toEqual(['history.read', { filter: expect.anything(), before: 7 }]);
  expect(button('Show older')).toBe(undefined);
});

test('a filter asks anew, and an answer to an older question is not shown', async () => {
  const late = Promise.withResolvers<never>();
  vi.mocked(ask).mockReturnValueOnce(late.promise);
  give({ jobs: [named('2', 'Wanted')], next: null });
  show();
  await change(root.querySelector('input'), 'want');
  await expect.poll(text).toContain('Wanted');
  late.resolve(ok({ jobs: [named('1', 'Late')], next: null }) as never);
  await late.promise;
  expect(text()).not.toContain('Late');
  give({ jobs: [], next: null });
  await change(root.querySelector('select'), 'add people');
  await expect.poll(text).toContain('Nothing matches.');
  expect(vi.mocked(ask).mock.lastCall).toEqual([
    'history.read',
    { filter: { kind: 'add people', outcome: null, accountId: null, text: 'want' }, before: null },
  ]);
});

test('a storage that fails says so, and is asked again', async () => {
  vi.mocked(ask).mockResolvedValueOnce(fail({ kind: 'storage failed' }) as never);
  show();
  await expect.poll(text).toContain('Your browser couldn’t read the history.');
  give({ jobs: [restoreOf({ state: { step: 'done' } })], next: null });
  button('Try again')?.click();
  await expect.poll(text).toContain('Welcome');
  expect(root.querySelector('[role=alert]')).toBe(null);
});

test('an export holds all pages of what is shown', async () => {
  give({ jobs: [named('1', 'New')], next: 7 });
  show();
  await expect.poll(() => button('Export as CSV')).toBeTruthy();
  give({ jobs: [named('1', 'New')], next: 7 }, { jobs: [named('2', 'Old')], next: null });
  button('Export as CSV')?.click();
  await expect.poll(() => vi.mocked(saveFile).mock.calls.length).toBe(1);
  const [file, name] = vi.mocked(saveFile).mock.calls[0] ?? [];
  expect(name).toBe('history.csv');
  const lines = (await file?.text())?.trim().split('\r\n');
  expect(lines).toHaveLength(3);
});
