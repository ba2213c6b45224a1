import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import type { Addition, PersonOutcome } from './addition.ts';
import { BEGINNING } from './groups.ts';
import { type AdditionStore, openAdditionStore } from './store.ts';

let store: AdditionStore;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  store = openAdditionStore();
});

const addition = (change: Partial<Addition>): Addition => ({
  id: crypto.randomUUID(),
  backupId: 'b',
  account: { id: 1, name: 'Juniper' },
  sequenceId: 81,
  repeat: false,
  group: 'start',
  of: 1,
  counts: { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 },
  state: { step: 'done' },
  place: BEGINNING,
  batch: { people: [], sent: false },
  startedAt: 1000,
  ...change,
});
const outcome = (id: number): PersonOutcome => ({ id, email: `${id}@example.com`, outcome: 'added' });

async function outcomesOf({ id }: Addition): Promise<number[]> {
  const ids: number[] = [];
  for await (const some of store.outcomes(id)) ids.push(...some.map((one) => one.id));
  return ids;
}

test('everybody comes back, in order, however many there are', async () => {
  const many = addition({});
  const people = Array.from({ length: 2001 }, (_, index) => outcome(index + 1));
  await store.write(many, people.slice(0, 1500));
  await store.write(addition({}), [outcome(9000)]);
  await store.write(many, people.slice(1500));
  expect(await outcomesOf(many)).toEqual(people.map(({ id }) => id));
});

test('what ended long ago is forgotten with everybody in it, and nothing else', async () => {
  const [old, fresh, open] = [
    addition({}),
    addition({ startedAt: 2000 }),
    addition({ state: { step: 'adding' } }),
  ];
  for (const one of [old, fresh, open]) await store.write(one, [outcome(1), outcome(2)]);
  await store.forget(2000);
  expect(await outcomesOf(old)).toEqual([]);
  for (const one of [fresh, open]) expect(await outcomesOf(one)).toEqual([1, 2]);
  expect((await store.open()).map(({ id }) => id)).toEqual([open.id]);
  expect((await store.latest('b'))?.id).toBe(fresh.id);
});
