import { expect, test, vi } from 'vitest';
import { fakeSessionArea } from '../storage/testing/session-area.ts';
import type { KeptSequences } from './others.ts';
import { referencesTo } from './references.ts';
import type { Look } from './review.ts';
import { createReviewCache, createSequencesCache } from './session-cache.ts';

const aLook = (change: Partial<Look> = {}): Look => ({
  id: crypto.randomUUID(),
  at: Date.UTC(2026, 10, 2),
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence: { id: 80, name: 'Welcome', active: true, updated_at: '2026-10-01T00:00:00Z', hold: false },
  activeSubscribers: { known: true, value: 7 },
  allSubscribers: null,
  emails: { known: true, value: { published: 1, drafts: 0 } },
  schedule: [],
  references: { excludedFrom: [], whole: true },
  automations: null,
  rules: null,
  ...change,
});

test('a review is found as it was, in another life of the background too', async () => {
  const session = fakeSessionArea();
  const look = aLook();
  await createReviewCache(session).keep(look);
  expect(await createReviewCache(session).find(look.id)).toEqual(look);
  expect(await createReviewCache(session).find('another')).toBeNull();
});

test('the last 20 are kept, those of the same moment too', async () => {
  const reviews = createReviewCache(fakeSessionArea());
  const looks = Array.from({ length: 21 }, () => aLook());
  await Promise.all(looks.map(reviews.keep));
  const found = await Promise.all(looks.map(({ id }) => reviews.find(id)));
  expect(found).toEqual([null, ...looks.slice(1)]);
});

test('a write that fails costs no review, neither that one nor another before or after it', async () => {
  const session = fakeSessionArea();
  const reviews = createReviewCache(session);
  const looks = [aLook(), aLook(), aLook()] as const;
  await reviews.keep(looks[0]);
  vi.spyOn(session, 'set').mockRejectedValueOnce(new Error('No space left'));
  await reviews.keep(looks[1]);
  await reviews.keep(looks[2]);
  expect(await Promise.all(looks.map(({ id }) => reviews.find(id)))).toEqual(looks);
  const { find } = createReviewCache(session);
  expect(await Promise.all(looks.map(({ id }) => find(id)))).toEqual([looks[0], null, looks[2]]);
});

test('the last review of a sequence is found, also where the storage did not take it', async () => {
  const session = fakeSessionArea();
  const reviews = createReviewCache(session);
  const looks = [aLook(), aLook({ sequence: { ...aLook().sequence, id: 81 } }), aLook(), aLook()] as const;
  for (const look of looks.slice(0, 3)) await reviews.keep(look);
  expect(await reviews.latest(80)).toEqual(looks[2]);
  expect(await reviews.latest(81)).toEqual(looks[1]);
  expect(await reviews.latest(82)).toBeNull();
  vi.spyOn(session, 'set').mockRejectedValueOnce(new Error('No space left'));
  await reviews.keep(looks[3]);
  expect(await reviews.latest(80)).toEqual(looks[3]);
  expect(await createReviewCache(session).latest(80)).toEqual(looks[2]);
});

test('a storage that is full gives its oldest reviews for the new one', async () => {
  const looks = Array.from({ length: 5 }, () => aLook());
  const reviews = createReviewCache(fakeSessionArea(3 * JSON.stringify(aLook()).length));
  for (const look of looks) await reviews.keep(look);
  const found = await Promise.all(looks.map(({ id }) => reviews.find(id)));
  expect(found).toEqual([null, null, null, ...looks.slice(3)]);
});

/** Each leaves the people of the first twenty out. */
const manySequences = (count: number, letter: string) => {
  const ids = Array.from({ length: count }, (_, at) => at + 1);
  return ids.map((id) => ({ id, name: letter.repeat(200), excludes: ids.slice(0, 20) }));
};

test.each([
  [4000, 'n'],
  [5000, 'n'],
  [5000, '☂'],
])(
  'neither %i sequences with names of 200 %s in each account, nor their references, stand in the way of reviews',
  async (count, letter) => {
    const session = fakeSessionArea();
    const sequences = createSequencesCache(session);
    const reviews = createReviewCache(session);
    const list: KeptSequences = { at: 0, sequences: manySequences(count, letter), next: null, unreadable: 0 };
    for (const accountId of [1, 2, 3]) await sequences.write(accountId, list);
    const references = referencesTo(1, list.sequences, true);
    expect(references.excludedFrom).toHaveLength(count - 1);
    const looks = Array.from({ length: 20 }, () => aLook({ references }));
    for (const look of looks) await reviews.keep(look);
    for (const { id } of looks) {
      const found = await reviews.find(id);
      expect(found?.references).toEqual({
        excludedFrom: references.excludedFrom.slice(0, 100),
        whole: false,
      });
    }
    // What is left is for tokens and the times of requests.
    expect(new Blob([JSON.stringify(session.items)]).size).toBeLessThan(6_500_000);
  },
);

test('the lists of three accounts are kept, one of 5,000 sequences with usual names among them', async () => {
  const sequences = createSequencesCache(fakeSessionArea());
  const usual = manySequences(5000, 'n').map(({ id }) => ({ id, name: 'How to sew 1', excludes: [id] }));
  const list: KeptSequences = { at: 0, sequences: usual, next: null, unreadable: 0 };
  for (const accountId of [1, 2, 3, 4]) await sequences.write(accountId, list);
  expect(await sequences.read(1)).toBeNull();
  for (const accountId of [2, 3, 4]) expect(await sequences.read(accountId)).toEqual(list);
});
