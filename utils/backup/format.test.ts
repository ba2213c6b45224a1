import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { FORMAT } from './backup.ts';
import { checksumOf, sha256 } from './checksum.ts';
import { openZip } from './file/open.ts';
import { allParts } from './file/testing/fakes.ts';
import {
  backupOf,
  type Complete,
  contentsOf,
  fromJson,
  Manifest,
  manifestOf,
  PARTS,
  readContents,
} from './format.ts';
import { sampleBackup, sampleContents } from './testing/fakes.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const ajv = new Ajv({
  allowUnionTypes: true,
  schemas: [{ ...JSON.parse(read('docs/backup-format.schema.json')), $id: 'format' }],
});
/** As RFC 3339 has it: a day that exists. */
ajv.addFormat('date-time', (text) => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
});

const sample = await sampleBackup(5);
const manifest = manifestOf(sample.backup as Complete, await allParts(sample));
const { people, ...rest } = sampleContents(3);
const VALID = { backup: manifest, ...rest, people: people.flat() };
const isReadable = (kind: keyof typeof PARTS) => (json: unknown) => PARTS[kind](json) !== null;
const CHECKS = {
  backup: (json: unknown) => v.is(Manifest, json),
  sequence: isReadable('sequence'),
  emails: isReadable('emails'),
  names: isReadable('names'),
  references: isReadable('references'),
  people: isReadable('people'),
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** Every place in a document, as the keys that lead to it. */
const placesIn = (json: Json, path: string[] = []): string[][] =>
  typeof json === 'object' && json !== null
    ? [path, ...Object.entries(json).flatMap(([key, value]) => placesIn(value, [...path, key]))]
    : [path];

type Mutation = { at: number; how: 'replace' | 'remove' | 'add'; value: Json };
function mutated(json: Json, { at, how, value: given }: Mutation): Json {
  const value = structuredClone(given);
  const places = placesIn(json);
  const path = places[at % places.length] ?? [];
  const last = path.at(-1);
  if (last === undefined) return how === 'replace' ? value : json;
  const holder = path
    .slice(0, -1)
    .reduce<Json>((from, key) => (from as Record<string, Json>)[key] ?? null, json);
  if (how === 'remove' && Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (how === 'remove') delete (holder as Record<string, Json>)[last];
  else
    (holder as Record<string, Json>)[how === 'add' && !Array.isArray(holder) ? `${last}_too` : last] = value;
  return json;
}

const value = fc.oneof(
  fc.jsonValue().map((json) => json as Json),
  fc.constantFrom<Json[]>(
    null,
    0,
    1,
    -1,
    1.5,
    2,
    '',
    '0'.repeat(64),
    'people/0001',
    'people/1',
    '2026-02-30T00:00:00.000Z',
  ),
  fc.constantFrom<Json[]>('2026-02-28T00:00:00.000Z', '2026-02-28T24:00:00.000Z', [], {}, [''], [0], {
    id: 1,
    name: '',
  }),
);
const mutation = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'remove', 'add'), value });

describe.each(Object.keys(CHECKS) as (keyof typeof CHECKS)[])('%s', (kind) => {
  const isOurs = (json: Json) => CHECKS[kind](json);
  const schema = (json: Json) => ajv.validate(`format#/definitions/${kind}`, json);
  const valid = () => JSON.parse(JSON.stringify(VALID[kind])) as Json;

  test('a sample is right', () => {
    expect([isOurs(valid()), schema(valid())]).toEqual([true, true]);
  });

  test('the JSON Schema and what the extension checks agree on every change to it', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const json = mutations.reduce(mutated, valid());
        expect(schema(json)).toBe(isOurs(json));
        verdicts.add(isOurs(json));
      }),
      { numRuns: 300 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });
});

test('a backup is the same after it went through a manifest', () => {
  const size = sample.backup.size;
  expect(backupOf(manifest, size)).toEqual({ ...sample.backup, origin: 'file' });
});

test('a text that is no JSON, or of another part, has no contents', () => {
  expect(fromJson('{')).toBeUndefined();
  expect(contentsOf('people/0001', '{')).toBeNull();
  expect(contentsOf('people/0001', JSON.stringify(VALID.sequence))).toBeNull();
  expect(contentsOf('sequence', JSON.stringify(VALID.sequence))).toEqual(VALID.sequence);
});

test('an item that cannot be used is left out of what is read, but counted; a field of a wrong type is null', () => {
  const people = [{ id: 1, first_name: 5, fields: { constructor: 'Acme' } }, { id: null }, 'nobody'];
  const read = readContents('people/0001', JSON.stringify(people));
  expect(read?.count).toBe(3);
  expect(JSON.stringify(read?.contents)).toBe('[{"id":1,"first_name":null,"fields":{"constructor":"Acme"}}]');
  const emails = [
    { id: 7, published: null },
    { id: 8, published: true, subject: null },
  ];
  expect(readContents('emails', JSON.stringify(emails))).toEqual({
    count: 2,
    contents: [{ id: 7, published: false }, emails[1]],
  });
});

describe('every version that was ever written', () => {
  const zips = readdirSync('tests/backups');
  const open = async (name: string) => {
    const opened = await openZip(new Blob([readFileSync(`tests/backups/${name}`)]));
    if (!opened.ok) throw new Error(opened.problem.kind);
    return opened.value;
  };

  test('has a sample', () => {
    expect(zips).toEqual(Array.from({ length: FORMAT }, (_, index) => `v${index + 1}.zip`));
  });

  test.each(zips)('%s opens, and holds what it held', async (name) => {
    const reader = await open(name);
    expect(reader.backup).toMatchObject({ sequence: { id: 80, name: 'Welcome series' }, emails: 2 });
    const contents = Object.fromEntries(
      (await allParts(reader)).map(({ name, text }) => [name, JSON.parse(text)]),
    );
    const { people, ...others } = sampleContents(5);
    const numbered = people.map((some, index) => [`people/000${index + 1}`, some]);
    expect(contents).toEqual({ ...others, ...Object.fromEntries(numbered) });
  });

  test('the example in docs/backup-format.md is that of v1.zip', async () => {
    const [, json, checksum] =
      /```json\n(.*?)```.*```text\n(\w+)\n```/s.exec(read('docs/backup-format.md')) ?? [];
    expect(await sha256(JSON.stringify(JSON.parse(json ?? '')))).toBe(checksum);
    const reader = await open('v1.zip');
    expect(reader.backup.checksum).toBe(checksum);
    expect(await checksumOf(reader.backup, await allParts(reader))).toBe(checksum);
  });
});
