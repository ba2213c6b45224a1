import { expect, test } from 'vitest';
import { statsOf } from './stats.ts';

const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };
const read = (stats: unknown) => statsOf({ ...sequence, stats });

test('figures, and no data where Kit has none', () => {
  expect(read({ unsubscribers: 4, recipients: 1000, opens: 450, clicks: 0 })).toEqual({
    ...{ recipients: 1000, opens: 450, clicks: 0 },
  });
  expect(read({ unsubscribers: 0, recipients: null, opens: null, clicks: null })).toEqual({
    ...{ recipients: null, opens: null, clicks: null },
  });
});

test('a figure that cannot be read is no data, and never 0', () => {
  expect(read({ recipients: '1000', opens: -1 })).toEqual({ recipients: null, opens: null, clicks: null });
});

test('without stats there is nothing to tell', () => {
  expect(statsOf(sequence)).toBeNull();
  expect(read('many')).toBeNull();
});
