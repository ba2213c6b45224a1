import type { Backup, BackupReader, Part } from './backup.ts';
import type { Progress } from './progress.ts';

/** Keeps backups in IndexedDB, in parts. Methods reject when the browser's storage fails. */
export interface BackupStore {
  /** Newest first, unfinished ones too. */
  list(): Promise<Backup[]>;
  find(id: string): Promise<Backup | null>;
  /** Null when there is no such backup. */
  open(id: string): Promise<BackupReader | null>;
  /** How far an unfinished backup has come; null for a finished or unknown one. */
  progress(id: string): Promise<Progress | null>;
  /** Writes what is known of a backup and, in the same transaction, how far it has come and what came of that. */
  write(backup: Backup, progress: Progress | null, parts?: Part[]): Promise<void>;
  /** With all of its parts. */
  remove(id: string): Promise<void>;
}
