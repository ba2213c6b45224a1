import * as v from 'valibot';
import { fail, ok, type Result } from '../../result.ts';
import { type BackupReader, FORMAT, type Part, type PartName } from '../backup.ts';
import { checksumOf, type ListedPart, sha256 } from '../checksum.ts';
import { backupOf, fromJson, Manifest, readContents } from '../format.ts';
import { type Entry, readDirectory } from './directory.ts';
import { isManifestComplete, matchesManifest } from './integrity.ts';
import { MAX_DIRECTORY, MAX_ENTRIES, MAX_PART, MAX_TOTAL } from './limits.ts';
import type { FileProblem } from './problems.ts';
import { readAhead } from './read.ts';
import { unpack } from './unpack.ts';
import { type PathNamed, zipEntriesOf } from './zip-entries.ts';

/**
 * Opens a downloaded backup. All of it is read and checked once, part by part, before it is given; a part is read again
 * when it is asked for. Rejects only where the file itself cannot be read, and when told to stop.
 */
export async function openZip(file: Blob, signal?: AbortSignal): Promise<Result<BackupReader, FileProblem>> {
  const entries = await readDirectory(file);
  if (!entries.ok) return entries;
  const bytes = () => {
    const read = readAhead(file);
    return (entry: Entry, most: number) => unpack(read, entry, most);
  };
  return openEntries(entries.value, file.size, bytes, signal);
}

/** A file of a folder. */
interface FolderEntry extends PathNamed {
  unpacked: number;
  file: Blob;
}

/**
 * Opens a backup that was unpacked, as some systems do with every download: as strictly as the zip that it was.
 * @param files by their paths in the folder that was chosen.
 */
export async function openFolder(
  files: { path: string; file: Blob }[],
  signal?: AbortSignal,
): Promise<Result<BackupReader, FileProblem>> {
  if (files.length > MAX_ENTRIES) return fail({ kind: 'too large' });
  const encoder = new TextEncoder();
  const entries = files.map(({ path, file }): FolderEntry => {
    return { name: path, nameBytes: encoder.encode(path), unpacked: file.size, file };
  });
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const bytesOf: BytesOf<FolderEntry> = async ({ file }, most) =>
    file.size > most ? fail({ kind: 'too large' }) : ok(new Uint8Array(await file.arrayBuffer()));
  return openEntries(entries, size, () => bytesOf, signal);
}

/** The bytes of an entry, at most so many. Rejects where it cannot be read. */
type BytesOf<E> = (entry: E, most: number) => Promise<Result<Uint8Array<ArrayBuffer>, FileProblem>>;

/** @param begin to read from the start, with nothing that was read before. */
async function openEntries<E extends PathNamed & { unpacked: number }>(
  entries: E[],
  size: number,
  begin: () => BytesOf<E>,
  signal?: AbortSignal,
): Promise<Result<BackupReader, FileProblem>> {
  const bytesOf = begin();
  const places = zipEntriesOf(entries);
  if (!places.ok) return places;
  const { parts } = places.value;

  const manifest = await readManifest(bytesOf, places.value.manifest);
  if (!manifest.ok) return manifest;
  const backup = backupOf(manifest.value, size);
  const listed: ListedPart[] = manifest.value.parts.map(({ name, sha256, count }) => ({
    name,
    sha256,
    count,
  }));
  if ((await checksumOf(backup, listed)) !== backup.checksum) {
    return fail({ kind: 'changed', name: 'backup.json' });
  }
  const packed = entriesOf(manifest.value, listed, parts);
  if (!packed.ok) return packed;

  for (const each of packed.value) {
    signal?.throwIfAborted();
    const part = await readPart(bytesOf, each);
    if (!part.ok) return part;
    if (!matchesManifest(each, readContents(each.name, part.value.text), backup.sequence.id)) {
      return fail({ kind: 'not understood', name: `${each.name}.json` });
    }
  }
  return ok(readerOf(begin(), backup, packed.value));
}

/** A part that the manifest lists, and where it stands in the zip or folder. */
interface PackedPart<E> extends ListedPart {
  entry: E;
}

async function readManifest<E>(bytesOf: BytesOf<E>, entry: E): Promise<Result<Manifest, FileProblem>> {
  const bytes = await bytesOf(entry, MAX_DIRECTORY);
  if (!bytes.ok) return bytes;
  const json = fromJson(decoded(bytes.value) ?? '');
  const known = v.safeParse(AnyManifest, json);
  if (!known.success) return fail({ kind: 'not a backup' });
  if (known.output.format > FORMAT) return fail({ kind: 'newer', format: known.output.format });
  const manifest = v.safeParse(Manifest, json);
  return manifest.success ? ok(manifest.output) : fail({ kind: 'not understood', name: 'backup.json' });
}

/** What every version ever will have. */
const AnyManifest = v.object({ product: Manifest.entries.product, format: v.pipe(v.number(), v.integer()) });

/** Where each listed part stands, or what is wrong with the list, without a look into the parts. */
function entriesOf<E extends { unpacked: number }>(
  manifest: Manifest,
  listed: ListedPart[],
  found: Map<PartName, E>,
): Result<PackedPart<E>[], FileProblem> {
  if (!isManifestComplete(manifest)) return fail({ kind: 'changed', name: 'backup.json' });
  const parts: PackedPart<E>[] = [];
  for (const each of listed) {
    const entry = found.get(each.name);
    if (!entry) return fail({ kind: 'missing', name: `${each.name}.json` });
    parts.push({ ...each, entry });
  }
  const names = new Set(listed.map(({ name }) => name));
  const foreign = [...found.keys()].find((name) => !names.has(name));
  if (foreign) return fail({ kind: 'foreign', name: `${foreign}.json` });
  const total = parts.reduce((sum, { entry }) => sum + entry.unpacked, 0);
  return total > MAX_TOTAL ? fail({ kind: 'too large' }) : ok(parts);
}

async function readPart<E>(
  bytesOf: BytesOf<E>,
  { entry, name, sha256: promised, count }: PackedPart<E>,
): Promise<Result<Part, FileProblem>> {
  const bytes = await bytesOf(entry, MAX_PART);
  if (!bytes.ok) return bytes;
  const text = decoded(bytes.value);
  if (text === null || (await sha256(bytes.value)) !== promised) {
    return fail({ kind: 'changed', name: `${name}.json` });
  }
  return ok({ name, text, sha256: promised, count });
}

/** Null for what is not UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readerOf<E>(
  bytesOf: BytesOf<E>,
  backup: BackupReader['backup'],
  packed: PackedPart<E>[],
): BackupReader {
  const readAgain = async (each: PackedPart<E>) => {
    const part = await readPart(bytesOf, each);
    if (!part.ok) throw new Error('The file changed after it was opened');
    return part.value;
  };
  const byName = new Map(packed.map((each) => [each.name, each]));
  return {
    backup,
    async part(name) {
      const each = byName.get(name);
      return each ? await readAgain(each) : null;
    },
    async *parts() {
      for (const each of packed) yield await readAgain(each);
    },
  };
}
