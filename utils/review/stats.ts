import * as v from 'valibot';
import type { Sequence } from '../kit/shapes.ts';

const figure = v.fallback(v.nullable(v.pipe(v.number(), v.minValue(0))), null);

/** Null where there is no data, or none that can be read: figures that only inform break no review. */
const Stats = v.object({ recipients: figure, opens: figure, clicks: figure });
export type Stats = v.InferOutput<typeof Stats>;

/** How a sequence's emails fared, as Kit's own pages show it; null where Kit told nothing of it. */
export function statsOf(sequence: Sequence): Stats | null {
  const stats = v.safeParse(Stats, sequence.stats);
  return stats.success ? stats.output : null;
}
