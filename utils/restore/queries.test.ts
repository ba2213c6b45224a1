import { expect, test } from 'vitest';
import type { BackupReader, Contents } from '../backup/backup.ts';
import { fail, ok } from '../result.ts';
import type { RestoreKit } from './problems.ts';
import { createRestoreQueries } from './queries.ts';
import type { Restore } from './restore.ts';
import { BACKUP, readerWith, restoreOf } from './testing/fakes.ts';

const OTHER = { id: 96, name: 'Newsletter' };
const contents: Contents = {
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: 'then' },
  ...{ emails: [], names: [], people: [] },
  // One that excluded itself is gone with itself.
  references: { excludedFrom: [OTHER, { id: 80, name: 'Welcome' }], whole: true },
};
const made = { sequenceId: 9001, fingerprint: '', emails: [], named: true };
const done = restoreOf({ state: { step: 'done' }, made });

interface Found {
  restore?: Restore | null;
  backup?: BackupReader | null;
}

async function setUp({ restore = done, backup }: Found) {
  const reader = backup === undefined ? await readerWith(contents) : backup;
  const asked: string[] = [];
  const queries = createRestoreQueries({
    latest: async () => restore,
    note: async () => undefined,
    openBackup: async () => reader,
    kit: (accountId, priority) => ({
      ...({} as RestoreKit),
      async sequence(id) {
        asked.push(`${id} for ${accountId}, ${priority}`);
        return fail({ kind: 'unreachable' });
      },
    }),
  });
  const one = { backupId: BACKUP, sequenceId: OTHER.id, shown: '' };
  return { asked, relinks: () => queries.relinks(BACKUP), relink: () => queries.relink(one), queries };
}

test('who excluded the old sequence is asked for at once, as people wait for it', async () => {
  const { relinks, asked } = await setUp({});
  expect(await relinks()).toMatchObject({ ok: true, value: [{ sequence: OTHER }] });
  expect(asked).toEqual([`96 for ${done.account.id}, interactive`]);
});

test.each<[string, Restore | null]>([
  ['nothing was restored', null],
  ['nothing is known to be made', restoreOf({ state: { step: 'done' }, made: null })],
  ['it is being restored', restoreOf({ state: { step: 'naming' }, made })],
  [
    'the restore was stopped',
    restoreOf({ state: { step: 'cancelled', left: 'something', kept: null }, made }),
  ],
])('no exclusion is offered or made where %s', async (_, restore) => {
  const { relinks, relink, asked } = await setUp({ restore });
  expect(await relinks()).toEqual(fail({ kind: 'not restored' }));
  expect(await relink()).toEqual(fail({ kind: 'not restored' }));
  expect(asked).toEqual([]);
});

test('a backup that is gone or damaged says so', async () => {
  const gone = await setUp({ backup: null });
  expect(await gone.relinks()).toEqual(fail({ kind: 'backup gone' }));
  expect(await gone.relink()).toEqual(fail({ kind: 'backup gone' }));
  expect(await gone.queries.losses(BACKUP)).toEqual(fail({ kind: 'backup gone' }));
  const reader = await readerWith(contents);
  const part: BackupReader['part'] = async (name) => {
    const held = await reader.part(name);
    return held && { ...held, text: `${held.text} ` };
  };
  const damaged = await setUp({ backup: { ...reader, part } });
  expect(await damaged.relinks()).toEqual(fail({ kind: 'backup damaged' }));
  expect(await damaged.queries.losses(BACKUP)).toEqual(fail({ kind: 'backup damaged' }));
});

test('storage that fails is told, and is no end of what was asked', async () => {
  const { queries } = await setUp({
    backup: {
      ...(await readerWith(contents)),
      part: () => Promise.reject(new Error('Storage does not answer')),
    },
  });
  for (const answer of [queries.losses(BACKUP), queries.relinks(BACKUP)]) {
    expect(await answer).toEqual(fail({ kind: 'storage failed' }));
  }
  expect(await (await setUp({})).queries.losses(BACKUP)).toEqual(ok(expect.any(Array)));
});
