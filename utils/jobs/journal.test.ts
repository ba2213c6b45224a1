import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { type Journal, OutOfDate, ofKinds, openJournal } from './journal.ts';
import { memoryJournal } from './testing/memory-journal.ts';

const isOpen = ({ state }: Job) => state.step !== 'done';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

function job(change: Partial<Job> = {}): Job {
  return {
    id: crypto.randomUUID(),
    kind: 'toy',
    subject: 'sequence/80',
    order: 0,
    state: { step: 'working' },
    wish: null,
    attended: false,
    priority: 'interactive',
    parent: null,
    startedAt: 1000,
    askedAt: 1000,
    nextAt: 61_000,
    rests: 0,
    steps: [{ step: 'working', at: 1000 }],
    seen: false,
    ...change,
  };
}
const done = { step: 'done' };

async function allItems(journal: Journal, id: string): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  let after: number | null = null;
  do {
    const { items, next }: { items: unknown[]; next: number | null } = await journal.items(id, after);
    pages.push(items);
    after = next;
  } while (after !== null);
  return pages;
}

describe.each([
  ['the browser’s', () => openJournal(isOpen)],
  ['the one of tests', () => memoryJournal(isOpen)],
])('%s journal', (_name, open) => {
  let journal: Journal;
  beforeEach(() => {
    journal = open();
  });

  test('all jobs are there, newest first, a part at a time', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1)
      ids.unshift((await journal.write(job({ state: at % 2 ? done : job().state }))).id);
    const first = await journal.newest(null, 2);
    const others = await journal.newest(first[1]?.order ?? 0, 10);
    expect([...first, ...others].map(({ id }) => id)).toEqual(ids);
    expect(first).toHaveLength(2);
    expect(first[0]).not.toHaveProperty('open');
    expect(await journal.newest(1, 10)).toEqual([]);
  });

  test('a new job gets the next number, and keeps it', async () => {
    const first = await journal.write(job());
    const second = await journal.write(job({ startedAt: 5 }));
    expect([first.order, second.order]).toEqual([1, 2]);
    expect((await journal.write({ ...first, state: done })).order).toBe(1);
    expect((await journal.write(job())).order).toBe(3);
  });

  test('jobs that are written at once get different numbers', async () => {
    const written = await Promise.all([1, 2, 3, 4].map(() => journal.write(job())));
    expect(written.map(({ order }) => order)).toEqual([1, 2, 3, 4]);
  });

  test('a job comes back as it was written, and as nobody changed it meanwhile', async () => {
    const row = job({ parent: { id: 'p', place: 0 }, wish: { wish: 'cancel', by: 'person', at: 1 } });
    const written = await journal.write(row);
    expect(written).toEqual({ ...row, order: 1 });
    row.steps.push({ step: 'changed', at: 2 });
    written.steps.push({ step: 'changed', at: 2 });
    const read = await journal.read(row.id);
    expect(read).toEqual({ ...row, order: 1, steps: [{ step: 'working', at: 1000 }] });
    read?.steps.push({ step: 'changed', at: 2 });
    expect((await journal.read(row.id))?.steps).toHaveLength(1);
    expect(await journal.read('another')).toBeNull();
  });

  test('what somebody else wrote meanwhile is not overwritten, nor is an item added', async () => {
    const row = job();
    const first = await journal.write(row, [], null);
    const wished = { ...first, wish: { wish: 'cancel', by: 'person' as const, at: 1 } };
    expect(await journal.write(wished, [], first)).toEqual(wished);
    await expect(journal.write({ ...first, state: done }, ['item'], first)).rejects.toThrow(OutOfDate);
    expect(await journal.read(first.id)).toEqual(wished);
    expect(await allItems(journal, first.id)).toEqual([[]]);
    await journal.write({ ...wished, state: done }, [], await journal.read(first.id));
    expect((await journal.read(first.id))?.state).toEqual(done);
  });

  test('of two new ones on a subject that were begun from the same, one is written', async () => {
    const before = await journal.write(job({ state: done }), [], null);
    await journal.write(job({ subject: 'sequence/81' }), [], null);
    const written = await Promise.allSettled([1, 2].map(() => journal.write(job(), [], before)));
    expect(written.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await journal.open()).toHaveLength(2);
    await expect(journal.write(job(), [], null)).rejects.toThrow(OutOfDate);
  });

  test('the open ones, without a trace of how they are found', async () => {
    const [a, b] = [await journal.write(job({ id: 'a' })), await journal.write(job({ id: 'b' }))];
    await journal.write(job({ id: 'c', state: done }));
    expect(await journal.open()).toEqual([a, b]);
    await journal.write({ ...a, state: done });
    expect(await journal.open()).toEqual([b]);
    await journal.write({ ...a, state: { step: 'working' } });
    expect(await journal.open()).toEqual([a, b]);
  });

  test('the latest on a subject is the one that came last, whatever the clocks said', async () => {
    await journal.write(job({ id: 'z', startedAt: 9000 }));
    const last = await journal.write(job({ id: 'a', startedAt: 10, state: done }));
    await journal.write(job({ subject: 'sequence/800', startedAt: 99_000 }));
    await journal.write(job({ subject: 'sequence/8', startedAt: 99_000 }));
    expect(await journal.latest('sequence/80')).toEqual(last);
    expect(await journal.latest('sequence/81')).toBeNull();
  });

  test('children are those of one job', async () => {
    const a = await journal.write(job({ id: 'a', parent: { id: 'p', place: 1 } }));
    const b = await journal.write(job({ id: 'b', parent: { id: 'p', place: 0 } }));
    await journal.write(job({ parent: { id: 'q', place: 0 } }));
    await journal.write(job());
    expect(await journal.children('p')).toEqual([a, b]);
    expect(await journal.children('nobody')).toEqual([]);
  });

  test('items come a thousand at a time, in the order of their coming', async () => {
    const [one, other] = [job(), job()];
    const items = Array.from({ length: 1001 }, (_, n) => ({ n }));
    const written = await journal.write(one, items.slice(0, 7));
    await journal.write(other, [{ other: true }]);
    await journal.write(written, items.slice(7));
    const pages = await allItems(journal, one.id);
    expect(pages.map((page) => page.length)).toEqual([1000, 1]);
    expect(pages.flat()).toEqual(items);
    expect(await allItems(journal, other.id)).toEqual([[{ other: true }]]);
    expect(await allItems(journal, 'another')).toEqual([[]]);
  }, 60_000);

  test('no empty page comes after just a thousand items', async () => {
    const one = job();
    await journal.write(
      one,
      Array.from({ length: 1000 }, (_, n) => n),
    );
    expect((await allItems(journal, one.id)).map((page) => page.length)).toEqual([1000]);
  }, 60_000);

  test('old ones are forgotten with their items once they have ended', async () => {
    const old = await journal.write(job({ startedAt: 999, state: done }), [1, 2]);
    const open = await journal.write(job({ startedAt: 999 }), [3]);
    const young = await journal.write(job({ startedAt: 1000, state: done }), [4]);
    await journal.forget(1000);
    expect(await journal.read(old.id)).toBeNull();
    expect(await journal.read(open.id)).toEqual(open);
    expect(await journal.read(young.id)).toEqual(young);
    expect(await allItems(journal, old.id)).toEqual([[]]);
    expect(await allItems(journal, open.id)).toEqual([[3]]);
    expect(await allItems(journal, young.id)).toEqual([[4]]);
  });

  test('children are kept for as long as the job that started them is open', async () => {
    const parent = await journal.write(job({ startedAt: 1 }));
    const child = await journal.write(
      job({ startedAt: 2, state: done, parent: { id: parent.id, place: 0 } }),
    );
    await journal.forget(1000);
    expect(await journal.read(child.id)).toEqual(child);
    await journal.write({ ...parent, state: done });
    await journal.forget(1000);
    expect(await journal.children(parent.id)).toEqual([]);
  });
});

test('what was written is there in another life', async () => {
  const row = await openJournal(isOpen).write(job(), ['item']);
  const later = openJournal(isOpen);
  expect(await later.read(row.id)).toEqual(row);
  expect((await later.items(row.id, null)).items).toEqual(['item']);
  expect((await later.write(job())).order).toBe(2);
});

test('a job and its items are written together or not at all', async () => {
  const journal = openJournal(isOpen);
  const row = job();
  await expect(journal.write(row, ['good', () => 'cannot be kept'])).rejects.toThrow();
  expect(await journal.read(row.id)).toBeNull();
  expect((await journal.items(row.id, null)).items).toEqual([]);
});

test('a database that the browser closed or deleted is opened again', async () => {
  const journal = openJournal(isOpen);
  await journal.write(job());
  await new Promise<void>((deleted, failed) => {
    const request = indexedDB.deleteDatabase('jobs');
    request.onsuccess = () => deleted();
    request.onerror = () => failed(request.error);
  });
  expect(await journal.open()).toEqual([]);
  expect((await journal.write(job())).order).toBe(1);
});

test('storage that fails once is tried again', async () => {
  const journal = openJournal(isOpen);
  const sound = globalThis.indexedDB;
  globalThis.indexedDB = {
    open: () => {
      throw new Error('broken');
    },
  } as never;
  await expect(journal.open()).rejects.toThrow('broken');
  globalThis.indexedDB = sound;
  expect(await journal.open()).toEqual([]);
});

test('jobs of kinds that a newer version left are not there, and stay where they are', async () => {
  const whole = memoryJournal(isOpen);
  const journal = ofKinds(whole, ({ kind }) => kind === 'toy');
  const parent = { id: 'list', place: 0 };
  const known = await whole.write(job({ parent }));
  const foreign = await whole.write(job({ parent, kind: 'of a newer version', subject: 'sequence/81' }));
  expect([await journal.read(known.id), await journal.read(foreign.id)]).toEqual([known, null]);
  expect([await journal.latest('sequence/80'), await journal.latest('sequence/81')]).toEqual([known, null]);
  expect(await journal.latest('nothing')).toBe(null);
  expect([await journal.open(), await journal.children('list')]).toEqual([[known], [known]]);
  expect(await whole.read(foreign.id)).toEqual(foreign);
  // Nor does one stand in the way of a new job on its subject.
  expect((await journal.write(job({ subject: 'sequence/81' }), [], null)).order).toBe(3);
  await expect(journal.write(job({ subject: 'sequence/81' }), [], null)).rejects.toThrow(OutOfDate);
});
