import { createMutex } from './mutex.ts';

/** What this needs of `storage.session`, which holds 10 MB in all, of whoever stores anything in it. */
export interface SessionArea {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

interface Limits {
  /** The one that was written first goes first. */
  entries: number;
  /** Of one entry, as UTF-8. */
  bytes: number;
}

/**
 * Keeps values until the browser closes, each under a key of its own: what goes wrong with one costs that one. When the
 * area is full, the oldest of the same cache make room. What the area does not take, or is too large for it, is held as
 * long as the background runs.
 *
 * @param T what JSON can hold.
 */
export function createBoundedCache<T>(session: SessionArea, name: string, limits: Limits) {
  const mutex = createMutex();
  const held = new Map<string, T>();
  const keyOf = (id: string) => `${name}/${id}`;

  async function store(id: string, value: T): Promise<void> {
    // As text, whose size is the same to every browser: Chromium counts each small object at several times that.
    const text = JSON.stringify(value);
    if (new Blob([text]).size > limits.bytes) throw new Error('Too large');
    const ids = ((await session.get(name))[name] ?? []) as string[];
    const others = ids.filter((one) => one !== id);
    const dropped = others.splice(0, Math.max(0, others.length + 1 - limits.entries));
    await session.remove(dropped.map(keyOf));
    for (;;) {
      try {
        return await session.set({ [keyOf(id)]: text, [name]: [...others, id] });
      } catch (error) {
        const oldest = others.shift();
        if (!isFull(error) || oldest === undefined) throw error;
        await session.remove([keyOf(oldest)]);
      }
    }
  }

  function hold(id: string, value: T): void {
    held.delete(id);
    held.set(id, value);
    const [oldest] = held.keys();
    if (held.size > limits.entries && oldest !== undefined) held.delete(oldest);
  }

  async function writeNow(id: string, value: T): Promise<void> {
    try {
      await store(id, value);
      held.delete(id);
    } catch {
      hold(id, value);
      // The background after this one must not take what was there before for what was written last.
      await session.remove([keyOf(id)]).catch(() => undefined);
    }
  }

  return {
    /** Null where nothing is kept under this id. Rejects when the area cannot be read. */
    async read(id: string): Promise<T | null> {
      const inMemory = held.get(id);
      if (inMemory !== undefined) return inMemory;
      const text = (await session.get(keyOf(id)))[keyOf(id)];
      return typeof text === 'string' ? JSON.parse(text) : null;
    },
    /** What something is kept under, the newest last. Rejects when the area cannot be read. */
    async ids(): Promise<string[]> {
      const stored = ((await session.get(name))[name] ?? []) as string[];
      return [...stored.filter((id) => !held.has(id)), ...held.keys()];
    },
    /** Never rejects. */
    write: (id: string, value: T): Promise<void> => mutex.run(() => writeNow(id, value)),
  };
}

/** Both browsers say so in the message alone. */
const isFull = (error: unknown) => error instanceof Error && /quota/i.test(error.message);
