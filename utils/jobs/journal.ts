import type { DBSchema } from 'idb';
import { openOnce } from '../storage/open-once.ts';
import type { Job } from './job.ts';

/** Somebody else wrote meanwhile: what was to be written is made of what the journal does not hold any more. */
export class OutOfDate extends Error {
  override readonly name = 'OutOfDate';
}

/** Keeps jobs, and what became of single items in them. Methods reject when the browser's storage fails. */
export interface Journal {
  /**
   * Writes a job and adds items to it, in one transaction. Gives the job as it is kept: a new one gets its `order`
   * here.
   *
   * @param before what it is made of: the job as it was read, or for a new one the last one on its subject, null without
   * any. Rejects with `OutOfDate` and writes nothing where the journal holds something else by now. Not looked at where
   * it is not given.
   */
  write(job: Job, items?: unknown[], before?: Job | null): Promise<Job>;
  read(id: string): Promise<Job | null>;
  /** Those that have not ended. */
  open(): Promise<Job[]>;
  /** The last one on this subject, open or ended. */
  latest(subject: string): Promise<Job | null>;
  /** Newest first, open or ended, `limit` at most. @param before the `order` of the last one of the answer before; null for the newest. */
  newest(before: number | null, limit: number): Promise<Job[]>;
  /** Those that a job has started. */
  children(parentId: string): Promise<Job[]>;
  /** Items of a job in the order of their coming. @param after `next` of the last answer; null for the first ones. */
  items(id: string, after: number | null): Promise<{ items: unknown[]; next: number | null }>;
  /**
   * Forgets those that ended and were started before `time` (ms since 1970), with their items. Children of an open job
   * are kept, or it would start them again.
   */
  forget(time: number): Promise<void>;
}

/** `open` is there only while it is, so that its index holds just those. */
type Row = Job & { open?: 1 };

interface Schema extends DBSchema {
  jobs: {
    key: string;
    value: Row;
    indexes: {
      order: number;
      open: number;
      subject: [string, number];
      kind: [string, number];
      state: [string, number];
      parent: string;
      time: number;
    };
  };
  items: { key: number; value: { job: string; item: unknown }; indexes: { job: string } };
}

/** How many items are given at once. */
const ITEMS_AT_ONCE = 1000;

/** @param isOpen whether a job has not ended. */
export function openJournal(isOpen: (job: Job) => boolean): Journal {
  const database = openOnce<Schema>({
    name: 'jobs',
    version: 1,
    upgrade(db) {
      const jobs = db.createObjectStore('jobs', { keyPath: 'id' });
      jobs.createIndex('order', 'order');
      jobs.createIndex('open', 'open');
      jobs.createIndex('subject', ['subject', 'order']);
      jobs.createIndex('kind', ['kind', 'order']);
      jobs.createIndex('state', ['state.step', 'order']);
      jobs.createIndex('parent', 'parent.id');
      jobs.createIndex('time', 'startedAt');
      db.createObjectStore('items', { autoIncrement: true }).createIndex('job', 'job');
    },
  });
  const bare = ({ open: _, ...job }: Row): Job => job;
  const ofSubject = (subject: string) => IDBKeyRange.bound([subject], [subject, []]);

  return {
    write: (job, items = [], before) =>
      database.write(['jobs', 'items'], async (transaction) => {
        const [jobs, kept] = [transaction.objectStore('jobs'), transaction.objectStore('items')];
        if (before !== undefined) {
          const held =
            job.order === 0
              ? (await jobs.index('subject').openCursor(ofSubject(job.subject), 'prev'))?.value
              : await jobs.get(job.id);
          if (!isSameRow(held ? bare(held) : null, before)) throw new OutOfDate();
        }
        const last = job.order === 0 ? await jobs.index('order').openCursor(null, 'prev') : null;
        const row = { ...job, order: job.order || (last?.value.order ?? 0) + 1 };
        await Promise.all([
          jobs.put(isOpen(row) ? { ...row, open: 1 } : row),
          ...items.map(async (item) => kept.add({ job: job.id, item })),
        ]);
        return row;
      }),
    read: (id) =>
      database.read(['jobs'], async (transaction) => {
        const row = await transaction.objectStore('jobs').get(id);
        return row ? bare(row) : null;
      }),
    open: () =>
      database.read(['jobs'], async (transaction) =>
        (await transaction.objectStore('jobs').index('open').getAll()).map(bare),
      ),
    latest: (subject) =>
      database.read(['jobs'], async (transaction) => {
        const index = transaction.objectStore('jobs').index('subject');
        const last = await index.openCursor(ofSubject(subject), 'prev');
        return last ? bare(last.value) : null;
      }),
    newest: (before, limit) =>
      database.read(['jobs'], async (transaction) => {
        const some: Job[] = [];
        const range = before === null ? null : IDBKeyRange.upperBound(before, true);
        let cursor = await transaction.objectStore('jobs').index('order').openCursor(range, 'prev');
        for (; cursor && some.length < limit; cursor = await cursor.continue()) some.push(bare(cursor.value));
        return some;
      }),
    children: (parentId) =>
      database.read(['jobs'], async (transaction) =>
        (await transaction.objectStore('jobs').index('parent').getAll(parentId)).map(bare),
      ),
    items: (id, after) =>
      database.read(['items'], async (transaction) => {
        const some: unknown[] = [];
        let next: number | null = null;
        const index = transaction.objectStore('items').index('job');
        let cursor = await index.openCursor(IDBKeyRange.only(id));
        if (cursor && after !== null) cursor = await cursor.continuePrimaryKey(id, after + 1);
        for (; cursor && some.length < ITEMS_AT_ONCE; cursor = await cursor.continue()) {
          some.push(cursor.value.item);
          next = cursor.primaryKey;
        }
        return { items: some, next: cursor ? next : null };
      }),
    forget: (time) =>
      database.write(['jobs', 'items'], async (transaction) => {
        const [jobs, items] = [transaction.objectStore('jobs'), transaction.objectStore('items')];
        for await (const row of jobs.index('time').iterate(IDBKeyRange.upperBound(time, true))) {
          const { open, parent } = row.value;
          if (open || (parent && (await jobs.get(parent.id))?.open)) continue;
          for await (const item of items.index('job').iterate(IDBKeyRange.only(row.value.id)))
            await item.delete();
          await row.delete();
        }
      }),
  };
}

/** Rows are plain JSON, and come with their fields in the order in which they were written. */
export const isSameRow = (one: Job | null, other: Job | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The journal without jobs of other kinds, which a newer version may have left. They stay where they are. */
export function ofKinds(journal: Journal, isKnown: (job: Job) => boolean): Journal {
  const orNull = (job: Job | null) => (job && isKnown(job) ? job : null);
  return {
    ...journal,
    async write(job, items, before) {
      if (job.order > 0 || before !== null) return journal.write(job, items, before);
      // The last one on its subject may be one that nobody here sees.
      const last = await journal.latest(job.subject);
      return journal.write(job, items, last && isKnown(last) ? null : last);
    },
    read: async (id) => orNull(await journal.read(id)),
    open: async () => (await journal.open()).filter(isKnown),
    latest: async (subject) => orNull(await journal.latest(subject)),
    children: async (parentId) => (await journal.children(parentId)).filter(isKnown),
  };
}
