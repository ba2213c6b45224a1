import type { BackupReader, Part, PartName } from '../backup.ts';
import { type ListedPart, sha256 } from '../checksum.ts';
import { PeopleSet } from './ids.ts';
import { parsed, partsOf, peopleIn } from './ledger.ts';
import { BackupAborted } from './problems.ts';

const NEEDED: PartName[] = ['sequence', 'emails', 'names', 'references'];

/**
 * Reads all of a backup from storage and gives what its checksum covers. A `BackupAborted` where it is not what was written, or
 * does not hold each of `people` people once.
 *
 * @param looked called after each part of people, with how many were looked at so far.
 */
export async function verify(
  reader: BackupReader,
  people: number,
  looked: (kept: number) => void,
  signal: AbortSignal,
): Promise<ListedPart[]> {
  const listed: ListedPart[] = [];
  const seen = new PeopleSet();
  for await (const part of partsOf(reader)) {
    if (signal.aborted) throw new BackupAborted({ kind: 'cancelled' });
    if ((await sha256(part.text)) !== part.sha256 || !holdsWhatItSays(part, seen)) {
      throw new BackupAborted({ kind: 'damaged' });
    }
    const { name, sha256: hash, count } = part;
    listed.push({ name, sha256: hash, count });
    looked(seen.size);
  }
  const names = listed.map(({ name }) => name);
  if (seen.size !== people || !NEEDED.every((name) => names.includes(name)))
    throw new BackupAborted({ kind: 'damaged' });
  return listed;
}

function holdsWhatItSays({ name, text, count }: Part, seen: PeopleSet): boolean {
  if (name.startsWith('people/')) {
    const people = peopleIn(text);
    return people.length === count && people.every((person) => seen.add(person));
  }
  const content = parsed(text);
  return Array.isArray(content) && name === 'emails' ? content.length === count : count === 1;
}
