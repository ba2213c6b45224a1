import type { Backup } from './backup.ts';

const DAY = 86_400_000;

/** A backup, and when what is known of it was last written, in ms since 1970. */
export interface StoredBackup {
  backup: Backup;
  writtenAt: number;
}

/**
 * Whether a backup may be thrown away without asking: a complete one after `days` in which nothing happened to it, an
 * unfinished one after a day in which it did not go on. Never the best trace of a sequence that is gone, or may be, as
 * long as that was not downloaded: it may be all that is left.
 *
 * Nothing is counted from `completedAt`: a backup from a file may have been complete for years when it is opened.
 *
 * @param all every backup that is kept, this one too.
 */
export function mayForget(
  { backup, writtenAt }: StoredBackup,
  all: StoredBackup[],
  now: number,
  days: number,
): boolean {
  const age = now - writtenAt;
  return age > keptFor(backup, days) && isExpendable(backup, all);
}

/**
 * From when on it may be thrown away if nothing happens to it or to the others, in ms since 1970; null where that is never.
 *
 * @param all every backup that is kept, this one too.
 */
export function keptUntil(
  { backup, writtenAt }: StoredBackup,
  all: StoredBackup[],
  days: number,
): number | null {
  return isExpendable(backup, all) ? writtenAt + keptFor(backup, days) : null;
}

/** In ms. */
const keptFor = ({ completedAt }: Backup, days: number): number => (completedAt === null ? 1 : days) * DAY;

function isExpendable(backup: Backup, all: StoredBackup[]): boolean {
  const others = all.map((one) => one.backup).filter((other) => other !== backup && isOfSame(other, backup));
  const bearers = others.filter(isOfDeleted);
  if (!isOfDeleted(backup)) {
    return bearers.length === 0 || isOutside(backup) || others.some((other) => isBetter(other, backup));
  }
  // Who alone knows that the sequence was deleted stays as long as others depend on it.
  if (bearers.some((other) => isBetter(other, backup))) return true;
  return isOutside(backup) && others.every(isOutside);
}

/** Whether it knows that the sequence is gone, or may be. */
const isOfDeleted = ({ deletedAt, deletingAt = null }: Backup): boolean =>
  deletedAt !== null || deletingAt !== null;

/** Whether a person has it outside the browser too. */
function isOutside({ downloadedAt, origin }: Backup): boolean {
  return downloadedAt !== null || origin === 'file';
}

function isOfSame(one: Backup, other: Backup): boolean {
  return one.account.id === other.account.id && one.sequence.id === other.sequence.id;
}

/** Complete ones are better, then later ones. An order: of any backups, one is better than all others. */
function isBetter(one: Backup, other: Backup): boolean {
  const complete = Number(one.completedAt !== null) - Number(other.completedAt !== null);
  const later = one.startedAt - other.startedAt;
  if (complete !== 0) return complete > 0;
  return later !== 0 ? later > 0 : one.id > other.id;
}
