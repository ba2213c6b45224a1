import type { Job } from '../job.ts';
import { isSameRow, type Journal, OutOfDate } from '../journal.ts';

/** What outlives the journals that are opened on it. */
export interface Kept {
  jobs: Map<string, Job>;
  items: { job: string; item: unknown }[];
}

/** Which methods reject now. */
export interface Failing {
  reads: boolean;
  writes: boolean;
}

const ITEMS_AT_ONCE = 1000;
const byId = (a: Job, b: Job) => (a.id < b.id ? -1 : 1);

/**
 * A journal in memory that behaves as the one of the browser. Each method does its work as soon as it is called.
 *
 * @param isOpen whether a job has not ended.
 */
export function memoryJournal(
  isOpen: (job: Job) => boolean,
  kept: Kept = { jobs: new Map(), items: [] },
  failing: Failing = { reads: false, writes: false },
): Journal {
  const all = () => [...kept.jobs.values()];
  async function read<T>(give: () => T): Promise<T> {
    if (failing.reads) throw new Error('Storage does not answer');
    return structuredClone(give());
  }
  async function write<T>(change: () => T): Promise<T> {
    if (failing.writes) throw new Error('Storage is full');
    return structuredClone(change());
  }
  const isOpenId = (id: string) => {
    const job = kept.jobs.get(id);
    return job !== undefined && isOpen(job);
  };

  const lastOf = (subject: string) =>
    all()
      .filter((job) => job.subject === subject)
      .toSorted((a, b) => b.order - a.order)[0] ?? null;

  return {
    write: (job, items = [], before) =>
      write(() => {
        const held = job.order === 0 ? lastOf(job.subject) : (kept.jobs.get(job.id) ?? null);
        if (before !== undefined && !isSameRow(held, before)) throw new OutOfDate();
        const last = Math.max(0, ...all().map(({ order }) => order));
        const row = structuredClone({ ...job, order: job.order || last + 1 });
        kept.jobs.set(row.id, row);
        for (const item of items) kept.items.push({ job: row.id, item: structuredClone(item) });
        return row;
      }),
    read: (id) => read(() => kept.jobs.get(id) ?? null),
    open: () => read(() => all().filter(isOpen).toSorted(byId)),
    latest: (subject) => read(() => lastOf(subject)),
    newest: (before, limit) =>
      read(() =>
        all()
          .filter(({ order }) => before === null || order < before)
          .toSorted((a, b) => b.order - a.order)
          .slice(0, limit),
      ),
    children: (parentId) =>
      read(() =>
        all()
          .filter(({ parent }) => parent?.id === parentId)
          .toSorted(byId),
      ),
    items: (id, after) =>
      read(() => {
        const from = after === null ? 0 : after + 1;
        const left = kept.items
          .map((entry, at) => ({ ...entry, at }))
          .filter(({ job, at }) => job === id && at >= from);
        const some = left.slice(0, ITEMS_AT_ONCE);
        const next = left.length > some.length ? (some.at(-1)?.at ?? null) : null;
        return { items: some.map(({ item }) => item), next };
      }),
    forget: (time) =>
      write(() => {
        for (const { id, startedAt, parent } of all()) {
          if (startedAt >= time || isOpenId(id) || (parent && isOpenId(parent.id))) continue;
          kept.jobs.delete(id);
          // Places stay what they are.
          for (const entry of kept.items) if (entry.job === id) entry.job = '';
        }
      }),
  };
}
