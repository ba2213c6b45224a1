import type { Account } from '../../kit/client.ts';
import { sleep } from '../../kit/clock.ts';
import { asSent } from '../../kit/item.ts';
import { fail, ok, type Result } from '../../result.ts';
import { type Backup, FORMAT } from '../backup.ts';
import { checksumOf } from '../checksum.ts';
import type { BackupStore } from '../store.ts';
import { createAsker, type Sleep } from './asker.ts';
import { Ledger, partOf } from './ledger.ts';
import { type BackupProgress, createTeller } from './pace.ts';
import { type PeopleKit, readPeople } from './people.ts';
import { BackupAborted, type BackupProblem, fromStorage } from './problems.ts';
import { readSettings, type SettingsKit } from './settings.ts';
import { verify } from './verify.ts';

export type { BackupProblem, BackupProgress };

export interface CaptureTools {
  /** In bulk, and with a budget that gives no turns after the signal (`budgetUntil`). */
  kit: SettingsKit & PeopleKit;
  store: BackupStore;
  /** Ends it: nothing is asked and nothing is written after that. What was kept stays. */
  signal: AbortSignal;
  /** Told of each phase, and a few times per second how far it is. */
  tell(progress: BackupProgress): void;
  /** Kit's limit for work in bulk, for telling the time left; without it, only what was measured counts. */
  requestsPerMinute?: number;
  /** In ms since 1970. */
  now?(): number;
  sleep?: Sleep;
}

export interface CaptureRequest {
  account: Account;
  sequenceId: number;
  /** UUID: that of an unfinished backup is gone on with, any other becomes the new one's. */
  id?: string;
}

/**
 * Captures a backup of a sequence: its settings, its emails with content, and everybody in it, each once, as many as Kit
 * counts. It is complete only after it was read again from storage and found to be what was written.
 *
 * Of an unfinished one that is gone on with, the settings are read again, the people are not. A complete one is given as
 * it is.
 */
export async function captureBackup(
  tools: CaptureTools,
  what: CaptureRequest,
): Promise<Result<Backup, BackupProblem>> {
  try {
    return ok(await capture(tools, what));
  } catch (error) {
    if (error instanceof BackupAborted) return fail(error.problem);
    throw error;
  }
}

async function capture(
  { kit, store, signal, tell, requestsPerMinute, now = () => Date.now(), sleep: pause = sleep }: CaptureTools,
  { account, sequenceId, id = crypto.randomUUID() }: CaptureRequest,
): Promise<Backup> {
  const asker = createAsker(signal, pause);
  const report = createTeller(tell, now, requestsPerMinute ?? null);
  const earlier = await fromStorage(store.find(id));
  if (earlier && earlier.completedAt !== null) return earlier;

  const startedAt = earlier?.startedAt ?? now();
  const { kept, expected } = earlier?.people ?? { kept: 0, expected: null };
  report({ phase: 'settings', kept, expected, startedAt });
  const { sequence, emails, names, references } = await readSettings(asker, kit, sequenceId);

  const ledger = earlier
    ? await Ledger.resume(store, earlier)
    : await Ledger.begin(store, {
        id,
        format: FORMAT,
        account,
        sequence: { id: sequence.id, name: sequence.name },
        startedAt,
        completedAt: null,
        emails: 0,
        people: { kept: 0, expected: null },
        size: 0,
        checksum: null,
        origin: 'kit',
        deletedAt: null,
        downloadedAt: null,
      });
  await ledger.save({ sequence: { id: sequence.id, name: sequence.name }, emails: emails.length }, [
    await partOf('sequence', asSent(sequence), 1),
    await partOf('emails', emails, emails.length),
    await partOf('names', names, 1),
    await partOf('references', references, 1),
  ]);

  const tellPeople = () => {
    const { expected } = ledger.backup.people;
    report({ phase: 'people', kept: ledger.kept, expected, startedAt });
  };
  tellPeople();
  const createdAt = Date.parse(String(sequence.created_at));
  await readPeople({ asker, kit, ledger, tell: tellPeople, now }, sequenceId, createdAt);

  const people = ledger.kept;
  ledger.close();
  const tellVerified = (kept: number) => report({ phase: 'verifying', kept, expected: people, startedAt });
  tellVerified(0);
  const parts = await verify(await ledger.reader(), people, tellVerified, signal);
  const completedAt = now();
  const checksum = await checksumOf({ ...ledger.backup, completedAt }, parts);
  return ledger.finish({ completedAt, checksum });
}
