import type { Job } from '../jobs/job.ts';
import type { Journal } from '../jobs/journal.ts';
import { entryOf, isTold, type ToldJob } from './entry.ts';
import { type HistoryFilter, isWanted } from './filter.ts';

/** So many are given at once. */
export const ENTRIES_AT_ONCE = 100;
/** So many are read at once. */
const READ_AT_ONCE = 500;

export interface HistoryPage {
  /** Newest first. */
  jobs: ToldJob[];
  /** What the next page is asked for with; null at the end. */
  next: number | null;
}

/** A page of the jobs that somebody wants to see. @param before `next` of the page before. Rejects when the storage fails. */
export async function readHistory(
  journal: Pick<Journal, 'newest' | 'open'>,
  filter: HistoryFilter,
  before: number | null,
): Promise<HistoryPage> {
  // Of those that are open, the journal need not look through all that ever was.
  const newest = filter.outcome === 'open' ? newestOf(await journal.open()) : journal.newest;
  const jobs: ToldJob[] = [];
  for (let from = before; ; ) {
    const rows = await newest(from, READ_AT_ONCE);
    for (const job of rows) {
      if (isTold(job) && isWanted(entryOf(job), filter)) jobs.push(job);
      if (jobs.length === ENTRIES_AT_ONCE) return { jobs, next: job.order };
    }
    const last = rows.at(-1);
    if (!last || rows.length < READ_AT_ONCE) return { jobs, next: null };
    from = last.order;
  }
}

const newestOf =
  (jobs: Job[]): Journal['newest'] =>
  async (before, limit) =>
    jobs
      .filter(({ order }) => before === null || order < before)
      .toSorted((one, other) => other.order - one.order)
      .slice(0, limit);
