import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';

type Words = { [key: string]: Words | string };

const flat = (words: Words, above = ''): [key: string, words: string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}.${key}`, value]] : flat(value, `${above}.${key}`),
  );
const wordsOf = (language: string) =>
  new Map(flat(parse(readFileSync(`locales/${language}.yml`, 'utf8')) as Words));
const english = [...wordsOf('en')];
const german = wordsOf('de');

/** What a pattern of the walk looks for, where no sentence says it as it stands. */
const PATTERNS: [part: string, german: RegExp][] = [
  ['Counting', /Es wird gezählt|Es wird geprüft, wo/],
  ['saved', /gesichert\./],
];

/** The German for English words of the screen, or for a part of them: then its longest piece without a number. */
function inGerman(words: string): string {
  const exact = english.find(([, sentence]) => sentence === words);
  if (exact) return german.get(exact[0]) ?? words;
  const holding = english.filter(([, sentence]) => words.length > 4 && sentence.includes(words));
  const [key] = holding.find(([key]) => key.endsWith('.n')) ?? holding[0] ?? [];
  const sentence = key === undefined ? undefined : german.get(key);
  if (words === 'in the last 30 days') return 'in den letzten 30 Tagen';
  const pieces = sentence?.split(/\{[^}]*\}/).map((piece) => piece.trim()) ?? [words];
  return pieces.toSorted((one, other) => other.length - one.length)[0] ?? words;
}

const translated = (words: unknown): unknown =>
  typeof words === 'string'
    ? inGerman(words)
    : words instanceof RegExp
      ? (PATTERNS.find(([part]) => words.source.includes(part))?.[1] ?? words)
      : words;

/** From now on Playwright finds by German words what a walk asks for in English, so that one walk serves both languages. */
export function findInGerman(page: Page): void {
  for (const one of [page, page.mainFrame(), page.locator('html'), page.frameLocator('iframe')]) {
    const finders = Object.getPrototypeOf(one);
    for (const name of ['getByText', 'getByLabel']) {
      const find = finders[name];
      finders[name] = function (this: unknown, words: unknown, options: unknown) {
        return find.call(this, translated(words), options);
      };
    }
    const byRole = finders.getByRole;
    finders.getByRole = function (this: unknown, role: string, options?: { name?: unknown }) {
      return byRole.call(
        this,
        role,
        options?.name ? { ...options, name: translated(options.name) } : options,
      );
    };
    for (const name of ['locator', 'frameLocator']) {
      const find = finders[name];
      if (!find) continue;
      finders[name] = function (this: unknown, selector: string, options?: { hasText?: unknown }) {
        return find.call(this, selector.replace('"Safe delete"', `"${inGerman('Safe delete')}"`), options);
      };
    }
  }
}
