import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atStake, isForeignPage, needsTypedName, type Readings } from './review.ts';

const readings = (listed: number | null, counted?: number): Readings => ({
  activeSubscribers:
    listed === null ? { known: false, problem: { kind: 'timeout' } } : { known: true, value: listed },
  sequence: {
    id: 80,
    name: 'Welcome series',
    active: true,
    updated_at: '2026-11-02T09:00:00Z',
    ...(counted === undefined ? {} : { subscriber_count: counted }),
  },
});

describe('how many people are at stake', () => {
  test('the larger of the two numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (listed, counted) => {
        expect(atStake(readings(listed, counted))).toBe(Math.max(listed, counted));
        expect(atStake(readings(listed))).toBe(listed);
      }),
    );
  });

  test('unknown when the list could not be read, never 0', () => {
    expect(atStake(readings(null, 12))).toBeNull();
    expect(atStake(readings(null, 0))).toBeNull();
  });

  test('the name is typed unless there is nobody', () => {
    expect(needsTypedName(readings(0, 0))).toBe(false);
    expect(needsTypedName(readings(0))).toBe(false);
    expect(needsTypedName(readings(0, 1))).toBe(true);
    expect(needsTypedName(readings(1, 0))).toBe(true);
    expect(needsTypedName(readings(null, 0))).toBe(true);
  });
});

test('a page is foreign when it tells of another account', () => {
  const account = { id: 1, name: 'Juniper' };
  expect(isForeignPage({ account, pageAccountId: 2 })).toBe(true);
  expect(isForeignPage({ account, pageAccountId: 1 })).toBe(false);
  expect(isForeignPage({ account, pageAccountId: null })).toBe(false);
});
