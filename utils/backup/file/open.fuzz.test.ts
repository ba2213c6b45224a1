import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import type { Part } from '../backup.ts';
import { sampleBackup } from '../testing/fakes.ts';
import { openZip } from './open.ts';
import { allParts, type HandmadeEntry, handmadeZip, zipOf } from './testing/fakes.ts';

/** Whatever is done to a file: it is refused, or holds exactly what it held. It never throws, and never takes long. */
let original: { parts: Part[]; said: unknown };
let bytes: Uint8Array<ArrayBuffer>;
let files: HandmadeEntry[];

beforeAll(async () => {
  const reader = await sampleBackup(5);
  const zip = await zipOf(reader);
  bytes = new Uint8Array(await zip.arrayBuffer());
  files = Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, bytes: content }));
  original = { parts: await allParts(reader), said: { ...reader.backup, size: 0, origin: 'file' } };
});

async function check(file: Blob): Promise<'same' | 'refused'> {
  const opened = await openZip(file);
  if (!opened.ok) return 'refused';
  const { backup } = opened.value;
  expect({ parts: await allParts(opened.value), said: { ...backup, size: 0 } }).toEqual(original);
  return 'same';
}

test('cut off at any byte', async () => {
  for (let length = 0; length < bytes.length; length += 7) {
    expect(await check(new Blob([bytes.slice(0, length)]))).toBe('refused');
  }
});

const edit = fc.record({
  at: fc.nat(),
  byte: fc.integer({ min: 0, max: 255 }),
});

test('any bytes changed', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const changed = bytes.slice();
      for (const { at, byte } of edits) changed[at % changed.length] = byte;
      outcomes.add(await check(new Blob([changed])));
    }),
    { numRuns: 100 },
  );
  expect([...outcomes].toSorted()).toEqual(['refused', 'same']);
});

test('any bytes of the zip’s own records changed', async () => {
  // Where names and data are short, nearly all that is hit is a header.
  const directory = bytes.length - 1200;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const changed = bytes.slice();
      for (const { at, byte } of edits) changed[directory + (at % 1200)] = byte;
      await check(new Blob([changed]));
    }),
    { numRuns: 100 },
  );
});

test('bytes left out, put in, or in another order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 40 }), async (a, b, more) => {
      const [from, to] = [a % bytes.length, b % bytes.length].toSorted((x, y) => x - y);
      await check(new Blob([bytes.slice(0, from), new Uint8Array(more), bytes.slice(to)]));
      await check(new Blob([bytes.slice(to), bytes.slice(from, to), bytes.slice(0, from)]));
    }),
    { numRuns: 100 },
  );
});

const NUMBERS = fc.oneof(fc.constantFrom(0, 1, 2 ** 16 - 1, 2 ** 30, 2 ** 31, 2 ** 32 - 1), fc.nat(100_000));
const claims = fc.record(
  {
    flags: fc.constantFrom(0, 1, 8, 0x800, 0x808, 0xffff),
    method: fc.constantFrom(0, 8, 9, 99),
    crc: NUMBERS,
    packed: NUMBERS,
    unpacked: NUMBERS,
    offset: NUMBERS,
    localName: fc.constantFrom('backup.json', '../x', ''),
  },
  { requiredKeys: [] },
);
/** What an attacker, or a well-meaning person with a zip program, might do with an entry. */
const deed = fc.oneof(
  fc.record({ kind: fc.constantFrom('remove', 'duplicate', 'empty', 'last'), at: fc.nat() }),
  fc.record({
    kind: fc.constant('rename'),
    at: fc.nat(),
    name: fc.oneof(fc.string(), fc.constantFrom('a/../b', 'people/0001.json', 'emails.json')),
  }),
  fc.record({ kind: fc.constant('claim'), at: fc.nat(), claims }),
  fc.record({ kind: fc.constant('swap'), at: fc.nat(), with: fc.nat() }),
  fc.record({
    kind: fc.constant('json'),
    at: fc.nat(),
    from: fc.constantFrom('1', 'e', '"', '}', ':'),
    to: fc.string(),
  }),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

function after(entries: HandmadeEntry[], what: Deed): HandmadeEntry[] {
  const at = what.at % Math.max(1, entries.length);
  const entry = entries[at];
  if (!entry) return entries;
  if ('name' in what) return entries.with(at, { ...entry, name: what.name });
  if ('claims' in what) return entries.with(at, { ...entry, ...what.claims });
  if ('with' in what) {
    const other = entries[what.with % entries.length] ?? entry;
    return entries.with(at, { ...entry, bytes: other.bytes });
  }
  if ('from' in what) {
    const changed = new TextDecoder().decode(entry.bytes).replace(what.from, what.to);
    return entries.with(at, { ...entry, bytes: new TextEncoder().encode(changed) });
  }
  const rest = entries.toSpliced(at, 1);
  if (what.kind === 'remove') return rest;
  if (what.kind === 'last') return [...rest, entry];
  if (what.kind === 'duplicate') return [...entries, entry];
  return entries.with(at, { ...entry, bytes: new Uint8Array() });
}

test('entries removed, renamed, repeated, swapped, edited, or with other claims', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 3 }), async (deeds) => {
      outcomes.add(await check(handmadeZip(deeds.reduce(after, files))));
    }),
    { numRuns: 100 },
  );
  expect([...outcomes].toSorted()).toEqual(['refused', 'same']);
});

test('nothing but chance', async () => {
  const start = fc.constantFrom([], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6]);
  await fc.assert(
    fc.asyncProperty(
      start,
      fc.uint8Array({ maxLength: 300 }),
      start,
      fc.uint8Array({ maxLength: 18 }),
      async (...pieces) => {
        const file = new Blob(pieces.map((piece) => new Uint8Array(piece)));
        expect(await check(file)).toBe('refused');
      },
    ),
    { numRuns: 100 },
  );
});
