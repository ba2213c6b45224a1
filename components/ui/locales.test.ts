import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

type Words = { [key: string]: Words | string };

/** Each key with its path, and its sentence. */
function sentences(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : sentences(value, `${path}${key}.`),
  );
}
const read = (file: string) => sentences(parse(readFileSync(`locales/${file}`, 'utf8')));

/** The sentences of a file in which something is wrong, each with that. */
const wrong = (file: string, what: (words: string) => string[]) =>
  read(file).flatMap(([key, words]) => what(words).map((one) => `${key}: ${one}`));

const LOCALES = readdirSync('locales');

/** Code that the extension is built of. */
const CODE = ['components', 'entrypoints', 'utils', 'wxt.config.ts'].flatMap(filesIn);

function filesIn(path: string): string[] {
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
  return /\.tsx?$/.test(path) && !/\.test\.|\/testing\//.test(path) ? [path] : [];
}

/**
 * What nobody should have to read: of words that mean the same, all but one; what blames, shouts or apologises; what
 * promises more than was checked; and what leaves one fearing that it still might happen.
 */
const BANNED: Record<string, RegExp[]> = {
  'en.yml': [
    /\b(?:please|oops|sorry)\b/i,
    /!/,
    /\brefers? to\b/i,
    /\bkeeps? (?:\S+ ){0,4}out\b/i,
    /\bat stake\b/i,
    /\bsigns? of life\b/i,
    /\b(?:not|nothing is) certain\b/i,
    /\bis(?: not|n’t) known\b/i,
    /\bso far\b/i,
    /\b(?:safe to delete|depends on it)\b/i,
    /\banew\b/i,
    /\b[Zz]ip(?:-| )?file\b/,
    /\b(?:go|goes|went) on\b/i,
  ],
  'de.yml': [
    /\b(?:bitte|hoppla|ups|leider)\b/i,
    /!/,
    /\bPersonen\b/,
    /\bfern(?:ge)?h[aä]lt/i,
    /\bbezieh/i,
    /\bLebenszeichen\b/,
    /Herunterzähl/,
    /\bKn[oö]pfe?\b/,
    /\bNummer\b/,
    /\bZip\b/,
    /\b[Nn]icht sicher\b/,
    /\bSicher löschen\b/,
    /\bverrät\b/,
    /\bheil\b/,
    /\b(?:aufbewahr|abgelegt)/i,
    /\bAbstand\b/,
    /\bbisher nicht\b/,
  ],
};

/** A sentence that one reads once, in words. */
const LONGEST = 25;

describe.each(LOCALES)('%s', (file) => {
  test('has every sentence, with the same places in it', () => {
    const places = (one: string) =>
      Object.fromEntries(read(one).map(([key, words]) => [key, (words.match(/\{\w+\}/g) ?? []).toSorted()]));
    expect(places(file)).toEqual(places('en.yml'));
  });

  test('names nothing as Kit’s API does', () => {
    const names = /(?<!\{)\b[a-z]+(?:_[a-z]+)+\b|\b(?:true|false|null|undefined)\b/g;
    expect(wrong(file, (words) => words.match(names) ?? [])).toEqual([]);
  });

  test('says nothing that is banned', () => {
    const banned = BANNED[file];
    if (!banned) throw new Error(`What is banned in ${file}?`);
    expect(wrong(file, (words) => banned.flatMap((one) => one.exec(words)?.[0] ?? []))).toEqual([]);
  });

  test(`has no sentence of more than ${LONGEST} words`, () => {
    const long = (words: string) =>
      words.split(/[.?…](?=[ ”“]|$)/).filter((one) => one.trim().split(/\s+/).length > LONGEST);
    expect(wrong(file, long)).toEqual([]);
  });
});

test('the German word for an email does not break after its hyphen, but in files, which other programs read', () => {
  const inFiles = /^(?:people\.csv|restore\.people\.report\w+|file)\b/;
  const breaking = read('de.yml').filter(([key, words]) => !inFiles.test(key) && words.includes('E-Mail'));
  expect(breaking).toEqual([]);
  expect(read('de.yml').filter(([key, words]) => inFiles.test(key) && words.includes('E\u2011Mail'))).toEqual(
    [],
  );
});

test('every sentence is used', () => {
  const code = CODE.map((path) => readFileSync(path, 'utf8')).join('\n');
  const keys = new Set(read('en.yml').map(([key]) => key.replace(/\.(?:1|n)$/, '')));
  const ways = (key: string) => [
    `'${key}'`,
    `__MSG_${key.replaceAll('.', '_')}__`,
    // One of several, by the last part of its name.
    `\`${key.replace(/[^.]+$/, '')}\${`,
  ];
  const isUsed = (key: string) => ways(key).some((way) => code.includes(way));
  expect([...keys].filter((key) => !isUsed(key))).toEqual([]);
});
