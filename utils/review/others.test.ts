import { expect, test, vi } from 'vitest';
import type { Kit } from '../kit/client.ts';
import { fail, ok } from '../result.ts';
import { allSequences, firstSequences, type KeptSequences, NO_CACHE, referencesIn } from './others.ts';

const NOW = Date.parse('2026-11-02T09:00:00Z');
const MINUTE = 60_000;
const listed = (id: number) => ({ id, name: `Sequence ${id}`, exclude_subscriber_sources: [] });
const other = (id: number) => ({ id, name: `Sequence ${id}`, excludes: [] });

/** A Kit whose list has these pages, each named by the cursor that leads to it. */
function listOf(pages: Record<string, { ids: number[]; next: string | null; unreadable?: unknown[] }>) {
  const sequences = vi.fn<Kit['sequences']>(async (after) => {
    const page = pages[after ?? 'first'];
    return page
      ? ok({ items: page.ids.map(listed), next: page.next, unreadable: page.unreadable ?? [] })
      : fail({ kind: 'server error', status: 503 });
  });
  return { sequences };
}

function cacheWith(kept: KeptSequences | null) {
  let held = kept;
  return {
    read: vi.fn(async () => held),
    write: vi.fn(async (_accountId: number, next: KeptSequences) => {
      held = next;
    }),
  };
}

const kept = (at: number, next: string | null = null): KeptSequences => ({
  ...{ at, sequences: [other(5)], next },
  unreadable: 0,
});

test('a list that is younger than five minutes is not asked for again', async () => {
  const kit = listOf({ first: { ids: [1], next: null } });
  const young = kept(NOW - 5 * MINUTE + 1);
  expect(await firstSequences(kit, cacheWith(young), 1, NOW)).toBe(young);
  expect(kit.sequences).not.toHaveBeenCalled();
});

test.each([
  ['none is kept', null],
  ['it is five minutes old', kept(NOW - 5 * MINUTE)],
  ['it is from the future', kept(NOW + 1)],
])('the first page is asked for and kept where %s', async (_name, before) => {
  const kit = listOf({ first: { ids: [1, 2], next: 'x' } });
  const cache = cacheWith(before);
  const read = await firstSequences(kit, cache, 1, NOW);
  expect(read).toEqual({ at: NOW, sequences: [other(1), other(2)], next: 'x', unreadable: 0 });
  expect(cache.write).toHaveBeenCalledWith(1, read);
  expect(kit.sequences).toHaveBeenCalledExactlyOnceWith(null);
});

test('a list that cannot be read is unread, and an old one is not taken in its place', async () => {
  const cache = cacheWith(kept(NOW - 6 * MINUTE));
  expect(await firstSequences(listOf({}), cache, 1, NOW)).toBeNull();
  expect(referencesIn(null, 80)).toEqual({ excludedFrom: [], whole: false });
});

test('a storage that fails costs a request, not the list', async () => {
  const broken = { read: () => Promise.reject(new Error()), write: () => Promise.reject(new Error()) };
  const kit = listOf({ first: { ids: [1], next: null } });
  expect(await firstSequences(kit, broken, 1, NOW)).toMatchObject({ sequences: [other(1)] });
  expect(await allSequences(kit, broken, 1)).toBeNull();
});

test('the rest is read page by page, and then it is whole', async () => {
  const kit = listOf({ a: { ids: [6], next: 'b' }, b: { ids: [7], next: null } });
  const cache = cacheWith(kept(NOW, 'a'));
  const all = await allSequences(kit, cache, 1);
  expect(all).toEqual({ at: NOW, sequences: [other(5), other(6), other(7)], next: null, unreadable: 0 });
  expect(await cache.read()).toEqual(all);
  expect(referencesIn(all, 80).whole).toBe(true);
});

test('one that cannot be read may be the one that refers to it: the list is not whole', async () => {
  const first = listOf({ first: { ids: [1], next: 'a', unreadable: [{ id: null }] } });
  const cache = cacheWith(null);
  const read = await firstSequences(first, cache, 1, NOW);
  expect(read).toMatchObject({ sequences: [other(1)], unreadable: 1 });
  const rest = listOf({ a: { ids: [2], next: null, unreadable: [null] } });
  const all = await allSequences(rest, cache, 1);
  expect(all).toMatchObject({ sequences: [other(1), other(2)], next: null, unreadable: 2 });
  expect(referencesIn(all, 80)).toEqual({ excludedFrom: [], whole: false });
});

test('a page that fails leaves what was read before it, and that is not whole', async () => {
  const kit = listOf({ a: { ids: [6], next: 'b' } });
  const read = await allSequences(kit, cacheWith(kept(NOW, 'a')), 1);
  expect(read).toEqual({ at: NOW, sequences: [other(5), other(6)], next: 'b', unreadable: 0 });
  expect(referencesIn(read, 80).whole).toBe(false);
});

test('a list that never ends is given up', async () => {
  const kit = listOf({ a: { ids: [6], next: 'a' } });
  const read = await allSequences(kit, cacheWith(kept(NOW, 'a')), 1);
  expect(kit.sequences).toHaveBeenCalledTimes(19);
  expect(read?.next).toBe('a');
});

test('nothing kept, nothing read', async () => {
  const kit = listOf({});
  expect(await allSequences(kit, NO_CACHE, 1)).toBeNull();
  expect(kit.sequences).not.toHaveBeenCalled();
});
