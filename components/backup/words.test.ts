import { expect, test } from 'vitest';
import { emailPage } from '../../utils/backup/file/email-page.ts';
import type { WriteProblem } from '../../utils/backup/file/problems.ts';
import type { Complete } from '../../utils/backup/format.ts';
import { sampleBackup, sampleContents } from '../../utils/backup/testing/fakes.ts';
import { fileProblemWords, writeProblemWords } from './words.ts';
import { zipWords } from './zip-words.ts';

const PROBLEMS: Parameters<typeof fileProblemWords>[0][] = [
  { kind: 'unreadable' },
  { kind: 'empty' },
  { kind: 'not a zip' },
  { kind: 'truncated' },
  { kind: 'split' },
  { kind: 'not a backup' },
  { kind: 'zip inside', name: 'a.zip' },
  { kind: 'several backups' },
  { kind: 'newer', format: 2 },
  { kind: 'encrypted' },
  { kind: 'too large' },
  { kind: 'unsafe name', name: '../a' },
  { kind: 'duplicate name', name: 'a' },
  { kind: 'foreign', name: 'a' },
  { kind: 'packed otherwise', name: 'a' },
  { kind: 'missing', name: 'a' },
  { kind: 'damaged', name: 'a' },
  { kind: 'damaged', name: null },
  { kind: 'changed', name: 'a' },
  { kind: 'not understood', name: 'a' },
];

test('each refusal has a sentence of its own, and says that nothing was changed', () => {
  const sentences = PROBLEMS.map((problem) => fileProblemWords(problem));
  expect(new Set(sentences).size).toBe(PROBLEMS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/Nothing was changed\.$/);
  const unwritten: WriteProblem[] = [
    { kind: 'not complete' },
    { kind: 'kept wrong', name: 'names' },
    { kind: 'too large' },
  ];
  expect(new Set(unwritten.map(writeProblemWords)).size).toBe(3);
});

test('a name from a stranger’s zip cannot flood or turn the sentence', () => {
  const words = fileProblemWords({ kind: 'foreign', name: `\u202e\n${'x'.repeat(60_000)}` });
  expect(words.length).toBeLessThan(300);
  expect(words).toContain('“\u2068??xxx');
});

test('the README says what it is, how to restore it, and what to know of the CSV', async () => {
  const { backup } = await sampleBackup(1234);
  const readme = zipWords().readme(backup as Complete);
  expect(readme).toMatch(/^Backup of the sequence “Welcome series”\n=+\n/);
  expect(readme).toContain('account “Example Newsletter”');
  expect(readme).toContain('its emails (2), and its subscribers (1,234)');
  expect(readme).toContain('Restore from file');
  expect(readme).toContain('“Status in Kit” and “Added to sequence”');
  expect(readme).toContain("an apostrophe (')");
  expect(readme).toContain('drop leading zeros from phone numbers');
  expect(readme).toContain('don’t import subscribers-not-active.csv');
});

test('an email’s page says what is known of it', () => {
  const [first, second] = sampleContents().emails.map((email) => zipWords().email(email));
  expect(first).toEqual({
    language: 'en',
    title: 'Welcome!',
    about: [
      ['Preview text', 'About Welcome!'],
      ['Delay', '0 days'],
      ['State', 'Published'],
    ],
  });
  expect(second?.about.slice(1)).toEqual([
    ['Delay', '3 days'],
    ['State', 'Draft'],
  ]);
  const bare = { id: 1, published: false };
  expect(zipWords().email({ ...bare, delay_value: 1, delay_unit: 'hours' }).about[0]).toEqual([
    'Delay',
    '1 hour',
  ]);
  expect(zipWords().email(bare)).toMatchObject({
    title: '(no subject)',
    about: [['Delay', 'not known'], {}],
  });
  expect(emailPage(bare, zipWords().email(bare))).toContain('<dt>Delay</dt><dd>not known</dd>');
});
