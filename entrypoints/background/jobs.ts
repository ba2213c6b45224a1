import { type Browser, browser } from 'wxt/browser';
import type { BackupStore } from '../../utils/backup/store.ts';
import { badgeOf, DUE_KINDS, touchedBy } from '../../utils/due.ts';
import type { HistoryFilter } from '../../utils/history/filter.ts';
import { readHistory } from '../../utils/history/read.ts';
import { jobKinds } from '../../utils/job-kinds.ts';
import type { Alarms } from '../../utils/jobs/alarms.ts';
import type { Job, JobDefinition } from '../../utils/jobs/job.ts';
import { openJournal } from '../../utils/jobs/journal.ts';
import { createRunner } from '../../utils/jobs/runner.ts';
import { type Addition, type PersonOutcome, subjectOfAddition } from '../../utils/people/addition.ts';
import { type AdditionRequest, groupsIn } from '../../utils/people/definition.ts';
import { createRemovals } from '../../utils/removal.ts';
import type { RestoreRequest } from '../../utils/restore/definition.ts';
import { createRestoreQueries } from '../../utils/restore/queries.ts';
import { type Restore, subjectOfRestore } from '../../utils/restore/restore.ts';
import { fail, ok } from '../../utils/result.ts';
import { createSequenceLists } from '../../utils/retire/lists.ts';
import { isRetirementEnded, type Retirement } from '../../utils/retire/retirement.ts';
import { DAY } from '../../utils/review/zone.ts';
import { createBackups } from '../../utils/sequence/backups.ts';
import type { Saves } from '../../utils/sequence/definition.ts';
import { readCountdown, readKeepDays, USUAL_COUNTDOWN } from '../../utils/settings.ts';
import { isWatchEnded, type Watch, type WatchNews } from '../../utils/watch/watch.ts';
import type { Kits } from './kits.ts';
import { createPages } from './page-accounts.ts';

const alarms: Alarms = {
  // Again and again from then on, in case that the background dies between the ringing and the next setting.
  set: async (name, when) => void (await browser.alarms.create(name, { when, periodInMinutes: 1 })),
  clear: async (name) => void (await browser.alarms.clear(name)),
  names: async () => (await browser.alarms.getAll()).map((alarm: Browser.alarms.Alarm) => alarm.name),
};

/** How a person hears of what is due while none of our pages is open. Methods may reject. */
interface Reminders {
  notifyDue(job: Retirement): Promise<void>;
  notifyOfWatch(job: Watch, news: WatchNews): Promise<void>;
  setBadge(text: string): Promise<void>;
}

export type Jobs = ReturnType<typeof openJobs>;

/** The jobs of the extension, on the browser's storage, locks and alarms. */
export function openJobs(
  { connections, kitAs, kitUntil, bulkRequestsPerMinute }: Kits,
  store: BackupStore,
  saves: Saves,
  { notifyDue, notifyOfWatch, setBadge }: Reminders,
) {
  const latestRestore = async (backupId: string) =>
    (await journal.latest(subjectOfRestore(backupId))) as Restore | null;
  const pages = createPages();
  const kinds = jobKinds({
    kit: kitAs,
    pageAccount: ({ id }) => pages.account(id),
    countdown: async () => 1000 * (await readCountdown(browser.storage.local).catch(() => USUAL_COUNTDOWN)),
    saves,
    backups: createBackups({ store, kit: kitUntil, requestsPerMinute: bulkRequestsPerMinute }),
    accounts: async () =>
      (await connections.accounts())
        .filter(({ status }) => status === 'connected')
        .map(({ account }) => account),
    openBackup: store.open,
    latestRestore,
    listSequences: createSequenceLists({ kit: kitAs }),
    remind: async (job) => {
      if (job.notify) await notifyDue(job).catch(() => undefined);
    },
    watches: () => ofKind<Watch>('watch'),
    tellOfWatch: async (job, news) => {
      if (job.notify) await notifyOfWatch(job, news).catch(() => undefined);
    },
    additions: {
      latest: async (sequenceId) => (await journal.latest(subjectOfAddition(sequenceId))) as Addition | null,
      outcomes: (id, after) => journal.items(id, after),
    },
  });
  const definitions: Record<string, Pick<JobDefinition<Job, never, never, never, never>, 'hasEnded'>> = kinds;
  const journal = openJournal((job) => definitions[job.kind]?.hasEnded(job) === false);
  const runner = createRunner(kinds, {
    journal,
    alarms,
    lock: (subject, work) => navigator.locks.request(`job ${subject}`, work),
    written: (job) => {
      if (DUE_KINDS.includes(job.kind)) showBadge();
      for (const touched of touchedBy(job)) runner.wish(touched, 'touched').catch(() => undefined);
    },
  });
  const showBadge = () =>
    void journal
      .open()
      .then(badgeOf)
      .then(setBadge)
      .catch(() => undefined);
  showBadge();

  /** All that are open, and those that ended of the last 1,000 jobs, newest first. */
  async function ofKind<J extends Job>(kind: J['kind']): Promise<J[]> {
    const open = await journal.open();
    const ended = (await journal.newest(null, 1000)).filter(({ id }) => open.every((one) => one.id !== id));
    return [...open, ...ended].filter((job) => job.kind === kind) as J[];
  }
  const listed = <J extends Job>(kind: J['kind'], isEnded: (job: J) => boolean) =>
    stored(async () => {
      const all = await ofKind<J>(kind);
      const ended = all.filter(isEnded).slice(0, 20);
      return [...all.filter((job) => !isEnded(job)), ...ended];
    });

  const removals = createRemovals({
    lock: (mode, work) => navigator.locks.request('backups', { mode }, work),
    open: journal.open,
    store,
  });

  readKeepDays(browser.storage.local)
    .then((days) => Promise.all([journal.forget(Date.now() - days * DAY), removals.forget(Date.now(), days)]))
    .catch(() => undefined);

  return {
    runner,
    pages,
    /** Something small out of the journal. Rejects when the storage fails. */
    probe: () => journal.latest(''),
    /** Goes on with what waits for this account. */
    reconnected: (accountId: number) => void runner.reconnected(accountId).catch(() => undefined),
    /** Goes on with whatever is open and waits for Kit or the network. */
    lookAfterOpen: () => void runner.resume().catch(() => undefined),
    removeBackup: removals.remove,
    startRestore: (request: RestoreRequest) => removals.using(() => runner.start('restore', request)),
    /** Rejects where the storage fails. */
    undoRestore: (backupId: string) => removals.using(() => runner.wish(subjectOfRestore(backupId), 'undo')),
    startAddition: (request: AdditionRequest) => removals.using(() => runner.start('add people', request)),
    /** What restores a backup or adds its people. */
    openOfBackups: () =>
      stored(async () => {
        const jobs = await journal.open();
        return jobs.filter(({ kind }) => kind === 'restore' || kind === 'add people') as (
          | Restore
          | Addition
        )[];
      }),
    /** Those that rest, and the last 20 that do not any more. */
    retirements: () => listed<Retirement>('retire', ({ state }) => isRetirementEnded(state)),
    /** The same of those that are watched. */
    watches: () => listed<Watch>('watch', ({ state }) => isWatchEnded(state)),
    history: (filter: HistoryFilter, before: number | null) =>
      stored(() => readHistory(journal, filter, before)),
    restores: createRestoreQueries({
      latest: latestRestore,
      note: ({ id }, event) => runner.note(id, event),
      kit: kitAs,
      openBackup: store.open,
    }),
    groups: (backupId: string) =>
      groupsIn(store.open, backupId).catch(() => fail({ kind: 'storage failed' } as const)),
    outcomes: (jobId: string, after: number | null) =>
      stored(async () => {
        const { items, next } = await journal.items(jobId, after);
        return { items: items as PersonOutcome[], next };
      }),
  };
}

/** What was read, or that the storage failed. */
const stored = <T>(read: () => Promise<T>) =>
  read().then(ok, () => fail({ kind: 'storage failed' } as const));
