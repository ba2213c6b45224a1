import { describe, expect, test } from 'vitest';
import { type DownloadItem, findBegun, untilWhole } from './save.ts';

/** A browser with one download, which is as it is told to be. */
function oneDownload(first: Partial<DownloadItem> | null) {
  const listeners = new Set<(change: { id: number }) => void>();
  let item = first && { id: 7, ...first };
  const tell = (id: number) => {
    for (const heard of listeners) heard({ id });
  };
  return {
    listeners,
    become(next: Partial<DownloadItem> | null) {
      item = next && { id: 7, ...next };
      tell(7);
    },
    tell,
    downloads: {
      search: async (query: { id: number } | { query: string[] }) =>
        item && (!('id' in query) || query.id === item.id) ? [item] : [],
      onChanged: {
        addListener: (heard: (change: { id: number }) => void) => void listeners.add(heard),
        removeListener: (heard: (change: { id: number }) => void) => void listeners.delete(heard),
      },
    },
  };
}
const whole = { ok: true, value: null };
const failed = (kind: string) => ({ ok: false, problem: { kind } });

describe('a download', () => {
  test.each<[Partial<DownloadItem> | null, unknown]>([
    [{ state: 'complete' }, whole],
    [{ state: 'complete', exists: true }, whole],
    [{ state: 'complete', exists: false }, failed('download failed')],
    [{ state: 'interrupted', error: 'USER_CANCELED' }, failed('download cancelled')],
    [{ state: 'interrupted', error: 'USER_SHUTDOWN' }, failed('download cancelled')],
    [{ state: 'interrupted', error: 'FILE_NO_SPACE' }, failed('no room')],
    [{ state: 'interrupted', error: 'CRASH' }, failed('download failed')],
    [{ state: 'interrupted' }, failed('download failed')],
    [null, failed('download failed')],
  ])('that is %j', async (item, end) => {
    const { downloads, listeners } = oneDownload(item);
    expect(await untilWhole(downloads, 7, new AbortController().signal)).toEqual(end);
    expect(listeners.size).toBe(0);
  });

  test('is waited for while it is written or paused, whatever happens to others', async () => {
    const world = oneDownload({ state: 'in_progress' });
    let ended: unknown = null;
    const waited = untilWhole(world.downloads, 7, new AbortController().signal).then((end) => {
      ended = end;
    });
    await expect.poll(() => world.listeners.size).toBe(1);
    world.tell(8);
    world.become({ state: 'interrupted', paused: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(null);
    world.become({ state: 'complete' });
    await waited;
    expect(ended).toEqual(whole);
    expect(world.listeners.size).toBe(0);
  });

  test('that nobody waits for any more has not arrived', async () => {
    const world = oneDownload({ state: 'in_progress' });
    const stop = new AbortController();
    const waited = untilWhole(world.downloads, 7, stop.signal);
    stop.abort();
    expect(await waited).toEqual(failed('download failed'));
    expect(world.listeners.size).toBe(0);
  });
});

test.each<[Partial<DownloadItem>, number | null]>([
  [{ filename: '/d/a-1.zip', byExtensionId: 'us', state: 'complete', exists: true }, 7],
  [{ filename: '/d/a-1.zip', byExtensionId: 'us', state: 'in_progress' }, 7],
  [{ filename: '/d/a-1.zip', byExtensionId: 'us', state: 'complete', exists: false }, null],
  [{ filename: '/d/a-1.zip', byExtensionId: 'us', state: 'interrupted' }, null],
  [{ filename: '/d/a-1.zip', byExtensionId: 'them', state: 'complete' }, null],
  [{ filename: '/d/a-12.zip', byExtensionId: 'us', state: 'complete' }, null],
])('of an earlier life, %j is found again: %j', async (item, found) => {
  expect(await findBegun(oneDownload(item).downloads, 'a-1.zip', 'us')).toBe(found);
});
