import { i18n } from '#i18n';
import type { Backup, ListedBackup } from '../../utils/backup/backup.ts';
import type { RemovalProblem } from '../../utils/removal.ts';
import { number, onDay } from '../ui/words.ts';

/** One that was not listed yet does not tell how long it is kept. */
export type KnownBackup = Backup & Partial<ListedBackup>;

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in the largest unit that leaves at least one, in steps of 1,000 as browsers count. */
export function bytesWords(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return new Intl.NumberFormat(i18n.t('language'), {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step);
}

/** Day and minute, where the reader is. @param time in ms since 1970. */
export const timeWords = (time: number) =>
  new Intl.DateTimeFormat(i18n.t('language'), { dateStyle: 'medium', timeStyle: 'short' }).format(time);

/** In ms, from the largest on. */
const AGES: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago, in the largest unit that was filled. Times in ms since 1970. */
export function ageWords(time: number, now: number): string {
  const age = Math.max(0, now - time);
  const [unit, length] = AGES.find(([, each]) => age >= each) ?? ['second', Number.POSITIVE_INFINITY];
  const format = new Intl.RelativeTimeFormat(i18n.t('language'), { numeric: 'auto' });
  return format.format(-Math.floor(age / length), unit);
}

export const peopleWords = (people: number) => i18n.t('backup.people', people, { count: number(people) });

/** What a backup holds, and how large it is. */
export const holdsWords = ({ people, emails, size }: Backup) =>
  i18n.t('backup.holds', {
    people: peopleWords(people.kept),
    emails: i18n.t('backup.emails', emails, { count: number(emails) }),
    size: bytesWords(size),
  });

/** In a word or two, what else there is to know of one that is complete. */
export function factsOf({ completedAt, deletedAt, downloadedAt, origin, keptUntil }: KnownBackup): string[] {
  if (completedAt === null) return [];
  const outside = downloadedAt === null ? [] : [i18n.t('backup.downloaded', { when: onDay(downloadedAt) })];
  return [
    ...(deletedAt === null ? [] : [i18n.t('backup.deleted', { when: onDay(deletedAt) })]),
    ...(origin === 'file' ? [i18n.t('backup.fromFile'), ...outside] : outside),
    ...(origin === 'kit' && downloadedAt === null ? [i18n.t('backup.notDownloaded')] : []),
    ...(keptUntil === undefined ? [] : [keptWords(keptUntil, origin === 'file' || downloadedAt !== null)]),
  ];
}

function keptWords(until: number | null, isOutside: boolean): string {
  if (until !== null) return i18n.t('backup.keptUntil', { when: onDay(until) });
  return isOutside ? i18n.t('backup.keptUntilRemoved') : i18n.t('backup.keptUntilDownloaded');
}

export function unfinishedWords({ people: { kept, expected } }: Backup): string {
  return expected === null
    ? i18n.t('backup.unfinished', { kept: peopleWords(kept) })
    : i18n.t('backup.unfinishedOf', { kept: number(kept), expected: peopleWords(expected) });
}

/** What is asked before it is removed. */
export function removalWords(backup: Backup): string {
  return [
    i18n.t('backup.removeAsk'),
    ...traceWords(backup),
    ...(backup.completedAt === null ? [i18n.t('backup.removeUnfinished')] : []),
  ].join(' ');
}

/** Without it, nothing is left of a sequence that is gone, or may be: what became of a delete is not known yet. */
function traceWords({ deletedAt, deletingAt, downloadedAt, origin }: Backup): string[] {
  if (downloadedAt !== null || origin === 'file') return [];
  if (deletedAt !== null) return [i18n.t('backup.removeOnlyTrace')];
  return (deletingAt ?? null) === null ? [] : [i18n.t('backup.removeMaybeOnlyTrace')];
}

/** Why it is still there. */
export function removalProblemWords(problem: RemovalProblem): string {
  switch (problem.kind) {
    case 'in use':
      if (problem.by === 'restore') return i18n.t('backup.usedByRestore');
      return problem.by === 'add people' ? i18n.t('backup.usedByPeople') : i18n.t('backup.usedBySequence');
    case 'storage failed':
      return i18n.t('backup.removeFailed');
  }
}
