import * as v from 'valibot';
import type { Rule } from '../messages/door.ts';
import type { Result } from '../result.ts';
import type { Loss } from './losses.ts';
import type { RelinkOffer, RelinkProblem } from './relinks.ts';
import type { Refusal, Restore, RestoreProblem } from './restore.ts';

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
} as const satisfies Record<string, Rule>;

type NotRestored = { kind: 'not restored' };

export interface RestoreAnswers {
  'restore.losses': Result<Loss[], RestoreProblem>;
  'restore.start': Result<Restore, Refusal>;
  'restore.cancel': null;
  'restore.undo': null;
  'restore.retry': null;
  'restore.relinks': Result<RelinkOffer[], RestoreProblem | NotRestored>;
  'restore.relink': Result<'done', RelinkProblem | RestoreProblem | NotRestored>;
}

/** A manager follows the restores of a backup over a port of this name. */
export const restorePort = (backupId: string) => `restore/${backupId}`;

export function parseRestorePort(name: string): string | null {
  const [, found] = /^restore\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(name) ?? [];
  return found ?? null;
}
