import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barOf } from './bars.ts';

test('the longest bar fills the row, and half as many people make half a bar', () => {
  expect(barOf({ from: 50, to: 100 }, 100)).toEqual({ surely: 50, may: 100 });
  expect(barOf({ from: 0, to: 25 }, 100)).toEqual({ surely: 0, may: 25 });
});

test('where nobody waits for any email there are no bars', () => {
  expect(barOf({ from: 0, to: 0 }, 0)).toEqual({ surely: 0, may: 0 });
});

test('what is sure never goes beyond what may be, nor that beyond the row', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (a, b, c) => {
      const [from = 0, to = 0, most = 0] = [a, b, c].sort((x, y) => x - y);
      const { surely, may } = barOf({ from, to }, most);
      expect(surely).toBeLessThanOrEqual(may);
      expect(may).toBeLessThanOrEqual(100);
      expect(surely).toBeGreaterThanOrEqual(0);
    }),
  );
});
