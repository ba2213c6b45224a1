import { expect, test } from 'vitest';
import { sampleRanges } from './sample.ts';

const sources = [
  { path: 'a.ts', lines: 95 },
  { path: 'b.ts', lines: 12 },
];

test('a seed picks the same blocks of ten lines again, and another seed others', () => {
  const { ranges, lines } = sampleRanges(sources, 30, 1);
  expect(lines).toBeGreaterThanOrEqual(30);
  expect(lines).toBeLessThan(40);
  expect(new Set(ranges).size).toBe(ranges.length);
  expect(sampleRanges(sources, 30, 1)).toEqual({ ranges, lines });
  // As docs/mutation.md says: the number that was picked can be asked for too.
  expect(sampleRanges(sources, lines, 1)).toEqual({ ranges, lines });
  expect(sampleRanges(sources, 30, 2).ranges).not.toEqual(ranges);
});

test('a sample of more lines than there are is every line once', () => {
  const { ranges, lines } = sampleRanges(sources, 1000, 1);
  expect(lines).toBe(107);
  expect(ranges.toSorted()).toEqual([
    'a.ts:1-10',
    'a.ts:11-20',
    'a.ts:21-30',
    'a.ts:31-40',
    'a.ts:41-50',
    'a.ts:51-60',
    'a.ts:61-70',
    'a.ts:71-80',
    'a.ts:81-90',
    'a.ts:91-95',
    'b.ts:1-10',
    'b.ts:11-12',
  ]);
});
