import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Words = { [key: string]: Words | string };
type Places = Record<string, string | number>;

const words = parse(readFileSync('locales/en.yml', 'utf8')) as Words;

/** Stands in for WXT's `#i18n` in unit tests: the same sentences, read from `locales/en.yml`. A missing one throws. */
export const i18n = { t: (key: string, ...rest: [(number | Places)?, Places?]) => say(key, ...rest) };

function say(key: string, first?: number | Places, second?: Places): string {
  const found = key.split('.').reduce((at: Words | string | undefined, part) => {
    return typeof at === 'object' ? at[part] : undefined;
  }, words);
  const form = typeof found === 'object' ? (first === 1 ? (found[1] ?? found.n) : found.n) : found;
  if (typeof form !== 'string') throw new Error(`No sentence ${key}`);
  const places = second ?? (typeof first === 'object' ? first : {});
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined) throw new Error(`${key} lacks ${name}`);
    return String(value);
  });
}
