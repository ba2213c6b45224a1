import { unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { sampleBackup } from '../testing/fakes.ts';
import { MAX_ENTRIES } from './limits.ts';
import { openFolder } from './open.ts';
import { allParts, zipOf } from './testing/fakes.ts';

let files: { path: string; file: Blob }[];
beforeAll(async () => {
  const zip = await zipOf(await sampleBackup(5));
  files = Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))).map(([name, bytes]) => ({
    path: `kit-sequence/${name}`,
    file: new Blob([Uint8Array.from(bytes)]),
  }));
});
const text = (content: string) => new Blob([content]);
const problemOf = async (some: typeof files) => {
  const opened = await openFolder(some);
  return opened.ok ? null : opened.problem;
};
const but = (path: string, file: Blob) => files.map((one) => (one.path === path ? { path, file } : one));

test('gives back what was backed up, whatever a system left in the folder', async () => {
  const reader = await sampleBackup(5);
  const opened = await openFolder([
    { path: 'kit-sequence/.DS_Store', file: text('x') },
    ...files.toReversed(),
    { path: 'kit-sequence/subscribers.xlsx', file: text('x') },
  ]);
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(opened.value.backup).toMatchObject({ id: reader.backup.id, origin: 'file' });
  expect(await allParts(opened.value)).toEqual(await allParts(reader));
  expect(await opened.value.part('people/0002')).toEqual(await reader.part('people/0002'));
});

test('refuses what a zip would be refused for', async () => {
  const emails = 'kit-sequence/emails.json';
  expect(await problemOf(but(emails, text('[]')))).toEqual({ kind: 'changed', name: 'emails.json' });
  expect(await problemOf(files.filter(({ path }) => path !== emails))).toEqual({
    kind: 'missing',
    name: 'emails.json',
  });
  expect(await problemOf([...files, { path: 'kit-sequence/people/0009.json', file: text('[]') }])).toEqual({
    kind: 'foreign',
    name: 'people/0009.json',
  });
  expect(await problemOf([...files, { path: 'kit-sequence/EMAILS.json', file: text('[]') }])).toMatchObject({
    kind: 'duplicate name',
  });
  const second = files.map(({ path, file }) => ({ path: path.replace('kit', 'other'), file }));
  expect(await problemOf([...files, ...second])).toEqual({ kind: 'several backups' });
  expect(await problemOf([{ path: 'x/photo.jpg', file: text('x') }])).toEqual({ kind: 'not a backup' });
  expect(await problemOf([{ path: 'x/backup.zip', file: text('x') }])).toMatchObject({ kind: 'zip inside' });
  expect(await problemOf([])).toEqual({ kind: 'not a backup' });
  const many = Array.from({ length: MAX_ENTRIES + 1 }, (_, at) => ({ path: `x/${at}`, file: text('') }));
  expect(await problemOf(many)).toEqual({ kind: 'too large' });
});

test('a file that changed after it was opened is not read as if it had not', async () => {
  const changing = files.map((one) => ({ ...one }));
  const emails = changing.find(({ path }) => path.endsWith('/emails.json'));
  let reads = 0;
  if (!emails) throw new Error('No emails');
  const whole = emails.file;
  emails.file = Object.assign(text('x'), {
    arrayBuffer: () => (reads++ === 0 ? whole : text('[]')).arrayBuffer(),
  });
  const opened = await openFolder(changing);
  if (!opened.ok) throw new Error(opened.problem.kind);
  await expect(opened.value.part('emails')).rejects.toThrow('changed');
});
