/** Whoever asks for something that is under way under the same key joins those who wait for it. */
export function createSingleFlight<Key, T>() {
  const pending = new Map<Key, Promise<T>>();
  return (key: Key, begin: () => Promise<T>): Promise<T> => {
    const joined = pending.get(key);
    if (joined) return joined;
    const begun = begin().finally(() => pending.delete(key));
    pending.set(key, begun);
    return begun;
  };
}
