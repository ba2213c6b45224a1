import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailFile, zipName } from './names.ts';

const backup = (name: string) => ({
  sequence: { id: 80, name },
  startedAt: Date.UTC(2026, 10, 22, 23, 59),
  completedAt: Date.UTC(2026, 10, 23, 0, 1),
});
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 200 }));

test.each([
  ['Welcome series', 'kit-sequence-welcome-series-2026-11-23.zip'],
  ['  Grüße & Küsse! ', 'kit-sequence-grüße-küsse-2026-11-23.zip'],
  ['ようこそ', 'kit-sequence-ようこそ-2026-11-23.zip'],
  ['../../etc/passwd', 'kit-sequence-etc-passwd-2026-11-23.zip'],
  ['😀', 'kit-sequence-80-2026-11-23.zip'],
  ['', 'kit-sequence-80-2026-11-23.zip'],
])('a backup of %j is called %s', (name, file) => {
  expect(zipName(backup(name))).toBe(file);
});

test('no name leads anywhere, is empty, or is too long for a file system', () => {
  fc.assert(
    fc.property(text, fc.nat(9999), (name, index) => {
      for (const file of [zipName(backup(name)), emailFile(name, index, 10_000).replace(/^emails\//, '')]) {
        expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*\.(zip|html)$/u);
        expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(255);
      }
    }),
  );
});

test('emails sort by name as they do in the sequence, whatever their subjects', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 120 }), (subjects) => {
      const files = subjects.map((subject, index) => emailFile(subject, index, subjects.length));
      expect(files.toSorted()).toEqual(files);
      expect(new Set(files).size).toBe(files.length);
    }),
  );
});

test('an email is called by its place and its subject', () => {
  expect(emailFile('Your 1st gift', 0, 12)).toBe('emails/01-your-1st-gift.html');
  expect(emailFile('?', 1, 120)).toBe('emails/002.html');
});
