import type { SessionArea } from '../bounded-cache.ts';

/** `storage.session` of a browser. `items` may be looked at and changed. */
export function fakeSessionArea(quota = 10 * 2 ** 20) {
  const items: Record<string, unknown> = {};
  const area: SessionArea = {
    get: async (key) => (key in items ? { [key]: structuredClone(items[key]) } : {}),
    async set(added) {
      const bytes = Object.entries({ ...items, ...added }).map(([key, value]) => key.length + bytesOf(value));
      if (bytes.reduce((sum, some) => sum + some, 0) > quota)
        throw new Error('Session storage quota bytes exceeded. Values were not stored.');
      Object.assign(items, structuredClone(added));
    },
    async remove(keys) {
      for (const key of keys) delete items[key];
    },
  };
  return { ...area, items };
}

const bytesOf = (value: unknown) =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
