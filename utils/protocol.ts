import type { Backup, ListedBackup, Part, PartName } from './backup/backup.ts';
import type { ConnectionTest, ConnectionView, ConnectResult } from './connection/connection.ts';
import type { HistoryFilter } from './history/filter.ts';
import type { HistoryPage } from './history/read.ts';
import type { ManagerTarget } from './manager.ts';
import type { Addition, AdditionRefusal, PersonOutcome } from './people/addition.ts';
import type { AdditionRequest } from './people/definition.ts';
import type { Groups } from './people/groups.ts';
import type { RemovalProblem } from './removal.ts';
import type { RestoreRequest } from './restore/definition.ts';
import type { Loss } from './restore/losses.ts';
import type { RelinkOffer, RelinkProblem } from './restore/relinks.ts';
import type { Restore, RestoreProblem, RestoreRefusal } from './restore/restore.ts';
import type { Result } from './result.ts';
import type { RemindDays, Retirement, RetirementWish } from './retire/retirement.ts';
import type { ReviewResult } from './review/gather.ts';
import type { Look } from './review/review.ts';
import type { SequenceJob, SequenceJobKind } from './sequence/sequence-job.ts';
import type { StorageReport } from './storage/state.ts';
import type { Watch, WatchWish } from './watch/watch.ts';

type Nothing = Record<string, never>;
type OfBackup = { backupId: string };
type OfSequence = { sequenceId: number };
type StorageFailed = { kind: 'storage failed' };
type NotRestored = { kind: 'not restored' };

/**
 * What may be asked of the background, and what it answers. Who may ask, what is checked, and who answers stands in
 * `entrypoints/background/messages.ts`.
 */
export interface Messages {
  'connection.accounts': [Nothing, ConnectionView[]];
  'connection.connectWithApiKey': [{ apiKey: string }, ConnectResult];
  'connection.connectWithOAuth': [Nothing, ConnectResult];
  /** Whether Kit takes the credential now. */
  'connection.test': [{ accountId: number }, ConnectionTest];
  'connection.disconnect': [{ accountId: number }, { revoked: boolean | null }];
  'connection.app': [Nothing, OAuthApp];
  'connection.useApp': [{ clientId: string }, OAuthApp];
  'options.open': [Nothing, null];
  'manager.open': [{ target: ManagerTarget }, null];
  /** Whether what the background stores can be found again. */
  'storage.state': [Nothing, StorageReport];

  'backups.list': [Nothing, Result<ListedBackup[], StorageFailed>];
  /** Null where there is no such backup. */
  'backups.open': [OfBackup, Result<{ backup: Backup; parts: PartName[] } | null, StorageFailed>];
  /**
   * A piece of a part, from this character on, and where the next one begins; null for no such part. Messages have an
   * upper size, parts have none.
   */
  'backups.part': [
    OfBackup & { name: PartName; from: number },
    Result<(Part & { next: number | null }) | null, StorageFailed>,
  ];
  /** A person has the file. Null where there is no such backup any more. */
  'backups.noteDownload': [OfBackup, Result<Backup | null, StorageFailed>];
  'backups.remove': [OfBackup, Result<null, RemovalProblem>];

  'review.gather': [OfSequence, ReviewResult];
  /** The last review of a sequence that is kept. It may be hours old. */
  'review.kept': [OfSequence, Look | null];
  /** `backUp`: before a delete. `busy`: a job of another kind is open on the sequence, so this one was not started. */
  'sequence.start': [
    OfSequence & { kind: SequenceJobKind; reviewId: string; backUp: boolean },
    Result<SequenceJob, StorageFailed | { kind: 'busy' }>,
  ];
  /** Backs it up and does nothing else. `busy` as for `sequence.start`. */
  'sequence.backUp': [
    OfSequence & { reviewId: string },
    Result<SequenceJob, StorageFailed | { kind: 'busy' }>,
  ];
  'sequence.cancel': [OfSequence, null];
  /** Looks once more what became of whatever waits for Kit. */
  'jobs.resume': [Nothing, null];
  /** Those that restore a backup, or add its people, and have not ended. */
  'jobs.open': [Nothing, Result<(Restore | Addition)[], StorageFailed>];
  /** Pauses a sequence, and keeps a reminder of it. The review is the one that was shown. */
  'retire.start': [
    OfSequence & { reviewId: string; days: RemindDays; notify: boolean },
    Result<Retirement, StorageFailed | { kind: 'no review' }>,
  ];
  /** Those that rest, and the last ones that do not any more. */
  'retire.list': [Nothing, Result<Retirement[], StorageFailed>];
  'retire.wish': [OfSequence & { wish: RetirementWish }, null];
  /** Looks at a sequence until nobody waits any more. The review is the one that was shown. */
  'watch.start': [
    OfSequence & { reviewId: string; notify: boolean },
    Result<Watch, StorageFailed | { kind: 'no review' }>,
  ];
  /** Those that are watched, and the last ones that are not any more. */
  'watch.list': [Nothing, Result<Watch[], StorageFailed>];
  'watch.wish': [OfSequence & { wish: WatchWish }, null];
  /** A page of all jobs that somebody wants to see. `before`: `next` of the page before; null for the newest. */
  'history.read': [{ filter: HistoryFilter; before: number | null }, Result<HistoryPage, StorageFailed>];
  'restore.losses': [OfBackup, Result<Loss[], RestoreProblem>];
  'restore.start': [RestoreRequest, Result<Restore, RestoreRefusal>];
  'restore.stop': [OfBackup, null];
  'restore.undo': [OfBackup, null];
  'restore.retry': [OfBackup, null];
  'restore.relinks': [OfBackup, Result<RelinkOffer[], RestoreProblem | NotRestored>];
  /** `shown`: SHA-256 in hex of what was offered; empty where nothing could be read. */
  'restore.relink': [
    OfBackup & OfSequence & { shown: string },
    Result<'done', RelinkProblem | RestoreProblem | NotRestored>,
  ];
  'people.groups': [OfBackup, Result<Groups, RestoreProblem>];
  'people.start': [AdditionRequest, Result<Addition, AdditionRefusal>];
  'people.pause': [OfSequence, null];
  'people.resume': [OfSequence, null];
  'people.stop': [OfSequence, null];
  /** What became of each person, a page at a time. `after`: `next` of the page before. */
  'people.outcomes': [
    { jobId: string; after: number | null },
    Result<{ items: PersonOutcome[]; next: number | null }, StorageFailed>,
  ];
}

export type MessageName = keyof Messages;
export type Payload<N extends MessageName> = Messages[N][0];
export type Reply<N extends MessageName> = Messages[N][1];

/** The Kit app that sign-in goes through. */
export interface OAuthApp {
  /** One is built in, and no other can be used. */
  builtIn: boolean;
  /** The person's own, or empty. */
  clientId: string;
  /** What has to be entered as the app's redirect address at Kit. */
  redirectAddress: string;
}

/**
 * What a page follows over a port, and which one: the jobs on a sequence, the second wave of a review (which arrives
 * bit by bit, and for which nothing more is asked of Kit once the port ends), the restores of a backup, the additions
 * to a restored sequence, the retirement of a sequence, the watch over one; or over which it hands over a backup out of a file, or is
 * asked for files. Who may, stands in `entrypoints/background/ports.ts`.
 */
export interface Ports {
  sequence: number;
  details: string;
  restore: string;
  people: number;
  retire: number;
  watch: number;
  import: string;
  save: 'files';
}

export const portName = <P extends keyof Ports>(port: P, subject: Ports[P]): string => `${port}/${subject}`;

/** Sent by the background to our own pages whenever the way to Kit opened or closed. It holds nothing. */
export const CONNECTION_CHANGED = 'connection changed';
