import { beforeEach, expect, test, vi } from 'vitest';
import { createBoundedCache } from './bounded-cache.ts';
import { fakeSessionArea } from './testing/session-area.ts';

let session: ReturnType<typeof fakeSessionArea>;
beforeEach(() => {
  session = fakeSessionArea(1000);
});

const open = () => createBoundedCache<string>(session, 'words', { entries: 3, bytes: 600 });
const stored = () => Object.keys(session.items).filter((key) => key.startsWith('words/'));

test('what was written last is read, in another life of the background too', async () => {
  const cache = open();
  expect(await cache.read('a')).toBeNull();
  await cache.write('a', 'old');
  await cache.write('a', 'new');
  expect(await open().read('a')).toBe('new');
});

test('the oldest goes when there are too many, and what was written again is young', async () => {
  const cache = open();
  for (const id of ['a', 'b', 'c', 'a', 'd']) await cache.write(id, id);
  expect(stored().toSorted()).toEqual(['words/a', 'words/c', 'words/d']);
  await cache.write('e', 'e');
  expect(await cache.read('c')).toBeNull();
  expect(await cache.read('a')).toBe('a');
});

test('two at once are both kept', async () => {
  const cache = open();
  await Promise.all([cache.write('a', 'a'), cache.write('b', 'b')]);
  expect([await cache.read('a'), await cache.read('b')]).toEqual(['a', 'b']);
});

test('two caches in one area do not know each other', async () => {
  const other = createBoundedCache<string>(session, 'other', { entries: 2, bytes: 600 });
  await other.write('a', 'theirs');
  const cache = open();
  for (const id of ['a', 'b', 'c', 'd']) await cache.write(id, id);
  expect(await other.read('a')).toBe('theirs');
});

test.each(['get', 'set', 'remove'] as const)('a %s that fails costs no other value', async (method) => {
  const cache = open();
  for (const id of ['a', 'b', 'c']) await cache.write(id, id);
  vi.spyOn(session, method).mockRejectedValueOnce(new Error('broken'));
  await cache.write('d', 'd');
  expect(await cache.read('d')).toBe('d');
  expect(await open().read('d')).toBeNull();
  await cache.write('e', 'e');
  expect(await Promise.all(['b', 'c', 'e'].map(open().read))).toEqual(['b', 'c', 'e']);
});

test('what the area does not take is held while this background runs, as many as may be', async () => {
  const cache = open();
  const set = vi.spyOn(session, 'set').mockRejectedValue(new Error('broken'));
  for (const id of ['a', 'b', 'a', 'c', 'd']) await cache.write(id, id);
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(cache.read))).toEqual(['a', null, 'c', 'd']);
  expect(stored()).toEqual([]);
  set.mockRestore();
  await cache.write('a', 'new');
  expect(await cache.read('a')).toBe('new');
  expect(await open().read('a')).toBe('new');
});

test('what is not stored is not there in an older form for the next background', async () => {
  const cache = open();
  await cache.write('a', 'old');
  await cache.write('a', 'n'.repeat(700));
  expect(await cache.read('a')).toBe('n'.repeat(700));
  expect(await open().read('a')).toBeNull();
});

test('an area that fails in everything is told by reading what is not held', async () => {
  const cache = open();
  for (const method of ['get', 'set', 'remove'] as const) {
    vi.spyOn(session, method).mockRejectedValue(new Error('broken'));
  }
  await cache.write('a', 'a');
  expect(await cache.read('a')).toBe('a');
  await expect(cache.read('b')).rejects.toThrow('broken');
});

test('what is too large is known by its bytes, and takes nothing else with it', async () => {
  const cache = open();
  await cache.write('a', 'a');
  await cache.write('b', '☂'.repeat(200));
  expect(stored()).toEqual(['words/a']);
  await cache.write('c', '☂'.repeat(199));
  expect(stored()).toEqual(['words/a', 'words/c']);
});

test('in a full area the oldest make room, as many as it takes', async () => {
  const cache = open();
  await cache.write('a', 'a'.repeat(300));
  await cache.write('b', 'b'.repeat(400));
  await cache.write('c', 'c');
  await cache.write('d', 'd'.repeat(590));
  expect(stored()).toEqual(['words/c', 'words/d']);
  session.items.foreign = 'f'.repeat(300);
  await cache.write('e', 'e'.repeat(590));
  expect(stored()).toEqual(['words/e']);
});

test('an area that others filled stores nothing, and something again once there is room', async () => {
  const cache = open();
  session.items.foreign = 'f'.repeat(900);
  await cache.write('a', 'a'.repeat(100));
  expect(stored()).toEqual([]);
  await session.remove(['foreign']);
  await cache.write('b', 'b'.repeat(100));
  expect(await open().read('b')).toBe('b'.repeat(100));
});
