import { expect, test } from 'vitest';
import type { BackupReader, Contents } from '../backup/backup.ts';
import type { Restore } from '../restore/restore.ts';
import { BACKUP, readerWith, restoreOf } from '../restore/testing/fakes.ts';
import { fail } from '../result.ts';
import { type AdditionRequest, additionJob } from './definition.ts';
import { noAdditions } from './testing/fake-world.ts';

const NEW = 9001;
const NOW = Date.now();
const made = { sequenceId: NEW, fingerprint: '', emails: [], named: true };
const done = restoreOf({ state: { step: 'done' }, made });
const contents: Contents = {
  sequence: {
    ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false, repeat: false },
    ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
  },
  emails: [{ id: 1, subject: 'A', published: true, position: 0, delay_value: 30, delay_unit: 'days' }],
  names: [],
  references: { excludedFrom: [], whole: true },
  people: [
    { id: 1, email_address: 'one@example.com', state: 'active', added_at: new Date(NOW).toISOString() },
  ],
};

interface Found {
  restore?: Restore | null;
  backup?: BackupReader | null;
}

/** What is said to whoever asks for people to be added, where this is found. */
async function begin({ restore = done, backup }: Found, request: Partial<AdditionRequest> = {}) {
  const reader = backup === undefined ? await readerWith(contents) : backup;
  const job = additionJob({
    latestRestore: async () => restore,
    kit: () => {
      throw new Error('Kit is not asked before it begins');
    },
    openBackup: async () => reader,
    additions: noAdditions,
  });
  return job.begin({ backupId: BACKUP, sequenceId: NEW, group: 'start', people: 1, ...request }, NOW);
}

/** The same backup, with one of its parts edited since. */
async function edited(name: string): Promise<BackupReader> {
  const reader = await readerWith(contents);
  const edit = <P extends { name: string; text: string }>(part: P): P =>
    part.name.startsWith(name) ? { ...part, text: `${part.text} ` } : part;
  return {
    ...reader,
    part: async (wanted) => {
      const part = await reader.part(wanted);
      return part && edit(part);
    },
    async *parts() {
      for await (const part of reader.parts()) yield edit(part);
    },
  };
}

test('people are added to the sequence that was restored from their backup', async () => {
  expect(await begin({})).toMatchObject({
    ok: true,
    value: { sequenceId: NEW, of: 1, account: done.account },
  });
});

test.each<[string, Restore | null]>([
  ['nothing was restored', null],
  [
    'it is still being restored',
    restoreOf({ state: { step: 'writing', email: 0, of: 1, minimal: false, sends: 0 }, made }),
  ],
  ['nothing was made', restoreOf({ state: { step: 'done' }, made: null })],
  ['another one was made', restoreOf({ state: { step: 'done' }, made: { ...made, sequenceId: NEW + 1 } })],
])('nobody is added where %s', async (_, restore) => {
  expect(await begin({ restore })).toEqual(fail({ kind: 'not restored' }));
});

test('nobody is added from a backup that is gone', async () => {
  expect(await begin({ backup: null })).toEqual(fail({ kind: 'backup gone' }));
});

test.each(['sequence', 'people/'])('nobody is added where the backup’s %s was edited', async (name) => {
  expect(await begin({ backup: await edited(name) })).toEqual(fail({ kind: 'backup damaged' }));
});

test('a group of nobody is not added', async () => {
  const backup = await readerWith({ ...contents, people: [] });
  expect(await begin({ backup }, { people: 0 })).toEqual(fail({ kind: 'nobody' }));
});
