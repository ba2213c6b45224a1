import * as v from 'valibot';
import { UUID } from '../manager.ts';
import type { Rule } from '../messages/router.ts';
import type { Addition, AdditionRefusal } from '../people/addition.ts';
import type { Groups } from '../people/groups.ts';
import type { Result } from '../result.ts';
import type { Loss } from './losses.ts';
import type { RelinkOffer, RelinkProblem } from './relinks.ts';
import type { Restore, RestoreProblem, RestoreRefusal } from './restore.ts';

const backupId = v.pipe(v.string(), v.uuid());
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const from = ['manager'] as const;
const ofBackup = { from, payload: v.strictObject({ backupId }) } as const;

/** What the manager asks of the background about the restore of a backup. No other page may. */
export const RESTORE_RULES = {
  'restore.losses': ofBackup,
  'restore.start': { from, payload: v.strictObject({ backupId, accountId: id }) },
  'restore.cancel': ofBackup,
  'restore.undo': ofBackup,
  'restore.retry': ofBackup,
  'restore.relinks': ofBackup,
  'restore.relink': {
    from,
    payload: v.strictObject({
      backupId,
      sequenceId: id,
      /** SHA-256 in hex of what was offered; empty where nothing could be read. */
      shown: v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/)),
    }),
  },
  'people.groups': ofBackup,
  'people.start': {
    from,
    payload: v.strictObject({
      backupId,
      group: v.picklist(['start', 'midway']),
      /** How many were shown. */
      people: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  },
  'people.pause': ofBackup,
  'people.goOn': ofBackup,
  'people.cancel': ofBackup,
} as const satisfies Record<string, Rule>;

type NotRestored = { kind: 'not restored' };

export interface RestoreAnswers {
  'restore.losses': Result<Loss[], RestoreProblem>;
  'restore.start': Result<Restore, RestoreRefusal>;
  'restore.cancel': null;
  'restore.undo': null;
  'restore.retry': null;
  'restore.relinks': Result<RelinkOffer[], RestoreProblem | NotRestored>;
  'restore.relink': Result<'done', RelinkProblem | RestoreProblem | NotRestored>;
  'people.groups': Result<Groups, RestoreProblem>;
  'people.start': Result<Addition, AdditionRefusal>;
  'people.pause': null;
  'people.goOn': null;
  'people.cancel': null;
}

/** A manager follows the restores of a backup over a port of the first name, and additions of people over one of the second. */
export const restorePort = (backupId: string) => `restore/${backupId}`;
export const peoplePort = (backupId: string) => `people/${backupId}`;

const PORT = new RegExp(`^(restore|people)/(${UUID.source})$`);

export function parseRestorePort(name: string): { about: 'restore' | 'people'; backupId: string } | null {
  const [, about, backupId] = PORT.exec(name) ?? [];
  if (backupId === undefined) return null;
  return { about: about === 'people' ? about : 'restore', backupId };
}
