import type { BackupReader, Contents, KindOf, Part, PartName } from '../backup/backup.ts';
import { sha256 } from '../backup/checksum.ts';
import { readContents } from '../backup/format.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Core } from './plan.ts';

export type BackupReadProblem = { kind: 'backup gone' } | { kind: 'backup damaged' };

/** What a part holds, and how many emails or people in it cannot be used: those are left out. */
interface Read<N extends PartName> {
  contents: Contents[KindOf<N>];
  unusable: number;
}

/** Everything in a backup but its people. Rejects where the storage fails. */
export async function readCore(reader: BackupReader): Promise<Result<Core, BackupReadProblem>> {
  const sequence = await readPart(reader, 'sequence');
  if (!sequence.ok) return sequence;
  const emails = await readPart(reader, 'emails');
  if (!emails.ok) return emails;
  const names = await readPart(reader, 'names');
  if (!names.ok) return names;
  const references = await readPart(reader, 'references');
  if (!references.ok) return references;
  return ok({
    sequence: sequence.value.contents,
    emails: emails.value.contents,
    names: names.value.contents,
    references: references.value.contents,
    unusable: emails.value.unusable,
  });
}

async function readPart<N extends PartName>(
  reader: BackupReader,
  name: N,
): Promise<Result<Read<N>, BackupReadProblem>> {
  const part = await reader.part(name);
  return part ? parsePart(part, name) : fail({ kind: 'backup gone' });
}

/** What a part holds; nothing of it is used unless it is what its checksum says. */
export async function parsePart<N extends PartName>(
  { text, sha256: sum }: Pick<Part, 'text' | 'sha256'>,
  name: N,
): Promise<Result<Read<N>, BackupReadProblem>> {
  const read = (await sha256(text)) === sum ? readContents(name, text) : null;
  if (!read) return fail({ kind: 'backup damaged' });
  const { contents, count } = read;
  return ok({
    contents,
    unusable: Array.isArray(contents) && name !== 'names' ? count - contents.length : 0,
  });
}
