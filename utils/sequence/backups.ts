import { type CaptureTools, captureBackup } from '../backup/capture/capture.ts';
import { contentsOf } from '../backup/format.ts';
import type { BackupStore } from '../backup/store.ts';
import type { Kit } from '../kit/client.ts';
import type { Backups } from './definition.ts';

/** How long an unfinished backup is worth going on with, in ms: what it holds should be of about one time. */
const WORTH_GOING_ON = 60 * 60_000;

interface Dependencies {
  store: BackupStore;
  /** Kit as this account sees it, in bulk, which is asked for nothing more once the signal says so. */
  kit(accountId: number, stopped: AbortSignal): Kit;
  /** What the account's connection lets through. */
  requestsPerMinute(accountId: number): Promise<number>;
  now?(): number;
  sleep?: CaptureTools['sleep'];
}

/** The backups that jobs leave behind. */
export function createBackups({
  store,
  kit,
  requestsPerMinute,
  now = Date.now,
  sleep,
}: Dependencies): Backups {
  /** One that begins in the future was begun before the clock was set back: who knows when. */
  function isYoung(startedAt: number): boolean {
    const age = now() - startedAt;
    return age >= 0 && age < WORTH_GOING_ON;
  }

  return {
    async choose({ account, sequence: { id } }) {
      const unfinished = (await store.list()).find(
        (backup) =>
          backup.completedAt === null &&
          // One that is being opened from a file is somebody else's work, and counts as kept outside the browser.
          backup.origin === 'kit' &&
          backup.account.id === account.id &&
          backup.sequence.id === id &&
          isYoung(backup.startedAt),
      );
      return unfinished?.id ?? crypto.randomUUID();
    },
    async take(id, { account, sequence }, signal, tell) {
      const tools: CaptureTools = {
        kit: kit(account.id, signal),
        store,
        signal,
        tell,
        requestsPerMinute: await requestsPerMinute(account.id),
        ...(sleep && { sleep }),
      };
      const taken = await captureBackup(tools, { account, sequenceId: sequence.id, id });
      // What is damaged cannot be gone on with.
      if (!taken.ok && taken.problem.kind === 'damaged') await store.remove(id).catch(() => undefined);
      return taken;
    },
    async emails(id) {
      const part = await (await store.open(id))?.part('emails');
      const emails = part && contentsOf('emails', part.text);
      if (!emails) throw new Error('No emails are kept there');
      return emails;
    },
    async hold(id, deletingAt) {
      // Somebody may have removed it in the countdown.
      if (!(await store.mark(id, { deletingAt }))) throw new Error('No such backup');
    },
    async noteGone(id, deletedAt) {
      await store.mark(id, { deletedAt, deletingAt: null });
    },
    async release(id) {
      await store.mark(id, { deletingAt: null });
    },
  };
}
