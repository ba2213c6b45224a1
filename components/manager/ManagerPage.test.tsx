// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Backup } from '../../utils/backup/backup.ts';
import { openZip } from '../../utils/backup/file/open.ts';
import { zipOf } from '../../utils/backup/file/testing/fakes.ts';
import { type BackupStore, openBackupStore } from '../../utils/backup/store.ts';
import { aBackup, sampleBackup } from '../../utils/backup/testing/fakes.ts';
import { ask } from '../../utils/messages/ask.ts';
import type { RemovalProblem } from '../../utils/removal.ts';
import { restoreOf } from '../../utils/restore/testing/fakes.ts';
import { fail, ok } from '../../utils/result.ts';
import type { StorageReport } from '../../utils/storage/state.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { keptIn } from '../backup/testing/kept.ts';
import { addressOf, saveFrom } from '../ui/save.ts';
import { ManagerPage } from './ManagerPage.tsx';

vi.mock('../restore/RestoreSection.tsx', () => ({ RestoreSection: () => null }));
vi.mock('../ui/save.ts');
vi.mock('../../utils/messages/ask.ts');
vi.mock('../connection/hooks.ts', () => ({ useAccounts: () => ({ state: 'asking' }) }));
vi.mock('../ui/port.ts', () => ({
  useFollowed: () => ({ told: null, lost: false, connect: () => undefined, forget: () => undefined }),
}));

/** Restores and additions that have not ended. */
let jobs: unknown[];
/** What the background says of its storage. */
let report: StorageReport;
let store: BackupStore;
let root: HTMLElement;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  store = openBackupStore();
  location.hash = '#/';
  jobs = [];
  vi.mocked(ask).mockImplementation(
    async (name) => (name === 'jobs.open' ? ok(jobs) : { ...report }) as never,
  );
  report = { state: 'kept', room: { usage: 28_340, quota: 5e9 } };
  root = document.createElement('main');
  document.body.append(root);
  vi.mocked(addressOf).mockClear();
  vi.mocked(saveFrom).mockClear();
});
afterEach(() => {
  render(null, root);
  root.remove();
});

const text = () => root.textContent ?? '';
const show = (change: Partial<KeptBackups> = {}) =>
  render(<ManagerPage store={{ ...keptIn(store), ...change }} />, root);
const button = (name: string) =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name);
async function press(name: string) {
  await expect.poll(() => button(name)?.disabled).toBe(false);
  button(name)?.click();
}
const write = (change: Partial<Backup>) =>
  store.write(aBackup({ completedAt: 2000, checksum: 'x', ...change }), null);
/** Chooses a file as a person would. */
async function choose(file: Blob) {
  await expect.poll(() => root.querySelector('input')).toBeTruthy();
  const input = root.querySelector('input') as HTMLInputElement;
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

test('no backups yet', async () => {
  show();
  await expect.poll(text).toContain('No backups yet.');
  await expect.poll(text).toContain('Using 28.3 kB. Your browser has room for 5 GB.');
  await expect.poll(() => document.activeElement?.textContent).toBe('Backups');
});

test('the newest comes first, and only whole ones can be downloaded or restored', async () => {
  await write({ startedAt: 10, sequence: { id: 1, name: 'Older <b>one</b>' } });
  await write({ startedAt: 20, sequence: { id: 2, name: 'Newer' }, completedAt: null });
  show();
  await expect.poll(() => root.querySelectorAll('li h2').length).toBe(2);
  const [newer, older] = [...root.querySelectorAll('li.row')];
  const names = (row?: Element) => [...(row?.querySelectorAll('button') ?? [])].map((one) => one.textContent);
  expect(newer?.textContent).toContain('Newer');
  expect(names(newer)).toEqual(['Remove']);
  expect(older?.textContent).toContain('Older <b>one</b>');
  expect(names(older)).toEqual(['Restore', 'Download backup', 'Remove']);
});

test('one that is being made grows in the list', async () => {
  const backup = await write({ completedAt: null, people: { kept: 10, expected: 30 } });
  show();
  await expect.poll(text).toContain('10 of 30 subscribers');
  await store.update({ ...backup, people: { kept: 20, expected: 30 } }, null);
  await expect.poll(text, { timeout: 3000 }).toContain('20 of 30 subscribers');
});

test('storage that cannot be read says so, and can be tried again', async () => {
  const { listed } = store;
  store.listed = () => Promise.reject(new Error('no'));
  show();
  await expect.poll(() => root.querySelector('[role=alert]')?.textContent).toContain('couldn’t read');
  store.listed = listed;
  await press('Try again');
  await expect.poll(text).toContain('No backups yet.');
});

test.each([
  ['never', 'set to never remember history'],
  ['newer', 'A newer version of Safe Delete'],
] as const)('storage that is closed says why, and is not called empty: %s', async (state, words) => {
  report = { state, room: null };
  store.listed = () => Promise.reject(new Error('no'));
  show();
  await expect.poll(text).toContain(words);
  expect(text()).not.toContain('No backups yet');
});

test('storage that lasts until the browser closes says so', async () => {
  report = { state: 'until closed', room: null };
  show();
  await expect.poll(text).toContain('forgets everything when it closes');
  await expect.poll(text).toContain('No backups yet');
});

test('a removal asks once more, and can be taken back', async () => {
  await write({ deletedAt: 5, sequence: { id: 1, name: 'Welcome' } });
  show();
  await press('Remove');
  await expect.poll(text).toContain('After this, nothing is left of the sequence.');
  await expect.poll(() => document.activeElement?.textContent).toContain('You can’t undo that.');
  await press('Cancel');
  await expect.poll(() => document.activeElement?.textContent).toBe('More');
  expect(await store.list()).toHaveLength(1);
  await press('Remove');
  await press('Remove for good');
  await expect.poll(() => root.querySelector('[role=status]')?.textContent).toContain('was removed.');
  expect(await store.list()).toEqual([]);
});

/** A job needs it. */
const usedBy = (by: Extract<RemovalProblem, { by: unknown }>['by']) => ({
  remove: async () => fail({ kind: 'in use', by } as const),
});

test('a backup that a job needs stays, and leads to the job, which is shown without a backup too', async () => {
  const { id } = await write({ sequence: { id: 1, name: 'Welcome' } });
  const restore = restoreOf({ state: { step: 'creating', form: 'full', sends: 0 }, backupId: id });
  const lost = { ...restore, id: 'b', backupId: 'gone', sequence: { id: 2, name: 'Lost' } };
  jobs = [restore, lost];
  location.hash = `#/backups/${id}`;
  show(usedBy('restore'));
  await press('Remove');
  await press('Remove for good');
  await expect
    .poll(() => root.querySelector('[role=alert]')?.textContent ?? '')
    .toContain('A restore still needs');
  expect(await store.list()).toHaveLength(1);
  await press('Show what’s under way');
  await expect.poll(() => document.activeElement?.textContent).toBe('Under way');
  const [one, other] = [...(document.activeElement?.parentElement?.querySelectorAll('li') ?? [])];
  expect(one?.querySelector('a')?.getAttribute('href')).toBe(`#/backups/${id}`);
  expect(other?.textContent).toContain('Lost');
  expect(other?.querySelector('a')).toBe(null);
  [...(other?.querySelectorAll('button') ?? [])].find((one) => one.textContent === 'Cancel restore')?.click();
  expect(ask).toHaveBeenLastCalledWith('restore.stop', { backupId: 'gone' });
});

test.each([
  ['add people', 'being added to the new sequence', true],
  ['delete', 'its sequence is being deleted', false],
] as const)('why it was not removed: %s', async (by, words, isShown) => {
  await write({});
  show(usedBy(by));
  await press('Remove');
  await press('Remove for good');
  await expect.poll(() => root.querySelector('[role=alert]')?.textContent ?? '').toContain(words);
  expect(button('Show what’s under way') !== undefined).toBe(isShown);
});

test('a removal that fails says so', async () => {
  await write({});
  store.remove = () => Promise.reject(new Error('no'));
  show();
  await press('Remove');
  await press('Remove for good');
  await expect.poll(() => root.querySelector('[role=alert]')?.textContent).toContain('couldn’t remove it');
});

test('a file is opened, kept and shown; what is downloaded is the same backup', async () => {
  const { backup } = await sampleBackup(7);
  show();
  await choose(await zipOf(await sampleBackup(7)));
  await expect.poll(text).toContain('The file is complete. The backup is in this browser');
  expect(location.hash).toBe(`#/backups/${backup.id}`);
  await expect.poll(() => document.activeElement?.textContent).toBe('Welcome series');
  await press('Download backup');
  await expect.poll(text).toContain('The download has started. Look for');
  const [file] = vi.mocked(addressOf).mock.calls[0] ?? [];
  const [, name] = vi.mocked(saveFrom).mock.calls[0] ?? [];
  expect(name).toBe('kit-sequence-welcome-series-2026-11-23.zip');
  const opened = await openZip(file as Blob);
  expect(opened).toMatchObject({ ok: true, value: { backup: { checksum: backup.checksum } } });
  await press('Yes, I have the file');
  await expect.poll(text).toContain('Downloaded ');
  expect((await store.find(backup.id))?.downloadedAt).toBeGreaterThan(0);
});

test.each([
  ['no', 'the backup is in this browser only'],
  ['nothing', 'Did the file arrive?'],
])('a download that begins is none until a person says so: they say %s', async (answer, words) => {
  const { backup, parts } = await sampleBackup(3);
  for await (const part of parts()) await store.write({ ...backup, deletedAt: 5 }, null, [part]);
  location.hash = `#/backups/${backup.id}?download`;
  show();
  await expect.poll(text).toContain('Did the file arrive?');
  if (answer === 'no') await press('No');
  await expect.poll(text).toContain(words);
  expect((await store.find(backup.id))?.downloadedAt).toBe(null);
  await press('Remove');
  await expect.poll(text).toContain('After this, nothing is left of the sequence.');
});

test('a file that is none of ours is refused, and nothing is kept', async () => {
  show();
  await choose(new Blob(['hello']));
  await expect.poll(() => root.querySelector('[role=alert]')?.textContent).toContain('Nothing was changed.');
  expect(await store.list()).toEqual([]);
  expect(root.querySelector('input')?.disabled).toBe(false);
});

test('a download at once happens once, and leaves the address without it', async () => {
  const reader = await sampleBackup(3);
  show();
  await choose(await zipOf(reader));
  await expect.poll(text).toContain('The file is complete.');
  render(null, root);
  location.hash = `#/backups/${reader.backup.id}?download`;
  show();
  await expect.poll(text).toContain('The download has started.');
  expect(location.hash).toBe(`#/backups/${reader.backup.id}`);
  expect(saveFrom).toHaveBeenCalledTimes(1);
});

test('a backup that is damaged in the browser is not downloaded', async () => {
  const { id } = await write({ checksum: 'f'.repeat(64) });
  location.hash = `#/backups/${id}`;
  show();
  await press('Download backup');
  await expect.poll(() => root.querySelector('[role=alert]')?.textContent).toContain('isn’t what was saved');
  expect(saveFrom).not.toHaveBeenCalled();
  expect((await store.find(id))?.downloadedAt).toBe(null);
});

test('an address of a backup that is not there says so', async () => {
  location.hash = '#/backups/6f1c1b2e-6a52-4d0c-9a2f-0f6a3f0c7f11';
  show();
  await expect
    .poll(() => root.querySelector('[role=alert]')?.textContent)
    .toContain('This backup isn’t in this browser.');
});

test('a file can be dropped', async () => {
  show();
  await expect.poll(() => root.querySelector('input')).toBeTruthy();
  const card = root.querySelector('section[aria-labelledby=from-file]');
  const files = [await zipOf(await sampleBackup(3))];
  const drop = new Event('drop', { bubbles: true, cancelable: true });
  card?.dispatchEvent(Object.assign(drop, { dataTransfer: { files, items: [] } }));
  await expect.poll(text).toContain('The file is complete.');
  expect(drop.defaultPrevented).toBe(true);
});

test('a download that is cancelled gives no file', async () => {
  const { backup, parts } = await sampleBackup(3);
  for await (const part of parts()) await store.write(backup, null, [part]);
  const { open } = store;
  let release = () => {};
  store.open = async (id) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return open(id);
  };
  location.hash = `#/backups/${backup.id}?download`;
  show();
  await expect.poll(text).toContain('Preparing the file: 0%');
  expect(button('Download backup')?.getAttribute('aria-disabled')).toBe('true');
  await press('Cancel');
  store.open = open;
  release();
  await press('Download backup');
  await expect.poll(text).toContain('The download has started.');
  // The one that was cancelled would have come first.
  expect(saveFrom).toHaveBeenCalledTimes(1);
});

test('what is seldom pressed is in a menu, which Escape and going elsewhere close', async () => {
  await write({ sequence: { id: 1, name: 'Welcome' } });
  show();
  await expect.poll(() => button('Remove')).toBeTruthy();
  const menu = root.querySelector('details') as HTMLDetailsElement;
  const summary = menu.querySelector('summary') as HTMLElement;
  expect(menu.open).toBe(false);
  expect(menu.contains(button('Remove') ?? null)).toBe(true);
  menu.open = true;
  button('Remove')?.focus();
  button('Remove')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(menu.open).toBe(false);
  expect(document.activeElement).toBe(summary);
  menu.open = true;
  const leave = (relatedTarget: Element | undefined) =>
    summary.dispatchEvent(
      new FocusEvent('focusout', { bubbles: true, relatedTarget: relatedTarget ?? null }),
    );
  leave(button('Remove'));
  expect(menu.open).toBe(true);
  leave(button('Restore'));
  expect(menu.open).toBe(false);
});

test('how long each is kept is said', async () => {
  await write({ sequence: { id: 1, name: 'There' } });
  await write({ sequence: { id: 2, name: 'Gone' }, deletedAt: 5 });
  show();
  await expect.poll(() => root.querySelectorAll('li.row').length).toBe(2);
  const chips = (name: string) =>
    [...root.querySelectorAll('li.row')]
      .find((row) => row.textContent?.includes(name))
      ?.querySelector('.chips')?.textContent;
  expect(chips('There')).toMatch(/Not downloaded.*Kept until [A-Z][a-z]{2} \d+, \d{4}$/);
  expect(chips('Gone')).toMatch(/Kept until you download or remove it$/);
});
