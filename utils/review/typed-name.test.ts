import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTypeable, mistyped, wordsToType } from './typed-name.ts';

const named = (name: string) => ({ id: 80, name });
const isTyped = (typed: string, name: string) => mistyped(typed, named(name)) === null;

/** What may stand in a name, and what a plain keyboard has for it. */
const VARIANTS: [there: string, typed: string][] = [
  ...[...'‘’‚‛′´`ʼ‹›'].map((there): [string, string] => [there, "'"]),
  ...[...'“”„‟″«»〝〞'].map((there): [string, string] => [there, '"']),
  ...[...'‐‑‒–—―−－〜'].map((there): [string, string] => [there, '-']),
  ...['\u00a0', '\u2003', '\u3000', '\t', '\u202f'].map((there): [string, string] => [there, ' ']),
  ['…', '...'],
  ['Ｗｅｌｃｏｍｅ', 'Welcome'],
  ['１２', '12'],
  ['！', '!'],
  ['ﬁ', 'fi'],
  ['e\u0301', 'é'],
  ['—', '--'],
];
const UNSEEN = [
  ...[
    '\u2800',
    '\u200b',
    '\u200d',
    '\u00ad',
    '\ufeff',
    '\u3164',
    '\u115f',
    '\ufe0f',
    '\0',
    '\u0007',
    '\u001b',
    '\u0085',
  ],
  ...[
    '\u202a',
    '\u202d',
    '\u202e',
    '\u202c',
    '\u2066',
    '\u2069',
    '\u200e',
    '\u200f',
    '\u061c',
    '\u{e0041}',
    '\ud800',
  ],
];

const letters = fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/);
const unseen = fc.array(fc.constantFrom(...UNSEEN), { maxLength: 3 }).map((chars) => chars.join(''));
/** Any characters, also halves of surrogate pairs. */
const anything = fc.string({ unit: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) });
const piece = fc.oneof(
  fc.constantFrom(...VARIANTS),
  letters.map((text): [string, string] => [text, text]),
);

describe('a name that one cannot type as it stands', () => {
  test('is matched by what a keyboard has, whatever cannot be seen in it', () => {
    fc.assert(
      fc.property(letters, fc.array(fc.tuple(unseen, piece, unseen), { maxLength: 12 }), (first, pieces) => {
        const name = first + pieces.map(([before, [there], after]) => before + there + after).join('');
        const typed = first + pieces.map(([, [, typed]]) => typed).join('');
        expect(isTyped(typed, name)).toBe(true);
      }),
    );
  });

  test.each(VARIANTS)('%j is typed as %j', (there, typed) => {
    expect(isTyped(`a${typed}b`, `a${there}b`)).toBe(true);
    expect(isTyped('ab', `a${there}b`)).toBe(false);
  });

  test.each([
    ['Cafe\u0301', 'Café'],
    ['سلسلة الترحيب', '\u202bسلسلة الترحيب\u202c'],
    ['סדרת ברוכים הבאים', '\u2067סדרת ברוכים הבאים\u2069'],
    ['👨👩👧', '👨\u200d👩\u200d👧'],
    ['❤', '❤\ufe0f'],
    ['two words', 'two \u00a0 words'],
    ['two words', 'two \u200b words'],
    ['Don\'t "wait" - now', 'Don’t “wait” — now'],
    ['series', '\u202eseries'],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('%s is typed for %j', (typed, name) => {
    expect(isTyped(typed, name)).toBe(true);
  });
});

describe('the words that are shown', () => {
  test('are what can be typed, whatever the name is', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.string({ unit: 'grapheme' }), unseen), (name) => {
        expect(isTyped(wordsToType(named(name)), name)).toBe(true);
        expect(isTyped('80', name)).toBe(true);
        expect(wordsToType(named(name))).not.toMatch(/\p{Bidi_Control}|\p{Cc}/u);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    '',
    '   ',
    '\u2800',
    '\u2800 \u200b',
    '\u3164',
    '\u200e \u200f',
    '\u00a0',
    '\u0007',
    '\u202e\u202c',
    '\u0301',
  ])('are the ID when the name is %j', (name) => {
    expect(isTypeable(name)).toBe(false);
    expect(wordsToType(named(name))).toBe('80');
    expect(mistyped(name, named(name))).not.toBeNull();
  });

  test('keep what gives letters their form', () => {
    expect(wordsToType(named(' Welcome '))).toBe('Welcome');
    expect(wordsToType(named('👨\u200d👩\u200d👧 – “क्\u200dष”'))).toBe('👨\u200d👩\u200d👧 – “क्\u200dष”');
    expect(wordsToType(named('\u202eabc\u202c\td\u0007'))).toBe('abc d');
  });
});

describe('what is missing', () => {
  test('all of it, also when only unseen characters were typed', () => {
    fc.assert(
      fc.property(anything, unseen, (name, typed) => {
        expect(mistyped(typed, named(name))).toBe('nothing');
        expect(mistyped(` ${typed} `, named(name))).toBe('nothing');
      }),
    );
  });

  test('the rest of the name, or of the ID', () => {
    fc.assert(
      fc.property(letters, letters, (start, rest) => {
        expect(mistyped(start, { id: 1, name: start + rest })).toBe(start === '1' ? null : 'incomplete');
      }),
    );
    expect(mistyped('8', named('Welcome'))).toBe('incomplete');
    expect(mistyped('Don', named('Don’t'))).toBe('incomplete');
  });

  test('capitals', () => {
    expect(mistyped('welcome series', named('Welcome series'))).toBe('letter case');
    expect(mistyped('welcome', named('Welcome series'))).toBe('different');
  });

  test('another name is different', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z ]{0,200}$/), (name) => {
        expect(mistyped(`${name}x`, named(name))).toBe('different');
        expect(mistyped(`x${name}y`, named(name))).toBe('different');
      }),
    );
    expect(mistyped('Welcomeseries', named('Welcome series'))).toBe('different');
    expect(mistyped('81', named('Welcome'))).toBe('different');
    expect(mistyped(`${'x'.repeat(199)}y`, named('x'.repeat(200)))).toBe('different');
    expect(mistyped('x'.repeat(199), named('x'.repeat(200)))).toBe('incomplete');
  });
});
