import { unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import type { Backup } from '../backup.ts';
import { checksumOf, type ListedPart, sha256 } from '../checksum.ts';
import { backupInMemory, sampleBackup, sampleContents } from '../testing/fakes.ts';
import { readDirectory } from './directory.ts';
import { openZip } from './open.ts';
import type { FileProblem } from './problems.ts';
import { bytesOf, type Read } from './read.ts';
import {
  allParts,
  type Claims,
  type HandmadeEntry,
  handmadeZip,
  plainWords,
  zipOf,
} from './testing/fakes.ts';
import { unpack } from './unpack.ts';

const text = (json: unknown) =>
  new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json));
const problemOf = async (file: Blob): Promise<FileProblem | null> => {
  const opened = await openZip(file);
  return opened.ok ? null : opened.problem;
};

let files: HandmadeEntry[];
let zip: Blob;
beforeAll(async () => {
  zip = await zipOf(await sampleBackup(5));
  const unpacked = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  files = Object.entries(unpacked).map(([name, bytes]) => ({ name, bytes }));
});
const but = (name: string, change: Partial<HandmadeEntry>) =>
  handmadeZip(files.map((file) => (file.name === name ? { ...file, ...change } : file)));
const plus = (...more: HandmadeEntry[]) => handmadeZip([...files, ...more]);
const fileNamed = (name: string) => files.find((file) => file.name === name)?.bytes ?? new Uint8Array();
const manifest = () => JSON.parse(new TextDecoder().decode(fileNamed('backup.json')));

test('gives back what was backed up', async () => {
  const reader = await sampleBackup(5);
  const opened = await openZip(await zipOf(reader));
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(opened.value.backup).toEqual({ ...reader.backup, size: zip.size, origin: 'file' } satisfies Backup);
  expect(await allParts(opened.value)).toEqual(await allParts(reader));
  expect(await opened.value.part('people/0002')).toEqual(await reader.part('people/0002'));
  expect(await opened.value.part('people/0099')).toBeNull();
});

test('and so it does once another program has packed it, stored or deflated, with folders and files of its own', async () => {
  const reader = await sampleBackup(5);
  for (const method of [0, 8]) {
    const repacked = handmadeZip([
      { name: 'people/', bytes: new Uint8Array(), method: 0 },
      { name: 'emails/', bytes: new Uint8Array(), method: 0 },
      ...files.toReversed().map((file) => ({ ...file, method })),
      { name: '__MACOSX/._backup.json', bytes: text('x') },
      { name: '.DS_Store', bytes: text('x') },
    ]);
    const opened = await openZip(repacked);
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect(await allParts(opened.value)).toEqual(await allParts(reader));
  }
});

test('a part that Kit filled with oddities is the same afterwards', async () => {
  const people = [
    [
      {
        id: 1,
        email_address: '\u{feff}"é\ud800 \0',
        unknown: [[{}]],
        fields: JSON.parse('{"__proto__":"1","":"😀"}'),
      },
    ],
  ];
  const reader = await backupInMemory({ ...sampleContents(0), people });
  const opened = await openZip(await zipOf(reader));
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(await allParts(opened.value)).toEqual(await allParts(reader));
});

/** A zip of ours with checksums that are right, whatever it holds. */
const sealed = async (
  change: Partial<ReturnType<typeof sampleContents>>,
  said: Partial<Backup> = {},
  claims: Claims = {},
) => {
  const { parts, backup } = await backupInMemory({ ...sampleContents(1), ...change }, said);
  const list: { name: string; text: string; sha256: string; count: number }[] = [];
  for await (const part of parts()) list.push(part);
  const { startedAt, completedAt, id, account, sequence, checksum } = backup;
  const json = {
    product: 'safe-delete-for-kit',
    format: 1,
    id,
    account,
    sequence,
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date(completedAt ?? 0).toISOString(),
    counts: { emails: backup.emails, people: backup.people.kept, expected: null },
    parts: list.map(({ name, sha256, count }) => ({ name, sha256, count })),
    checksum,
  };
  return handmadeZip([
    { name: 'backup.json', bytes: text(json) },
    ...list.map((part) => ({ name: `${part.name}.json`, bytes: text(part.text), ...claims })),
  ]);
};

test('files that are no zip, or none of ours', async () => {
  expect(await problemOf(new Blob([]))).toEqual({ kind: 'empty' });
  expect(await problemOf(new Blob(['Hello']))).toEqual({ kind: 'not a zip' });
  expect(await problemOf(new Blob([new Uint8Array(100_000)]))).toEqual({ kind: 'not a zip' });
  expect(await problemOf(handmadeZip([]))).toEqual({ kind: 'not a backup' });
  expect(await problemOf(handmadeZip([{ name: 'package.json', bytes: text({}) }]))).toEqual({
    kind: 'not a backup',
  });
  const nested = handmadeZip([
    { name: 'backup.zip', bytes: new Uint8Array(await zip.arrayBuffer()), method: 0 },
  ]);
  expect(await problemOf(nested)).toEqual({ kind: 'zip inside', name: 'backup.zip' });
  for (const foreign of ['[]', '{}', 'null', '', { ...manifest(), product: 'another' }, { format: 1 }]) {
    expect(await problemOf(but('backup.json', { bytes: text(foreign) }))).toEqual({ kind: 'not a backup' });
  }
});

test('a newer version is called so, whatever else it holds', async () => {
  const newer = { product: 'safe-delete-for-kit', format: 2, anything: true };
  expect(await problemOf(but('backup.json', { bytes: text(newer) }))).toEqual({ kind: 'newer', format: 2 });
  expect(await problemOf(but('backup.json', { bytes: text({ ...newer, format: 0 }) }))).toEqual({
    kind: 'not understood',
    name: 'backup.json',
  });
});

test('cut off', async () => {
  expect(await problemOf(zip.slice(0, zip.size - 1))).toEqual({ kind: 'truncated' });
  expect(await problemOf(zip.slice(0, 1000))).toEqual({ kind: 'truncated' });
  expect(await problemOf(zip.slice(1))).toEqual({ kind: 'damaged', name: null });
});

test('a piece of a zip that was split', async () => {
  for (const end of [{ 4: 1 }, { 6: 1 }]) {
    expect(await problemOf(handmadeZip(files, end))).toEqual({ kind: 'split' });
  }
  expect(await problemOf(new Blob([new Uint8Array([0x50, 0x4b, 7, 8]), zip.slice(0, 1000)]))).toEqual({
    kind: 'split',
  });
});

test('edited', async () => {
  const emails = new TextDecoder().decode(fileNamed('emails.json')).replace('Hello', 'Hullo');
  expect(await problemOf(but('emails.json', { bytes: text(emails) }))).toEqual({
    kind: 'changed',
    name: 'emails.json',
  });
  const changes = [
    { id: '00000000-0000-4000-8000-000000000002' },
    { account: { id: 30, name: 'Example Newsletter' } },
    { sequence: { id: 80, name: 'Other' } },
    { startedAt: '2026-11-23T09:30:00.001Z' },
    { completedAt: '2026-11-24T09:31:12.345Z' },
    { counts: { emails: 1, people: 5, expected: 5 } },
    { counts: { emails: 2, people: 6, expected: 6 } },
    { parts: manifest().parts.slice(1) },
    { parts: manifest().parts.toReversed() },
    { checksum: '0'.repeat(64) },
  ];
  for (const change of changes) {
    const bytes = text({ ...manifest(), ...change });
    expect(await problemOf(but('backup.json', { bytes }))).toEqual({ kind: 'changed', name: 'backup.json' });
  }
});

test('bytes that are no text are none of ours, even where a checksum of them was sealed in', async () => {
  const bytes = Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d);
  const parts: ListedPart[] = manifest().parts;
  for (const part of parts) if (part.name === 'names') part.sha256 = await sha256(bytes);
  const { startedAt, completedAt, ...said } = manifest();
  const backup = { ...said, startedAt: Date.parse(startedAt), completedAt: Date.parse(completedAt) };
  const sealed = text({ ...manifest(), parts, checksum: await checksumOf(backup, parts) });
  const changed = files.map((file) => {
    if (file.name === 'backup.json') return { ...file, bytes: sealed };
    return file.name === 'names.json' ? { ...file, bytes } : file;
  });
  expect(await problemOf(handmadeZip(changed))).toEqual({ kind: 'changed', name: 'names.json' });
});

test('a part that is not there, or one too many', async () => {
  const less = handmadeZip(files.filter(({ name }) => name !== 'people/0002.json'));
  expect(await problemOf(less)).toEqual({ kind: 'missing', name: 'people/0002.json' });
  const more = plus({ name: 'people/0009.json', bytes: text([]) });
  expect(await problemOf(more)).toEqual({ kind: 'foreign', name: 'people/0009.json' });
  for (const name of ['settings.json', 'Settings.JSON', 'people/0001 copy.json', 'people/1.json']) {
    expect(await problemOf(plus({ name, bytes: text('x') }))).toEqual({ kind: 'foreign', name });
  }
});

test.each([
  '../evil.html',
  'emails/../../evil.html',
  '/etc/passwd',
  'C:/evil.html',
  'c:evil.html',
  'emails/./x.html',
  'emails//x.html',
  '',
  'emails/\0.html',
  '__MACOSX/../evil.html',
])('a file named %j beside ours could lead elsewhere', async (name) => {
  expect(await problemOf(plus({ name, bytes: text('x') }))).toEqual({ kind: 'unsafe name', name });
});

test.each([
  ['emails\\..\\evil.html', 'emails/../evil.html'],
  ['\\\\host\\evil.html', '//host/evil.html'],
  ['C:\\evil.html', 'C:/evil.html'],
  ['./../evil.html', '../evil.html'],
  ['.//evil.html', '/evil.html'],
])('and so could %j, which is the same as %j', async (name, read) => {
  expect(await problemOf(plus({ name, bytes: text('x') }))).toEqual({ kind: 'unsafe name', name: read });
});

test.each([
  'README.txt',
  'readme.TXT',
  'README.txt/',
  'Subscribers-Active.csv',
  'backup.json',
  'emails.json',
  './emails.json',
  'people\\0001.json',
])('a file named %j beside ours is one too many', async (name) => {
  expect(await problemOf(plus({ name, bytes: text('x') }))).toMatchObject({ kind: 'duplicate name' });
});

test('accents that are written in two ways are one name', async () => {
  const more = ['a/é', 'a/e\u0301'].map((name) => ({ name, bytes: text('x') }));
  expect(await problemOf(plus(...more))).toEqual({ kind: 'duplicate name', name: 'a/e\u0301' });
});

test('locked, or packed in a way of others', async () => {
  for (const flags of [0x801, 0x841, 0x2800]) {
    expect(await problemOf(but('backup.json', { flags }))).toEqual({ kind: 'encrypted' });
  }
  const other = but('people/0001.json', { method: 93 });
  expect(await problemOf(other)).toEqual({ kind: 'packed otherwise', name: 'people/0001.json' });
});

test('more than it may hold', async () => {
  for (const unpacked of [2 ** 30, 0xffff_fffe, 0xffff_ffff]) {
    expect(await problemOf(but('emails.json', { unpacked }))).toEqual({ kind: 'too large' });
  }
  const many = files.map((file) =>
    file.name.startsWith('people/') ? { ...file, unpacked: 0xffff_fff0 } : file,
  );
  expect(await problemOf(handmadeZip(many))).toEqual({ kind: 'too large' });
  const people = Array.from({ length: 65 }, () => []);
  expect(await problemOf(await sealed({ people }, {}, { unpacked: 64 * 2 ** 20 }))).toEqual({
    kind: 'too large',
  });
  for (const end of [{ 10: 0xffff, 8: 0xffff }, { 12: 0xffff_ffff }, { 12: 2 ** 30 }]) {
    expect(await problemOf(handmadeZip(files, end))).toEqual({ kind: 'too large' });
  }
});

test('more than it claims, told before all of that is made', async () => {
  const noise = new Uint8Array(12 * 2 ** 20);
  for (let at = 0; at < noise.length; at += 64) noise[at] = Math.floor(Math.random() * 256);
  const claim = 400_000;
  const bomb = but('emails.json', { bytes: noise, unpacked: claim });
  expect(await problemOf(bomb)).toEqual({ kind: 'damaged', name: 'emails.json' });

  const entries = await readDirectory(bomb);
  const entry = entries.ok && entries.value.find(({ name }) => name === 'emails.json');
  if (!entry) throw new Error('no entry');
  const asked: number[] = [];
  const read: Read = async (from, to) => {
    asked.push(to);
    return bytesOf(bomb, from, to);
  };
  expect(await unpack(read, entry, claim)).toMatchObject({ ok: false });
  expect(Math.max(...asked)).toBeLessThan(entry.offset + entry.packed - 100_000);
});

test('headers that do not say the same', async () => {
  const damaged = { kind: 'damaged', name: 'names.json' };
  const changes: Partial<HandmadeEntry>[] = [
    { localName: 'other.json' },
    { localName: 'names.jsom' },
    { crc: 1 },
    { unpacked: 5 },
    { unpacked: 60 },
    { bytes: fileNamed('emails.json'), crc: 7 },
  ];
  for (const change of changes) expect(await problemOf(but('names.json', change))).toEqual(damaged);
  expect(await problemOf(but('names.json', { offset: 0 }))).toEqual({ kind: 'damaged', name: null });
  expect(await problemOf(but('names.json', { packed: 10_000 }))).toEqual({ kind: 'damaged', name: null });
  const less = new Blob([handmadeZip(files).slice(0, -23), handmadeZip(files).slice(-22)]);
  expect(await problemOf(less)).toEqual({ kind: 'damaged', name: null });
  for (const end of [{ 8: 1 }, { 8: 3, 10: 3 }, { 12: 10 }, { 16: 10 }, { 16: 0xffff_ffff }]) {
    expect(await problemOf(handmadeZip(files, end))).toEqual({ kind: 'damaged', name: null });
  }
});

test('sound and sealed, and yet no backup that this version knows', async () => {
  expect(await problemOf(await sealed({}))).toBeNull();
  expect(await problemOf(await sealed({}, { sequence: { id: 81, name: 'Other' } }))).toEqual({
    kind: 'not understood',
    name: 'sequence.json',
  });
  expect(await problemOf(await sealed({}, { emails: 3 }))).toEqual({ kind: 'changed', name: 'backup.json' });
  const cut = JSON.parse('[{"id":"7"}]');
  expect(await problemOf(await sealed({ emails: { length: 1 } as never }))).toEqual({
    kind: 'not understood',
    name: 'emails.json',
  });
  expect(await problemOf(await sealed({ names: cut }))).toEqual({
    kind: 'not understood',
    name: 'names.json',
  });
  expect(await problemOf(await sealed({ references: cut }))).toEqual({
    kind: 'not understood',
    name: 'references.json',
  });
});

test('what Kit gave and nobody can use costs no backup', async () => {
  const odd = JSON.parse('[{"id":"7"},{"id":8,"email_address":null},null]');
  expect(await problemOf(await sealed({ people: [odd], emails: odd }))).toBeNull();
});

test('a file that changes after it was opened is not believed', async () => {
  let current = zip;
  const shifting = Object.assign(new Blob([await zip.arrayBuffer()]), {
    slice: (from?: number, to?: number) => current.slice(from, to),
  });
  const opened = await openZip(shifting);
  if (!opened.ok) throw new Error(opened.problem.kind);
  current = await zipOf(await sampleBackup(6));
  await expect(allParts(opened.value)).rejects.toThrow('changed after it was opened');
});

test('rejects where the file cannot be read, and when told to stop', async () => {
  const unreadable = Object.assign(new Blob(['PK']), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
  });
  await expect(openZip(unreadable as unknown as Blob)).rejects.toThrow('gone');
  await expect(openZip(zip, AbortSignal.abort())).rejects.toThrow('aborted');
});

test('the same words or not, the machine reads the same', async () => {
  const reader = await sampleBackup(2);
  const german = { ...plainWords, readme: () => 'Über diese Datei' };
  const opened = await openZip(await zipOf(reader, german));
  expect(opened.ok).toBe(true);
});
