import type { Contents, PartName } from '../backup.ts';
import { countOf, kindOf, type Manifest } from '../format.ts';

const REQUIRED: PartName[] = ['sequence', 'emails', 'names', 'references'];

/** The list of parts has what a backup needs, each once, and as much as it says. Asked when writing and when opening. */
export function isManifestComplete({ parts, counts }: Manifest): boolean {
  const names = new Set(parts.map(({ name }) => name));
  const sum = (kind: keyof Contents) =>
    parts.filter(({ name }) => kindOf(name) === kind).reduce((total, { count }) => total + count, 0);
  return (
    names.size === parts.length &&
    REQUIRED.every((name) => names.has(name)) &&
    sum('emails') === counts.emails &&
    sum('people') === counts.people
  );
}

/** A part's contents (null when they have no shape that is known) are as many as was said, and of this sequence. */
export function matchesManifest(
  { name, count }: { name: PartName; count: number },
  contents: Contents[keyof Contents] | null,
  sequenceId: number,
): contents is Contents[keyof Contents] {
  return (
    contents !== null &&
    countOf(name, contents) === count &&
    (kindOf(name) !== 'sequence' || ('id' in contents && contents.id === sequenceId))
  );
}
