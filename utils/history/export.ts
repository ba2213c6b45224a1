import { line } from '../backup/file/csv.ts';
import type { HistoryEntry } from './entry.ts';

const COLUMNS = [
  'started',
  'ended',
  'kind',
  'outcome',
  'reason',
  'sequence',
  'sequence id',
  'account',
  'people at stake',
  'backup',
  'new sequence id',
  'request ids',
  'steps',
] as const;

const time = (at: number | null) => (at === null ? '' : new Date(at).toISOString());

/** RFC 4180, with nothing in it that a spreadsheet would run. Times are ISO 8601 in UTC. */
export const historyCsv = (entries: HistoryEntry[]): string =>
  [
    COLUMNS,
    ...entries.map((entry) => [
      time(entry.startedAt),
      time(entry.endedAt),
      entry.kind,
      entry.outcome,
      entry.reason ?? '',
      entry.sequence.name ?? '',
      entry.sequence.id ?? '',
      entry.account?.name ?? '',
      entry.atStake ?? '',
      entry.backupId ?? '',
      entry.madeSequenceId ?? '',
      entry.requestIds.join(' '),
      entry.steps.map(({ step, at }) => `${step} ${time(at)}`).join(' / '),
    ]),
  ]
    .map((cells) => line([...cells]))
    .join('');

/** An array of entries, with times as ISO 8601 in UTC. */
export const historyJson = (entries: HistoryEntry[]): string =>
  JSON.stringify(
    entries.map(({ startedAt, endedAt, steps, ...entry }) => ({
      ...entry,
      startedAt: time(startedAt),
      endedAt: endedAt === null ? null : time(endedAt),
      steps: steps.map(({ step, at }) => ({ step, at: time(at) })),
    })),
    null,
    2,
  );
