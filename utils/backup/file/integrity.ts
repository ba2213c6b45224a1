import type { Contents, PartName } from '../backup.ts';
import { kindOf, type Manifest } from '../format.ts';

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

/** A part (null when it has no shape that is known) holds as many as was said, and is of this sequence. */
export function matchesManifest<P extends { contents: Contents[keyof Contents]; count: number }>(
  { name, count }: { name: PartName; count: number },
  part: P | null,
  sequenceId: number,
): part is P {
  return (
    part !== null &&
    part.count === count &&
    (kindOf(name) !== 'sequence' || ('id' in part.contents && part.contents.id === sequenceId))
  );
}
