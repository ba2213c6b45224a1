import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Backup, BackupReader, Part } from '../backup.ts';
import { checksumOf, sha256 } from '../checksum.ts';
import { backupInMemory, sampleBackup, sampleContents } from '../testing/fakes.ts';
import { allParts, plainWords, zipOf } from './testing/fakes.ts';
import { writeZip } from './write.ts';
import { ZipTooLarge, zipWriter } from './zip.ts';

const unzipped = async (reader: BackupReader) => {
  const files = unzipSync(new Uint8Array(await (await zipOf(reader)).arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
};

test('holds each part as it is, what it is a backup of, and what people can read', async () => {
  const reader = await sampleBackup(3);
  const files = await unzipped(reader);
  expect(Object.keys(files).toSorted()).toEqual([
    'README.txt',
    'backup.json',
    'emails.json',
    'emails/01-welcome.html',
    'emails/02-straße-日本-b-more-b.html',
    'names.json',
    'people/0001.json',
    'people/0002.json',
    'references.json',
    'sequence.json',
    'subscribers-active.csv',
    'subscribers-not-active.csv',
  ]);
  const parts = await allParts(reader);
  for (const { name, text } of parts) expect(files[`${name}.json`]).toBe(text);
  expect(files['README.txt']).toBe('About Welcome series\n');
  expect(files['emails/01-welcome.html']).toContain('<title>Welcome!</title>');
  expect(files['subscribers-active.csv']?.split('\r\n')).toEqual([
    'Email address,First name,city,last_name,Status in Kit,Added to sequence',
    'person0@example.com,Jo 0,,"Doe ""the 0""",active,2026-03-01T08:00:00Z',
    "person1@example.com,,,'=1+1,active,2026-03-02T08:00:00Z",
    'person2@example.com,Jo 2,,"Doe ""the 2""",active,2026-03-03T08:00:00Z',
    '',
  ]);
  expect(JSON.parse(files['backup.json'] ?? '')).toEqual({
    product: 'safe-delete-for-kit',
    format: 1,
    id: '00000000-0000-4000-8000-000000000001',
    account: { id: 29, name: 'Example Newsletter' },
    sequence: { id: 80, name: 'Welcome series' },
    startedAt: '2026-11-23T09:30:00.000Z',
    completedAt: '2026-11-23T09:31:12.345Z',
    counts: { emails: 2, people: 3, expected: 3 },
    parts: parts.map(({ name, sha256, count }) => ({ name, sha256, count })),
    checksum: reader.backup.checksum,
  });
});

test('a sequence without people, emails or a subject', async () => {
  const contents = sampleContents(0);
  const { subject: _, content: __, ...bare } = contents.emails[0] ?? { id: 1, published: false };
  expect(Object.keys(await unzipped(await backupInMemory({ ...contents, emails: [bare] })))).toContain(
    'emails/01.html',
  );
  const files = await unzipped(await backupInMemory({ ...contents, emails: [] }));
  expect(
    Object.keys(files).filter((name) => name.startsWith('emails/') || name.startsWith('people')),
  ).toEqual([]);
  for (const name of ['subscribers-active.csv', 'subscribers-not-active.csv']) {
    expect(files[name]).toBe('Email address,First name,Status in Kit,Added to sequence\r\n');
  }
});

test('custom fields that only somebody in a later part has get a column for everybody', async () => {
  const person = (id: number, fields: Record<string, string>) => ({
    ...{ id, email_address: `${id}@x`, state: 'active', fields },
  });
  const people = [[person(1, { b: '1' })], [person(2, { a: '2' })]];
  const files = await unzipped(await backupInMemory({ ...sampleContents(0), people }));
  expect(files['subscribers-active.csv']?.split('\r\n').slice(1, 3)).toEqual([
    '1@x,,,1,active,',
    '2@x,,2,,active,',
  ]);
});

test('only who is active is in the file for an import; everybody else is in another', async () => {
  const states = ['active', 'cancelled', 'bounced', 'complained', 'inactive', undefined, 'active'];
  const people = [states.map((state, id) => ({ id: id + 1, email_address: `${id + 1}@x`, state }))];
  const files = await unzipped(await backupInMemory({ ...sampleContents(0), people }));
  const addresses = (name: string) =>
    files[name]
      ?.split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]);
  expect(addresses('subscribers-active.csv')).toEqual(['1@x', '7@x']);
  expect(addresses('subscribers-not-active.csv')).toEqual(['2@x', '3@x', '4@x', '5@x', '6@x']);
});

test('no more than one part is asked for before what came of it was taken', async () => {
  const reader = await sampleBackup(20);
  const log: string[] = [];
  const logged: BackupReader = {
    ...reader,
    async *parts() {
      for await (const part of reader.parts()) {
        log.push(part.name);
        yield part;
      }
    },
  };
  let open = 0;
  const written = await writeZip(logged, plainWords, async () => {
    open += 1;
    expect(open).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    log.push('taken');
  });
  expect(written.ok).toBe(true);
  const firstPass = log.slice(0, log.indexOf('sequence'));
  for (const [index, entry] of firstPass.entries()) {
    if (entry !== 'taken') expect(firstPass[index + 1] ?? 'taken').toBe('taken');
  }
});

test('lets others do something between the parts', async () => {
  const reader = await sampleBackup(200);
  let tasks = 0;
  let seen: number[] = [];
  let running = true;
  const count = () => {
    tasks += 1;
    if (running) setImmediate(count);
  };
  count();
  const watched: BackupReader = {
    ...reader,
    async *parts() {
      seen = [];
      for await (const part of reader.parts()) {
        seen.push(tasks);
        yield part;
      }
    },
  };
  await writeZip(watched, plainWords, () => {});
  running = false;
  // Of the second pass, in which nothing else waits for anything.
  expect(new Set(seen).size).toBeGreaterThan(seen.length / 2);
});

test('its size is told', async () => {
  const reader = await sampleBackup();
  const zip = await zipOf(reader);
  expect(await writeZip(reader, plainWords, () => {})).toEqual({ ok: true, value: zip.size });
});

test('what is not complete is not written', async () => {
  for (const said of [{ completedAt: null }, { checksum: null }]) {
    const { backup, ...rest } = await sampleBackup();
    const written = writeZip({ ...rest, backup: { ...backup, ...said } }, plainWords, () => {});
    expect(await written).toEqual({ ok: false, problem: { kind: 'not complete' } });
  }
});

test('what is kept wrong is not written: such a zip could not be opened', async () => {
  const reader = await sampleBackup();
  const parts = await allParts(reader);
  const problem = async (kept: Part[], said: Partial<Backup> = {}) => {
    const backup = { ...reader.backup, ...said };
    const checksum = await checksumOf(backup, kept);
    const parts = async function* () {
      yield* kept;
    };
    const written = await writeZip(
      { ...reader, backup: { ...backup, checksum }, parts },
      plainWords,
      () => {},
    );
    return written.ok ? null : written.problem;
  };
  const change = (name: string, changes: Partial<Part>) =>
    problem(parts.map((part) => (part.name === name ? { ...part, ...changes } : part)));
  const wrong = (name: string) => ({ kind: 'kept wrong', name });

  expect(await problem(parts)).toBeNull();
  expect(await change('people/0002', { text: '[{"id":9,"email_address":"a@x"}]' })).toEqual(
    wrong('people/0002'),
  );
  const cut = '[{"id":"x"}]';
  expect(await change('names', { text: cut, sha256: await sha256(cut) })).toEqual(wrong('names'));
  expect(await change('emails', { count: 3 })).toEqual(wrong('emails'));
  expect(await problem(parts.slice(1))).toEqual(wrong('backup.json'));
  expect(await problem(parts.filter(({ name }) => name !== 'names'))).toEqual(wrong('backup.json'));
  expect(await problem([...parts, ...parts.slice(1, 2)])).toEqual(wrong('backup.json'));
  expect(await problem(parts, { emails: 3 })).toEqual(wrong('backup.json'));
  expect(await problem(parts, { people: { kept: 4, expected: 3 } })).toEqual(wrong('backup.json'));
  expect(await problem(parts, { id: 'mine' })).toEqual(wrong('backup.json'));
  expect(await problem(parts, { sequence: { id: 81, name: 'Welcome series' } })).toEqual(wrong('sequence'));
});

test('nor is what differs from its checksum', async () => {
  const reader = await sampleBackup();
  const backup = { ...reader.backup, checksum: '0'.repeat(64) };
  expect(await writeZip({ ...reader, backup }, plainWords, () => {})).toEqual({
    ok: false,
    problem: { kind: 'kept wrong', name: 'backup.json' },
  });
});

test('stops when it is told to, and when what it gives cannot be taken', async () => {
  const reader = await sampleBackup(10);
  const controller = new AbortController();
  let chunks = 0;
  const written = writeZip(
    reader,
    plainWords,
    () => {
      chunks += 1;
      if (chunks === 10) controller.abort();
    },
    controller.signal,
  );
  await expect(written).rejects.toThrow('aborted');
  const full = writeZip(reader, plainWords, async () => {
    throw new Error('disk full');
  });
  await expect(full).rejects.toThrow('disk full');
});

test('fails instead of writing what would need ZIP64', async () => {
  const tooMuch = zipWriter(() => {}, 0, 1000);
  await expect(tooMuch.add('a', ['x'.repeat(1001)])).rejects.toThrow(ZipTooLarge);
  const random = () => Array.from({ length: 150 }, () => Math.random().toString(36));
  const sum = zipWriter(() => {}, 0, 3000);
  await sum.add('a', random());
  await expect(sum.add('b', random()).then(() => sum.add('c', random()))).rejects.toThrow(ZipTooLarge);
  const many = zipWriter(() => {}, 0, 1000, 2);
  await many.add('a', []);
  await many.add('b', []);
  await expect(many.add('c', [])).rejects.toThrow(ZipTooLarge);
});

test('fails instead of writing a part that would not be opened again', async () => {
  const reader = await backupInMemory({
    ...sampleContents(0),
    names: [{ type: 'x'.repeat(64 * 2 ** 20), id: 1, name: null }],
  });
  expect(await writeZip(reader, plainWords, () => {})).toEqual({ ok: false, problem: { kind: 'too large' } });
});
