export interface Source {
  path: string;
  /** How many lines the file has. */
  lines: number;
}

/** The lines that are broken together: mutants that reach over the edge of a block are left out by Stryker. */
const BLOCK = 10;

/**
 * A random sample of the lines of `sources`, as Stryker's ranges (`file:first-last`, both from 1 and included), in
 * blocks of ten lines until at least `wanted` lines are picked. The same seed picks the same ranges.
 */
export function sampleRanges(
  sources: Source[],
  wanted: number,
  seed: number,
): { ranges: string[]; lines: number } {
  const blocks = sources.flatMap(({ path, lines }) =>
    Array.from({ length: Math.ceil(lines / BLOCK) }, (_, block) => ({
      path,
      first: block * BLOCK + 1,
      last: Math.min(lines, (block + 1) * BLOCK),
    })),
  );
  const random = mulberry32(seed);
  const ranges: string[] = [];
  let lines = 0;
  while (lines < wanted) {
    const [block] = blocks.splice(Math.floor(random() * blocks.length), 1);
    if (!block) break;
    ranges.push(`${block.path}:${block.first}-${block.last}`);
    lines += block.last - block.first + 1;
  }
  return { ranges, lines };
}

/** A small seeded generator of numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
