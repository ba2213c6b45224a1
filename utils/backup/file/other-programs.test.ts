import { readdirSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BackupReader } from '../backup.ts';
import { sampleBackup } from '../testing/fakes.ts';
import { crc32 } from './crc.ts';
import { openZip } from './open.ts';
import { allParts, type HandmadeEntry, handmadeZip, zipOf } from './testing/fakes.ts';

/** Backups that were unpacked and packed again, unchanged, by whatever people have. */
const FOLDER = 'tests/zips';

async function opened(file: Blob): Promise<BackupReader> {
  const result = await openZip(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

describe('zips of other programs', () => {
  const names = readdirSync(FOLDER);

  test.each(names)('%s opens, whole', async (name) => {
    const reader = await opened(new Blob([readFileSync(`${FOLDER}/${name}`)]));
    expect(reader.backup).toMatchObject({ sequence: { name: 'Welcome series' }, emails: 2 });
    const parts = await allParts(reader);
    expect(parts.map((part) => part.name)).toEqual([
      ...['emails', 'names', 'people/0001', 'people/0002', 'people/0003', 'references', 'sequence'],
    ]);
  });

  test('each of another kind', () => {
    expect(names).toEqual([
      'infozip-streamed.zip',
      'java-jar.zip',
      'macos-ds-store.zip',
      'macos-finder-folder.zip',
      'python-zip64-streamed.zip',
      'windows-explorer-code-page.zip',
    ]);
  });
});

let reader: BackupReader;
let files: HandmadeEntry[];
beforeAll(async () => {
  reader = await sampleBackup(5);
  const unpacked = unzipSync(new Uint8Array(await (await zipOf(reader)).arrayBuffer()));
  files = Object.entries(unpacked).map(([name, bytes]) => ({ name, bytes }));
});

const x = new TextEncoder().encode('x');
async function opensAsItWas(file: Blob) {
  expect(await allParts(await opened(file))).toEqual(await allParts(reader));
}
const problemOf = async (file: Blob) => {
  const result = await openZip(file);
  return result.ok ? null : result.problem;
};
const plus = (...more: string[]) => handmadeZip([...files, ...more.map((name) => ({ name, bytes: x }))]);
const inFolder = (folder: string) => files.map((file) => ({ ...file, name: `${folder}/${file.name}` }));

const little = (...numbers: [value: number | bigint, bytes: 2 | 4 | 8][]) => {
  const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of numbers) {
    if (bytes === 8) view.setBigUint64(at, BigInt(value), true);
    else if (bytes === 4) view.setUint32(at, Number(value), true);
    else view.setUint16(at, Number(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
};

describe('what systems leave in folders is not looked at', () => {
  test.each([
    '.DS_Store',
    'people/.DS_Store',
    'people/._0001.json',
    '._backup.json',
    '__MACOSX/people/._0001.json',
    '__MACOSX/backup.json',
    'Thumbs.db',
    'people/Thumbs.db',
    'people/desktop.ini',
    'people/Desktop.ini',
    'people/@eaDir/0001.json',
    '.~lock.subscribers.csv#',
    '~$subscribers.json',
    'people/readme.txt',
  ])('%s', async (name) => {
    await opensAsItWas(plus(name));
  });
});

describe('folders', () => {
  test('one around everything, or some', async () => {
    for (const folder of ['kit-sequence-welcome', 'Backups/2026/kit sequence', 'Übung']) {
      const clutter = ['.DS_Store', `${folder}/.DS_Store`, `__MACOSX/${folder}/._backup.json`, 'notes.txt'];
      const entries = [{ name: `${folder}/`, bytes: new Uint8Array(), method: 0 }, ...inFolder(folder)];
      await opensAsItWas(handmadeZip([...entries, ...clutter.map((name) => ({ name, bytes: x }))]));
    }
  });

  test('are looked at as strictly as the top of a zip', async () => {
    const entries = inFolder('a');
    const foreign = { name: 'a/people/0009.json', bytes: x };
    expect(await problemOf(handmadeZip([...entries, foreign]))).toEqual({
      kind: 'foreign',
      name: 'people/0009.json',
    });
    const unsafe = { name: 'a/../b.json', bytes: x };
    expect(await problemOf(handmadeZip([...entries, unsafe]))).toMatchObject({ kind: 'unsafe name' });
    expect(await problemOf(handmadeZip(entries.filter(({ name }) => name !== 'a/emails.json')))).toEqual({
      kind: 'missing',
      name: 'emails.json',
    });
  });

  test('with a backup in each of two are not guessed at', async () => {
    expect(await problemOf(handmadeZip([...inFolder('a'), ...inFolder('b')]))).toEqual({
      kind: 'several backups',
    });
    await opensAsItWas(handmadeZip([...files, ...inFolder('older')]));
  });

  test('may be named twice, with backslashes, or as lying in the folder that was packed', async () => {
    const folder = { name: 'people/', bytes: new Uint8Array(), method: 0 };
    await opensAsItWas(handmadeZip([folder, ...files, folder]));
    const windows = files.map((file) => ({ ...file, name: file.name.replaceAll('/', '\\') }));
    await opensAsItWas(handmadeZip(windows));
    const dotted = files.map((file) => ({ ...file, name: `./${file.name}` }));
    await opensAsItWas(handmadeZip([{ ...folder, name: './' }, ...dotted]));
  });
});

describe('names in a code page', () => {
  // Letters of code pages 437, 866, 932 and 936; the second byte of the last two is a backslash.
  const LETTERS = [[0x81], [0x84, 0x94], [0x95, 0x5c], [0x85, 0x5c]];

  test.each(LETTERS.map((letters) => [letters]))(
    '%j, in a file and in the folder around',
    async (letters) => {
      const odd = (before: string, after: string) => ({
        nameBytes: Uint8Array.from([
          ...new TextEncoder().encode(before),
          ...letters,
          ...new TextEncoder().encode(after),
        ]),
      });
      const page = { name: '', bytes: x };
      await opensAsItWas(handmadeZip([...files, { ...page, ...odd('emails/03-', '.html') }]));
      await opensAsItWas(
        handmadeZip(files.map((file) => ({ ...file, flags: 0, ...odd('', `/${file.name}`) }))),
      );
    },
  );

  test('hide no way out', async () => {
    const bytes = [0x95, 0x5c, 0x2e, 0x2e, 0x5c, 0x2e, 0x2e, 0x5c, 0x78];
    const zip = handmadeZip([...files, { name: '', nameBytes: Uint8Array.from(bytes), bytes: x }]);
    expect(await problemOf(zip)).toMatchObject({ kind: 'unsafe name' });
  });

  test('are not the same because they cannot be read', async () => {
    const names = [0x81, 0x82].map((byte) => ({ name: '', nameBytes: Uint8Array.from([byte]), bytes: x }));
    await opensAsItWas(handmadeZip([...files, ...names]));
    const [one] = names;
    if (!one) throw new Error('no name');
    expect(await problemOf(handmadeZip([...files, one, one]))).toMatchObject({ kind: 'duplicate name' });
  });
});

describe('around the end', () => {
  test.each([1, 2, 16, 4096, 60_000])('%i bytes', async (count) => {
    for (const byte of [0, 0x0a, 0x50]) {
      await opensAsItWas(new Blob([handmadeZip(files), new Uint8Array(count).fill(byte)]));
    }
  });

  test('something in front of it, such as a signature', async () => {
    const zip = handmadeZip(files);
    await opensAsItWas(new Blob([zip.slice(0, -22), little([0x05054b50, 4], [1, 2]), 'x', zip.slice(-22)]));
  });

  test('something that looks like an end', async () => {
    const zip = handmadeZip(files);
    const end = zip.slice(-22);
    await opensAsItWas(new Blob([zip, end]));
    await opensAsItWas(new Blob([zip, handmadeZip([]).slice(0, 21)]));
  });

  test('a comment, whole or cut', async () => {
    const said = handmadeZip(files).slice(0, -2);
    await opensAsItWas(new Blob([said, little([20, 2]), 'Packed by a program.']));
    await opensAsItWas(new Blob([said, little([20, 2]), 'Packed by']));
  });
});

describe('sizes that stand elsewhere', () => {
  const none = { crc: 0, packed: 0, unpacked: 0 };
  const sizes = (bytes: Uint8Array, packed: number) => [crc32(bytes), packed, bytes.length] as const;

  test('behind the data, with a signature or without, half of them in front', async () => {
    for (const signed of [true, false]) {
      for (const localSizes of [none, { ...none, unpacked: 7 }, { ...none, packed: 0xffff_ffff }]) {
        const streamed = files.map((file) => {
          const [crc, packed, unpacked] = sizes(file.bytes, file.bytes.length);
          const signature: [number, 4][] = signed ? [[0x08074b50, 4]] : [];
          const behind = little(...signature, [crc, 4], [packed, 4], [unpacked, 4]);
          return { ...file, method: 0, flags: 0x808, localSizes, behind };
        });
        await opensAsItWas(handmadeZip(streamed));
      }
    }
  });

  /** Every number that can be is in a ZIP64 field. */
  const wide = (all: HandmadeEntry[]) => {
    let at = 0;
    const entries = all.map((file) => {
      const { length } = file.bytes;
      const numbers = [
        [length, 8],
        [length, 8],
      ] satisfies [number, 8][];
      const localExtra = little([1, 2], [16, 2], ...numbers);
      const unrelated = little([0x5455, 2], [2, 2], [0, 2]);
      const listedExtra = new Uint8Array([...unrelated, ...little([1, 2], [24, 2], ...numbers, [at, 8])]);
      at += 30 + file.name.length + localExtra.length + length;
      const said = { packed: 0xffff_ffff, unpacked: 0xffff_ffff, offset: 0xffff_ffff };
      return { ...file, method: 0, ...said, localExtra, listedExtra };
    });
    return { entries, at };
  };
  const wideEnd = (entries: HandmadeEntry[], at: number, disk = 0, locator = 0x07064b50) => {
    const zip = handmadeZip(entries);
    const until = zip.size - 22;
    const record = little(
      ...([
        [0x06064b50, 4],
        [44, 8],
        [45, 2],
        [45, 2],
        [disk, 4],
        [disk, 4],
        [entries.length, 8],
        [entries.length, 8],
        [until - at, 8],
        [at, 8],
      ] as [number, 2 | 4 | 8][]),
    );
    const pointer = little([locator, 4], [0, 4], [until, 8], [1, 4]);
    const marked = handmadeZip(entries, { 8: 0xffff, 10: 0xffff, 12: 0xffff_ffff, 16: 0xffff_ffff });
    return new Blob([zip.slice(0, until), record, pointer, marked.slice(-22)]);
  };

  test('in the fields of ZIP64', async () => {
    const ascii = files.filter(({ name }) => !name.startsWith('emails/'));
    const { entries, at } = wide(ascii);
    await opensAsItWas(handmadeZip(entries));
    await opensAsItWas(wideEnd(entries, at));
    await opensAsItWas(new Blob([wideEnd(entries, at), '\n']));
    expect(await problemOf(wideEnd(entries, at - 1))).toEqual({ kind: 'damaged', name: null });
    expect(await problemOf(wideEnd(entries, at, 1))).toEqual({ kind: 'split' });
    expect(await problemOf(wideEnd(entries, at, 0, 7))).toEqual({ kind: 'too large' });
  });

  test('ZIP64 is believed no more than other numbers', async () => {
    const [first, ...rest] = wide(files.filter(({ name }) => !name.startsWith('emails/'))).entries;
    if (!first) throw new Error('no entry');
    const claim = (unpacked: bigint, packed: bigint, offset: bigint) =>
      problemOf(
        handmadeZip([
          { ...first, listedExtra: little([1, 2], [24, 2], [unpacked, 8], [packed, 8], [offset, 8]) },
          ...rest,
        ]),
      );
    const length = BigInt(first.bytes.length);
    const most = 2n ** 64n - 1n;
    expect(await claim(length, length, 0n)).toBeNull();
    expect(await claim(length, most, 0n)).toEqual({ kind: 'damaged', name: null });
    expect(await claim(length, length, most)).toEqual({ kind: 'damaged', name: null });
    expect(
      await problemOf(handmadeZip([{ ...first, listedExtra: little([1, 2], [400, 2]) }, ...rest])),
    ).toEqual({
      kind: 'damaged',
      name: null,
    });
    const manifest = wide(files.filter(({ name }) => name === 'backup.json')).entries;
    const huge = little([1, 2], [24, 2], [most, 8], [manifest[0]?.bytes.length ?? 0, 8], [0, 8]);
    expect(await problemOf(handmadeZip(manifest.map((entry) => ({ ...entry, listedExtra: huge }))))).toEqual({
      kind: 'too large',
    });
  });
});
