import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atStake, isForeignPage, isTyped, needsTypedName, type Readings, wordsToType } from './review.ts';

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

describe('the typed name', () => {
  test('a name matches itself, with spaces and invisible marks around', () => {
    const visible = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((name) => name.trim() !== '');
    fc.assert(
      fc.property(visible, (name) => {
        expect(isTyped(name, name)).toBe(true);
        expect(isTyped(`  ${name}\t`, name)).toBe(true);
        expect(isTyped(`\u200f${name}\u200e`, name)).toBe(true);
        expect(isTyped(name.normalize('NFD'), name.normalize('NFC'))).toBe(true);
      }),
    );
  });

  test('another name does not match', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9 ]{0,200}$/), (name) => {
        expect(isTyped(`${name}x`, name)).toBe(false);
        expect(isTyped(`x${name}`, name)).toBe(false);
      }),
    );
    expect(isTyped('welcome series', 'Welcome series')).toBe(false);
    expect(isTyped('', 'Welcome series')).toBe(false);
    expect(isTyped('Welcomeseries', 'Welcome series')).toBe(false);
  });

  test.each([
    ['Cafe\u0301', 'Café'],
    ['سلسلة الترحيب', '\u202bسلسلة الترحيب\u202c'],
    ['סדרת ברוכים הבאים', '\u2067סדרת ברוכים הבאים\u2069'],
    ['👨👩👧', '👨\u200d👩\u200d👧'],
    ['❤', '❤\ufe0f'],
    ['two words', 'two \u00a0 words'],
    ['two words', 'two \u200b words'],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('%s is typed for %j', (typed, words) => {
    expect(isTyped(typed, words)).toBe(true);
  });

  test('one character of 200 makes a difference', () => {
    expect(isTyped('x'.repeat(199), 'x'.repeat(200))).toBe(false);
    expect(isTyped(`${'x'.repeat(199)}y`, 'x'.repeat(200))).toBe(false);
  });

  test('the words are the name, or the id when the name cannot be seen', () => {
    expect(wordsToType({ id: 80, name: ' Welcome ' })).toBe(' Welcome ');
    for (const name of ['', '   ', '\u200b', '\u3164', '\u200e \u200f', '\u00a0']) {
      expect(wordsToType({ id: 80, name })).toBe('80');
    }
  });

  test('nothing typed never is the words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(isTyped('', wordsToType({ id: 80, name }))).toBe(false);
      }),
    );
  });
});

test('a page is foreign when it tells of another account', () => {
  const account = { id: 1, name: 'Juniper' };
  expect(isForeignPage({ account, pageAccountId: 2 })).toBe(true);
  expect(isForeignPage({ account, pageAccountId: 1 })).toBe(false);
  expect(isForeignPage({ account, pageAccountId: null })).toBe(false);
});
