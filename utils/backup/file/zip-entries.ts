import { fail, ok, type Result } from '../../result.ts';
import type { PartName } from '../backup.ts';
import { isPartName } from '../format.ts';
import { identityOf, isClutter, isSafe } from './entry-name.ts';
import type { FileProblem } from './problems.ts';

/** A file in a zip or in a folder, by its path there. */
export interface PathNamed {
  name: string;
  nameBytes: Uint8Array;
}

/** The entries of a zip or folder that are read. Everything else in it is never unpacked. */
export interface ZipEntries<E extends PathNamed> {
  manifest: E;
  parts: Map<PartName, E>;
}

const MANIFEST = 'backup.json';
/** Where our machine-readable files lie. Somebody could take others there for a part of the backup. */
const OURS = /^(?:people\/.+|[^/]+)\.json$/i;

/** Finds what is read, at the top of the zip or, where somebody packed a folder, in that. */
export function zipEntriesOf<E extends PathNamed>(entries: E[]): Result<ZipEntries<E>, FileProblem> {
  const wrong = misnamed(entries);
  if (wrong) return fail(wrong);
  const visible = entries.filter(({ name }) => !isClutter(name));
  const manifest = findManifest(visible);
  if (!manifest.ok) return manifest;
  const folder = manifest.value.name.slice(0, -MANIFEST.length);
  const parts: ZipEntries<E>['parts'] = new Map();
  for (const entry of visible) {
    if (entry === manifest.value || !entry.name.startsWith(folder)) continue;
    const name = entry.name.slice(folder.length);
    const part = name.replace(/\.json$/, '');
    if (name !== part && isPartName(part)) parts.set(part, entry);
    else if (OURS.test(name)) return fail({ kind: 'foreign', name });
  }
  return ok({ manifest: manifest.value, parts });
}

/** A folder may be named twice: it holds nothing. */
function misnamed(entries: PathNamed[]): FileProblem | null {
  const seen = new Map<string, { folder: boolean }>();
  for (const entry of entries) {
    const { name } = entry;
    if (!isSafe(name)) return { kind: 'unsafe name', name };
    const identity = identityOf(entry);
    const folder = name.endsWith('/');
    const same = seen.get(identity);
    if (same && !(same.folder && folder)) return { kind: 'duplicate name', name };
    seen.set(identity, { folder });
  }
  return null;
}

function findManifest<E extends PathNamed>(entries: E[]): Result<E, FileProblem> {
  const found = entries.filter(({ name }) => name === MANIFEST || name.endsWith(`/${MANIFEST}`));
  const manifest = found.find(({ name }) => name === MANIFEST) ?? found[0];
  if (manifest && (found.length === 1 || manifest.name === MANIFEST)) return ok(manifest);
  if (manifest) return fail({ kind: 'several backups' });
  const inner = entries.find(({ name }) => /\.zip$/i.test(name));
  return fail(inner ? { kind: 'zip inside', name: inner.name } : { kind: 'not a backup' });
}
