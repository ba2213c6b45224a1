import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

type Words = { [key: string]: Words | string };

/** Each key with its path, and the places that its sentence fills in. */
function places(words: Words, path = ''): [string, string[]][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, (value.match(/\{\w+\}/g) ?? []).toSorted()] satisfies [string, string[]]]
      : places(value, `${path}${key}.`),
  );
}
const read = (file: string) => Object.fromEntries(places(parse(readFileSync(`locales/${file}`, 'utf8'))));

test.each(readdirSync('locales'))('%s has every sentence, with the same places in it', (file) => {
  expect(read(file)).toEqual(read('en.yml'));
});
