import {
  BlobReader,
  BlobWriter,
  configure,
  SplitDataWriter,
  TextWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BackupReader } from '../backup.ts';
import { sampleBackup } from '../testing/fakes.ts';
import { openZip } from './open.ts';
import { allParts, zipOf } from './testing/fakes.ts';

/** Another zip library must read what we write, and we must read what it writes. */
configure({ useWebWorkers: false });

let reader: BackupReader;
let zip: Blob;
let files: [name: string, bytes: Uint8Array<ArrayBuffer>][];
beforeAll(async () => {
  reader = await sampleBackup(5);
  zip = await zipOf(reader);
  files = Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))).map(([name, bytes]) => [
    name,
    bytes.slice(),
  ]);
});

test('what we write leaves nothing to another library’s strictest reading', async () => {
  const other = new ZipReader(new BlobReader(zip), {
    ...{ strictness: 'strict', filenameValidation: 'strict', checkCrc32: true },
  });
  const entries = await other.getEntries();
  expect(entries.map(({ filename }) => filename)).toEqual(files.map(([name]) => name));
  for (const entry of entries) {
    if (entry.directory) throw new Error('a folder');
    const wanted = files.find(([name]) => name === entry.filename)?.[1];
    expect(await entry.getData(new TextWriter())).toBe(new TextDecoder().decode(wanted));
  }
  expect(other.warnings ?? []).toEqual([]);
});

type Options = ConstructorParameters<typeof ZipWriter>[1];

async function packed(options: Options, { folder = '', comment = '', zip64 = false, more = [''] } = {}) {
  const writer = new ZipWriter(new BlobWriter(), options);
  if (folder) await writer.add(folder, undefined, { directory: true });
  for (const [name, bytes] of files) await writer.add(`${folder}${name}`, new BlobReader(new Blob([bytes])));
  for (const name of more) if (name) await writer.add(`${folder}${name}`, new BlobReader(new Blob(['x'])));
  return writer.close(new TextEncoder().encode(comment), { zip64 });
}

describe('what another library writes opens', () => {
  const flag = fc.boolean();
  const options = fc.record(
    {
      ...{ zip64: flag, bufferedWrite: flag, keepOrder: flag, useUnicodeFileNames: flag },
      ...{
        extendedTimestamp: flag,
        ntfsTimestamp: flag,
        msDosCompatible: flag,
        dataDescriptorSignature: flag,
      },
      dataDescriptor: flag,
      level: fc.constantFrom(0, 1, 6, 9),
      uid: fc.nat(65_535),
      unixMode: fc.constantFrom(0o644, 0o755),
      signCentralDirectory: fc.constant(() => new Uint8Array([1, 2, 3])),
    },
    { requiredKeys: [] },
  );
  const around = fc.record(
    {
      folder: fc.constantFrom('kit-sequence-welcome/', 'a/b/'),
      comment: fc.string({ maxLength: 200 }),
      zip64: flag,
      more: fc.subarray(['.DS_Store', 'people/Thumbs.db', 'people/._0001.json', 'notes.txt']),
    },
    { requiredKeys: [] },
  );

  test('with whichever of its options', async () => {
    const wanted = await allParts(reader);
    await fc.assert(
      fc.asyncProperty(options, around, fc.uint8Array({ maxLength: 20 }), async (how, where, behind) => {
        const file = new Blob([await packed(how as Options, where), behind.slice()]);
        const opened = await openZip(file);
        if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
        expect(await allParts(opened.value)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  test('but for what it locked, or split', async () => {
    const kindOf = async (file: Blob) => {
      const opened = await openZip(file);
      return opened.ok ? null : opened.problem.kind;
    };
    for (const zipCrypto of [true, false]) {
      expect(await kindOf(await packed({ password: 'secret', zipCrypto }))).toBe('encrypted');
    }
    const disks: BlobWriter[] = [];
    const split = new SplitDataWriter(
      (async function* () {
        for (;;) {
          const disk = new BlobWriter();
          disks.push(disk);
          yield disk;
        }
      })(),
      2000,
    );
    const writer = new ZipWriter(split);
    for (const [name, bytes] of files) await writer.add(name, new BlobReader(new Blob([bytes])));
    await writer.close();
    expect(disks.length).toBeGreaterThan(1);
    const pieces = await Promise.all(disks.map((disk) => disk.getData()));
    expect(await kindOf(pieces.at(0) ?? zip)).toBe('split');
    expect(await kindOf(pieces.at(-1) ?? zip)).toBe('split');
  });
});
