import type { Account } from '../kit/client.ts';
import type { Sequence, SequenceEmail, Subscriber } from '../kit/shapes.ts';

/** The version of the format that is written (docs/backup-format.md). Every older one can be read. */
export const FORMAT = 1;

/** A backup as it is kept, listed and shown. What is in it lies in its parts. Times are in ms since 1970. */
export interface Backup {
  /** UUID. */
  id: string;
  format: typeof FORMAT;
  account: Account;
  sequence: { id: number; name: string };
  /** What it holds was true at some time between these two; the second is null until it is complete and verified. */
  startedAt: number;
  completedAt: number | null;
  emails: number;
  /** People in it so far, and in the sequence as Kit last counted them; null while that is not known. */
  people: { kept: number; expected: number | null };
  /** In bytes, as it is kept. */
  size: number;
  /** Over all of it (`checksumOf`), in hex; null until it is complete. */
  checksum: string | null;
  /** Made here, or opened from a file that was downloaded before. */
  origin: 'kit' | 'file';
  /** When the sequence was seen to be gone, with this backup as its trace; null when it was not. */
  deletedAt: number | null;
  /** When a delete of the sequence was about to be sent of which it is not known that it had no effect. */
  deletingAt?: number | null;
  downloadedAt: number | null;
}

/** A backup as pages list it. */
export interface ListedBackup extends Backup {
  /** From when on it is no longer kept, in ms since 1970; null where it stays until a person downloads or removes it. */
  keptUntil: number | null;
}

/** `people/0001` and on: a name is a file's name in the downloaded zip, but for `.json`. */
export type PartName = 'sequence' | 'emails' | 'names' | 'references' | `people/${string}`;

/** JSON, and how it is told apart from one that was edited. */
export interface Part {
  name: PartName;
  text: string;
  /** SHA-256 of the text as UTF-8, in hex. */
  sha256: string;
  /** Emails or people in it; 1 for the others. */
  count: number;
}

/** What the parts hold. */
export interface Contents {
  /** As Kit gave it, unknown fields and `stats` too. */
  sequence: Sequence;
  /** In the order of their positions, with content. */
  emails: SequenceEmail[];
  /** What the ids in `sequence.exclude_subscriber_sources` are called; null for those that Kit did not name. */
  names: { type: string; id: number; name: string | null }[];
  /** The sequences that leave out the people of this one. `whole`: every sequence of the account was looked at. */
  references: { excludedFrom: { id: number; name: string }[]; whole: boolean };
  /** As Kit gave them, unknown fields too. */
  people: Subscriber[];
}

/** A part's part of `Contents`. */
export type KindOf<N extends PartName> = N extends `people/${string}` ? 'people' : N;

/** What a backup is read from: the browser's storage, or an opened file. Parts come in the order of their names. */
export interface BackupReader {
  backup: Backup;
  /** Null for a part that is not there. Rejects where the storage fails. */
  part(name: PartName): Promise<Part | null>;
  /** One at a time, so that a million people never lie in memory together. */
  parts(): AsyncIterable<Part>;
}
