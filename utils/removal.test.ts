import { expect, test } from 'vitest';
import { aBackup } from './backup/testing/fakes.ts';
import { memoryStore } from './backup/testing/memory-store.ts';
import type { Job } from './jobs/job.ts';
import { createRemovals } from './removal.ts';
import { fail, ok } from './result.ts';

/** As the browser's locks are: those who share one go on at once, and whoever wants it alone waits for them. */
function locks() {
  let shared: Promise<unknown>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return <T>(mode: 'shared' | 'exclusive', work: () => Promise<T>): Promise<T> => {
    const done = (mode === 'shared' ? last : Promise.all([last, ...shared])).then(work);
    const over = done.catch(() => undefined);
    if (mode === 'shared') shared.push(over);
    else {
      last = over;
      shared = [];
    }
    return done;
  };
}

async function setUp() {
  const store = memoryStore();
  const backup = aBackup({ completedAt: 2000, checksum: 'x' });
  await store.write(backup, null);
  const jobs: Job[] = [];
  const job = (kind: string, backupId: string | null = backup.id) =>
    ({ kind, backupId, order: 1 }) as unknown as Job;
  const removals = createRemovals({ lock: locks(), open: async () => [...jobs], store });
  return { store, backup, jobs, job, removals };
}

test.each(['restore', 'add people', 'delete', 'back up'])(
  'a backup that a job needs is not removed: %s',
  async (kind) => {
    const { store, backup, jobs, job, removals } = await setUp();
    jobs.push(job('pause', null), job(kind));
    expect(await removals.remove(backup.id)).toEqual(fail({ kind: 'in use', by: kind }));
    expect(await store.list()).toHaveLength(1);
    jobs.pop();
    jobs.push(job(kind, 'another one'));
    expect(await removals.remove(backup.id)).toEqual(ok(null));
    expect(await store.list()).toEqual([]);
  },
);

test('of a start and a removal, whichever comes first wins, and the other hears of it', async () => {
  for (const startsFirst of [true, false]) {
    const { store, backup, jobs, job, removals } = await setUp();
    const start = () =>
      removals.using(async () => {
        const isThere = (await store.find(backup.id)) !== null;
        // While a job begins, much is read.
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
        if (isThere) jobs.push(job('restore'));
        return isThere;
      });
    const remove = () => removals.remove(backup.id);
    const [isStarted, removed] = startsFirst
      ? await Promise.all([start(), remove()])
      : (await Promise.all([remove(), start()])).toReversed();
    expect(isStarted).toBe(startsFirst);
    expect(removed).toEqual(startsFirst ? fail({ kind: 'in use', by: 'restore' }) : ok(null));
    expect(await store.list()).toHaveLength(startsFirst ? 1 : 0);
  }
});

test('of several jobs that need it, the last one is told', async () => {
  for (const kinds of [
    ['restore', 'add people'],
    ['add people', 'restore'],
  ]) {
    const { backup, jobs, job, removals } = await setUp();
    for (const kind of kinds) jobs.push(Object.assign(job(kind), { order: kind === 'restore' ? 1 : 2 }));
    expect(await removals.remove(backup.id)).toEqual(fail({ kind: 'in use', by: 'add people' }));
  }
});

test('what is in use is not forgotten either', async () => {
  const { backup, jobs, job, removals, store } = await setUp();
  const spared: string[][] = [];
  store.forget = async (_now, _days, inUse) => {
    spared.push([...inUse]);
    return [];
  };
  jobs.push(job('restore'), job('pause', null));
  await removals.forget(1, 90);
  expect(spared).toEqual([[backup.id]]);
});

test('where the storage fails, nothing is removed and it is said', async () => {
  const { backup, store, removals } = await setUp();
  store.remove = () => Promise.reject(new Error('no'));
  expect(await removals.remove(backup.id)).toEqual(fail({ kind: 'storage failed' }));
  const unread = createRemovals({
    lock: locks(),
    open: () => Promise.reject(new Error('no')),
    store,
  });
  expect(await unread.remove(backup.id)).toEqual(fail({ kind: 'storage failed' }));
});
