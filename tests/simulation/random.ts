/** Numbers that a seed decides, and nothing else. */
export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  chance(of: number): boolean;
  /** A whole number, both ends among them. */
  between(from: number, to: number): number;
  pick<const T>(among: readonly [T, ...T[]]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Record<K, number>): K;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/** Mulberry32. */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    chance: (of) => next() < of,
    pick: ([first, ...others]) => others[between(0, others.length) - 1] ?? first,
    weighted<K extends string>(weights: Record<K, number>): K {
      const all = Object.entries(weights) as [K, number][];
      let left = next() * all.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of all) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('No weights');
    },
  };
}
