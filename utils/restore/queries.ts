import { fail, ok, type Result } from '../result.ts';
import type { RestoreDependencies } from './definition.ts';
import { type Loss, lossesOf } from './losses.ts';
import type { RestoreEvent } from './machine.ts';
import { type BackupReadProblem, readCore } from './read.ts';
import { offer, type RelinkOffer, type RelinkProblem, relink } from './relinks.ts';
import { outcomeOf, type Restore } from './restore.ts';

interface Dependencies extends Pick<RestoreDependencies, 'kit' | 'openBackup'> {
  /** The last restore of this backup. */
  latest(backupId: string): Promise<Restore | null>;
  /** Writes down what became of a restore that has ended. */
  note(restore: Restore, event: RestoreEvent): Promise<unknown>;
}

type NotRestored = { kind: 'not restored' };
type StorageFailed = { kind: 'storage failed' };

/** What a page asks of a backup before and after its restore. */
export function createRestoreQueries({ latest, note, kit, openBackup }: Dependencies) {
  async function coreOf(backupId: string) {
    const reader = await openBackup(backupId);
    if (!reader) return fail({ kind: 'backup gone' } as const);
    const core = await readCore(reader);
    return core.ok ? ok({ core: core.value, people: reader.backup.people.kept }) : core;
  }

  /** What cannot be restored, for a person to know before anything is sent. */
  async function losses(backupId: string): Promise<Result<Loss[], BackupReadProblem | StorageFailed>> {
    try {
      const read = await coreOf(backupId);
      return read.ok ? ok(lossesOf(read.value.core, read.value.people)) : read;
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  /** The restore that is whole, and what its backup says of other sequences. */
  async function whole(backupId: string) {
    const restore = await latest(backupId);
    if (!restore?.made || outcomeOf(restore.state)?.step !== 'done')
      return fail({ kind: 'not restored' } as const);
    const read = await coreOf(backupId);
    if (!read.ok) return read;
    const ids = { from: restore.sequence.id, to: restore.made.sequenceId };
    const { excludedFrom } = read.value.core.references;
    return ok({ restore, ids, kit: kit(restore.account.id, 'interactive'), excludedFrom });
  }

  /** The sequences that excluded the old one, each as it is at Kit now. */
  async function relinks(
    backupId: string,
  ): Promise<Result<RelinkOffer[], BackupReadProblem | NotRestored | StorageFailed>> {
    try {
      const found = await whole(backupId);
      if (!found.ok) return found;
      const { kit, ids, excludedFrom } = found.value;
      const others = excludedFrom.filter(({ id }) => id !== ids.from);
      return ok(await Promise.all(others.map((sequence) => offer(kit, sequence, ids))));
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  /** @param request `shown`: of the offer that a person said yes to. */
  async function relinkOne(request: {
    backupId: string;
    sequenceId: number;
    shown: string;
  }): Promise<Result<'done', RelinkProblem | BackupReadProblem | NotRestored>> {
    const { backupId, sequenceId, shown } = request;
    try {
      const found = await whole(backupId);
      if (!found.ok) return found;
      const { restore, kit, ids, excludedFrom } = found.value;
      if (!excludedFrom.some(({ id }) => id === sequenceId)) return fail({ kind: 'not found' });
      const noteAs = async (to: 'sending' | 'done') =>
        void (await note(restore, { event: 'relink', sequenceId, to }));
      const answer = await relink(kit, sequenceId, shown, ids, () => noteAs('sending'));
      // It is done whether or not that can be written down.
      if (answer.ok) await noteAs('done').catch(() => undefined);
      return answer;
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  return { losses, relinks, relink: relinkOne };
}
