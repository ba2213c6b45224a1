import * as v from 'valibot';
import type { PartName } from '../../utils/backup/backup.ts';
import { isPartName } from '../../utils/backup/format.ts';
import { HISTORY_KINDS, HISTORY_OUTCOMES } from '../../utils/history/entry.ts';
import type { ManagerTarget } from '../../utils/manager.ts';
import type { Demand, Frame } from '../../utils/messages/frame.ts';
import type { SenderKind } from '../../utils/messages/sender.ts';
import { subjectOfAddition } from '../../utils/people/addition.ts';
import type { Messages, OAuthApp, Payload, Reply } from '../../utils/protocol.ts';
import { subjectOfRestore } from '../../utils/restore/restore.ts';
import { fail } from '../../utils/result.ts';
import { REMIND_DAYS, RETIREMENT_WISHES, subjectOfRetirement } from '../../utils/retire/retirement.ts';
import { SEQUENCE_KINDS } from '../../utils/sequence/kinds.ts';
import { type SequenceJobKind, subjectOfSequence } from '../../utils/sequence/sequence-job.ts';
import type { StorageReport } from '../../utils/storage/state.ts';
import { subjectOfWatch, WATCH_WISHES } from '../../utils/watch/watch.ts';
import type { BackupsForPages } from './backups.ts';
import type { Jobs } from './jobs.ts';
import type { Kits } from './kits.ts';
import type { Reviews } from './reviews.ts';

interface Services {
  connections: Kits['connections'];
  oauthApp(): Promise<OAuthApp>;
  useApp(clientId: string): Promise<OAuthApp>;
  openOptions(): Promise<void>;
  openManager(target: ManagerTarget): Promise<void>;
  storage(): Promise<StorageReport>;
  reviews: Reviews;
  jobs: Jobs;
  backups: BackupsForPages;
}

interface Message<N extends keyof Messages> {
  from: readonly SenderKind[];
  inFrame?: Demand;
  payload: v.GenericSchema<unknown, Payload<N>>;
  handle(payload: Payload<N>, frame: Frame | null): Reply<N> | Promise<Reply<N>>;
}

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const uuid = v.pipe(v.string(), v.uuid());
const nothing = v.strictObject({});
const ofBackup = v.strictObject({ backupId: uuid });
const ofSequence = v.strictObject({ sequenceId: id });

const panel = ['panel'] as const;
const popup = ['popup'] as const;
const options = ['options'] as const;
const manager = ['manager'] as const;

/**
 * Every message to the background: who may send it, what it may hold, and what is done. The content script may send
 * none: it shows a button and a drawer, and is asked rather than asks. From a frame comes only what that vouches for and,
 * where nothing else is said, what a person sees. A panel may be loaded before it is shown, so it may look before that.
 */
export function messageTable(services: Services): { [N in keyof Messages]: Message<N> } {
  const { connections, reviews, jobs, backups } = services;
  /** What comes of a wish is heard over the port of its job. */
  const heard = async (wished: Promise<void>) => {
    await wished.catch(() => undefined);
    return null;
  };
  const wish = (subject: string, wanted: string) => heard(jobs.runner.wish(subject, wanted));
  /** The review that a person was shown, with the account of the page around it: that counts now, and once more just before Kit is asked. */
  async function shownReview(reviewId: string, frame: Frame | null) {
    const found = await reviews.find(reviewId);
    if (!frame) return found;
    jobs.pages.remember(reviewId, frame.pageAccount);
    return found && { ...found, pageAccountId: frame.pageAccountId ?? found.pageAccountId };
  }
  return {
    'connection.accounts': {
      from: ['panel', 'popup', 'options', 'manager'],
      inFrame: 'ours',
      payload: nothing,
      handle: () => connections.accounts(),
    },
    'connection.connectWithApiKey': {
      from: options,
      payload: v.strictObject({ apiKey: v.pipe(v.string(), v.maxLength(1000)) }),
      handle: ({ apiKey }) => connections.connectWithApiKey(apiKey),
    },
    'connection.connectWithOAuth': {
      from: ['panel', 'options', 'manager'],
      payload: nothing,
      handle: () => connections.connectWithOAuth(),
    },
    'connection.test': {
      from: options,
      payload: v.strictObject({ accountId: id }),
      handle: ({ accountId }) => connections.test(accountId),
    },
    'connection.disconnect': {
      from: options,
      payload: v.strictObject({ accountId: id }),
      handle: ({ accountId }) => connections.disconnect(accountId),
    },
    'connection.app': { from: options, payload: nothing, handle: () => services.oauthApp() },
    'connection.useApp': {
      from: options,
      payload: v.strictObject({ clientId: v.pipe(v.string(), v.trim(), v.maxLength(200)) }),
      handle: ({ clientId }) => services.useApp(clientId),
    },
    'options.open': {
      from: ['panel', 'manager'],
      payload: nothing,
      handle: () => services.openOptions().then(() => null),
    },
    'manager.open': {
      from: panel,
      payload: v.strictObject({
        target: v.union([
          v.picklist(['history', 'retired']),
          v.strictObject({ backupId: v.nullable(uuid), download: v.boolean() }),
        ]),
      }),
      handle: ({ target }) => services.openManager(target).then(() => null),
    },

    'storage.state': {
      from: ['panel', 'options', 'manager'],
      inFrame: 'ours',
      payload: nothing,
      handle: () => services.storage(),
    },

    'backups.list': { from: manager, payload: nothing, handle: () => backups.list() },
    'backups.open': { from: manager, payload: ofBackup, handle: ({ backupId }) => backups.open(backupId) },
    'backups.part': {
      from: manager,
      payload: v.strictObject({
        backupId: uuid,
        name: v.custom<PartName>(isPartName),
        from: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
      handle: ({ backupId, name, from }) => backups.part(backupId, name, from),
    },
    'backups.noteDownload': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => backups.noteDownload(backupId),
    },
    'backups.remove': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => jobs.removeBackup(backupId),
    },

    'review.gather': {
      from: ['panel', 'popup'],
      inFrame: 'ours',
      payload: ofSequence,
      handle: ({ sequenceId }, frame) =>
        reviews.gather({ sequenceId, pageAccountId: frame?.pageAccountId ?? null }),
    },

    'review.kept': { from: popup, payload: ofSequence, handle: ({ sequenceId }) => reviews.kept(sequenceId) },

    'sequence.start': {
      from: panel,
      payload: v.strictObject({
        kind: v.picklist(Object.keys(SEQUENCE_KINDS) as SequenceJobKind[]),
        sequenceId: id,
        reviewId: uuid,
        backUp: v.boolean(),
      }),
      async handle({ kind, sequenceId, reviewId, backUp }, frame) {
        reviews.endReports(sequenceId);
        const review = await shownReview(reviewId, frame);
        const started = await jobs.runner.start(kind, { sequenceId, review, backUp });
        if (!started.ok) return started;
        // Whoever asks twice for the same joins it; a delete is no backup, and one without a backup is none with it.
        const unbacked = kind === 'delete' && backUp && review !== null && started.value.backupId === null;
        return started.value.kind !== kind || unbacked ? fail({ kind: 'busy' }) : started;
      },
    },
    'sequence.backUp': {
      from: popup,
      payload: v.strictObject({ sequenceId: id, reviewId: uuid }),
      async handle({ sequenceId, reviewId }) {
        reviews.endReports(sequenceId);
        const review = await reviews.find(reviewId);
        const started = await jobs.runner.start('back up', { sequenceId, review, backUp: true });
        return started.ok && started.value.kind !== 'back up' ? fail({ kind: 'busy' }) : started;
      },
    },
    'sequence.cancel': {
      from: panel,
      inFrame: 'nothing',
      payload: ofSequence,
      handle: ({ sequenceId }) => wish(subjectOfSequence(sequenceId), 'cancel'),
    },
    'jobs.resume': {
      from: panel,
      payload: nothing,
      handle: () => {
        jobs.lookAfterOpen();
        return null;
      },
    },
    'jobs.open': { from: manager, payload: nothing, handle: () => jobs.openOfBackups() },
    'retire.start': {
      from: panel,
      payload: v.strictObject({
        sequenceId: id,
        reviewId: uuid,
        days: v.picklist(REMIND_DAYS),
        notify: v.boolean(),
      }),
      async handle({ sequenceId, reviewId, days, notify }, frame) {
        const review = await shownReview(reviewId, frame);
        return jobs.runner.start('retire', { sequenceId, review, days, notify });
      },
    },
    'retire.list': { from: manager, payload: nothing, handle: () => jobs.retirements() },
    'retire.wish': {
      from: manager,
      payload: v.strictObject({ sequenceId: id, wish: v.picklist(RETIREMENT_WISHES) }),
      handle: ({ sequenceId, wish: wanted }) => wish(subjectOfRetirement(sequenceId), wanted),
    },
    'watch.start': {
      from: panel,
      payload: v.strictObject({ sequenceId: id, reviewId: uuid, notify: v.boolean() }),
      handle: async ({ sequenceId, reviewId, notify }, frame) =>
        jobs.runner.start('watch', { sequenceId, review: await shownReview(reviewId, frame), notify }),
    },
    'watch.list': { from: manager, payload: nothing, handle: () => jobs.watches() },
    'watch.wish': {
      from: ['panel', 'manager'],
      payload: v.strictObject({ sequenceId: id, wish: v.picklist(WATCH_WISHES) }),
      handle: ({ sequenceId, wish: wanted }) => wish(subjectOfWatch(sequenceId), wanted),
    },

    'history.read': {
      from: ['popup', 'manager'],
      payload: v.strictObject({
        filter: v.strictObject({
          kind: v.nullable(v.picklist(HISTORY_KINDS)),
          outcome: v.nullable(v.picklist(HISTORY_OUTCOMES)),
          accountId: v.nullable(id),
          text: v.pipe(v.string(), v.maxLength(1000)),
        }),
        before: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      }),
      handle: ({ filter, before }) => jobs.history(filter, before),
    },

    'restore.losses': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => jobs.restores.losses(backupId),
    },
    'restore.start': {
      from: manager,
      payload: v.strictObject({ backupId: uuid, accountId: id }),
      handle: (request) => jobs.startRestore(request),
    },
    'restore.stop': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => wish(subjectOfRestore(backupId), 'stop'),
    },
    'restore.undo': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => heard(jobs.undoRestore(backupId)),
    },
    'restore.retry': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => wish(subjectOfRestore(backupId), 'retry'),
    },
    'restore.relinks': {
      from: manager,
      payload: ofBackup,
      handle: ({ backupId }) => jobs.restores.relinks(backupId),
    },
    'restore.relink': {
      from: manager,
      payload: v.strictObject({
        backupId: uuid,
        sequenceId: id,
        shown: v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/)),
      }),
      handle: (request) => jobs.restores.relink(request),
    },

    'people.groups': { from: manager, payload: ofBackup, handle: ({ backupId }) => jobs.groups(backupId) },
    'people.start': {
      from: manager,
      payload: v.strictObject({
        backupId: uuid,
        sequenceId: id,
        group: v.picklist(['start', 'midway']),
        people: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
      handle: (request) => jobs.startAddition(request),
    },
    'people.pause': {
      from: manager,
      payload: ofSequence,
      handle: ({ sequenceId }) => wish(subjectOfAddition(sequenceId), 'pause'),
    },
    'people.resume': {
      from: manager,
      payload: ofSequence,
      handle: ({ sequenceId }) => wish(subjectOfAddition(sequenceId), 'resume'),
    },
    'people.stop': {
      from: manager,
      payload: ofSequence,
      handle: ({ sequenceId }) => wish(subjectOfAddition(sequenceId), 'stop'),
    },
    'people.outcomes': {
      from: manager,
      payload: v.strictObject({
        jobId: uuid,
        after: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      }),
      handle: ({ jobId, after }) => jobs.outcomes(jobId, after),
    },
  };
}
