import type { DBSchema } from 'idb';
import { openOnce } from '../storage/open-once.ts';
import type { Job } from './job.ts';

/** Keeps jobs, and what became of single items in them. Methods reject when the browser's storage fails. */
export interface Journal {
  /**
   * Writes a job and adds items to it, in one transaction. Gives the job as it is kept: a new one gets its `order`
   * here.
   */
  write(job: Job, items?: unknown[]): Promise<Job>;
  read(id: string): Promise<Job | null>;
  /** Those that have not ended. */
  open(): Promise<Job[]>;
  /** The last one on this subject, open or ended. */
  latest(subject: string): Promise<Job | null>;
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

  return {
    write: (job, items = []) =>
      database.write(['jobs', 'items'], async (transaction) => {
        const [jobs, kept] = [transaction.objectStore('jobs'), transaction.objectStore('items')];
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
        const ofSubject = IDBKeyRange.bound([subject], [subject, []]);
        const last = await transaction.objectStore('jobs').index('subject').openCursor(ofSubject, 'prev');
        return last ? bare(last.value) : null;
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

/** The journal without jobs of other kinds, which a newer version may have left. They stay where they are. */
export function ofKinds(journal: Journal, isKnown: (job: Job) => boolean): Journal {
  const orNull = (job: Job | null) => (job && isKnown(job) ? job : null);
  return {
    ...journal,
    read: async (id) => orNull(await journal.read(id)),
    open: async () => (await journal.open()).filter(isKnown),
    latest: async (subject) => orNull(await journal.latest(subject)),
    children: async (parentId) => (await journal.children(parentId)).filter(isKnown),
  };
}
