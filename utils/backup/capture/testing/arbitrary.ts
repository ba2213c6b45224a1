import fc from 'fast-check';
import type { BoundReading, Filters } from './world.ts';

const HOUR = 3_600_000;

const reading: fc.Arbitrary<BoundReading> = fc.record({
  includes: fc.boolean(),
  unit: fc.constantFrom('moment' as const, 'day' as const),
  offset: fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR),
});
const kind = fc.constantFrom(
  'honoured' as const,
  'refused' as const,
  'ignored' as const,
  'ignored in lists' as const,
);

/** All that Kit's filters may mean. */
export const arbitraryFilters: fc.Arbitrary<Filters> = fc.record({ after: reading, before: reading, kind });
