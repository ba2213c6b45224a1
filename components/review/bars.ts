import type { Range } from '../../utils/review/estimate.ts';

/** How long a bar is, in hundredths of the longest one: up to where it is sure, and up to where it may reach. */
export function barOf({ from, to }: Range, most: number): { surely: number; may: number } {
  const length = (people: number) => (most > 0 ? Math.min(100, (people / most) * 100) : 0);
  return { surely: length(from), may: length(to) };
}
