import { fail, ok, type Result } from '../../result.ts';
import type { PartName } from '../backup.ts';
import { isPartName } from '../format.ts';
import type { Entry } from './directory.ts';
import type { FileProblem } from './problems.ts';

/** The entries of a zip that are read. Everything else in it is never unpacked. */
export interface ZipEntries {
  manifest: Entry;
  parts: Map<PartName, Entry>;
}

/** Where our machine-readable files lie: nothing else may lie there. */
const OURS = /^(?:people\/.+|[^/]+\.json)$/i;

export function zipEntriesOf(entries: Entry[]): Result<ZipEntries, FileProblem> {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const same = folded(name);
    if (!isSafe(name) || seen.has(same)) return fail({ kind: 'unsafe name', name });
    seen.add(same);
  }
  const manifest = entries.find(({ name }) => name === 'backup.json');
  if (!manifest) return fail({ kind: 'not a backup' });
  const parts: ZipEntries['parts'] = new Map();
  for (const entry of entries) {
    const { name } = entry;
    const part = name.replace(/\.json$/, '');
    if (name !== part && isPartName(part)) parts.set(part, entry);
    else if (entry !== manifest && OURS.test(name)) return fail({ kind: 'foreign', name });
  }
  return ok({ manifest, parts });
}

/** Stays below the folder that a program might unpack it into, whatever system it runs on. */
function isSafe(name: string): boolean {
  const steps = name.replace(/\/$/, '').split('/');
  return (
    !/[\p{Cc}\\]/u.test(name) &&
    !/^[a-z]:/i.test(name) &&
    steps.every((step) => step !== '' && step !== '.' && step !== '..')
  );
}

/** Some systems take names for the same that differ in case or in how an accent is written. */
const folded = (name: string) => name.replace(/\/$/, '').normalize('NFKC').toUpperCase().toLowerCase();
