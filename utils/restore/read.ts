import * as v from 'valibot';
import type { BackupReader, PartName } from '../backup/backup.ts';
import { sha256 } from '../backup/checksum.ts';
import { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Core } from './plan.ts';

const id = v.pipe(v.number(), v.integer());
const Names = v.array(v.object({ type: v.string(), id, name: v.nullable(v.string()) }));
const References = v.object({
  excludedFrom: v.array(v.object({ id, name: v.string() })),
  whole: v.boolean(),
});

export type BackupReadProblem = { kind: 'backup gone' } | { kind: 'backup damaged' };

/** Everything in a backup but its people. Rejects where the storage fails. */
export async function readCore(reader: BackupReader): Promise<Result<Core, BackupReadProblem>> {
  const sequence = await readPart(reader, 'sequence', Sequence);
  if (!sequence.ok) return sequence;
  const emails = await readPart(reader, 'emails', v.array(SequenceEmail));
  if (!emails.ok) return emails;
  const names = await readPart(reader, 'names', Names);
  if (!names.ok) return names;
  const references = await readPart(reader, 'references', References);
  if (!references.ok) return references;
  return ok({
    sequence: sequence.value,
    emails: emails.value,
    names: names.value,
    references: references.value,
  });
}

async function readPart<S extends v.GenericSchema>(
  reader: BackupReader,
  name: PartName,
  schema: S,
): Promise<Result<v.InferOutput<S>, BackupReadProblem>> {
  const part = await reader.part(name);
  if (!part) return fail({ kind: 'backup gone' });
  return parsePart(part, schema);
}

/** What a part holds; nothing of it is used unless it is what its checksum says. */
export async function parsePart<S extends v.GenericSchema>(
  { text, sha256: sum }: { text: string; sha256: string },
  schema: S,
): Promise<Result<v.InferOutput<S>, BackupReadProblem>> {
  if ((await sha256(text)) !== sum) return fail({ kind: 'backup damaged' });
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    if (parsed.success) return ok(parsed.output);
  } catch {
    // No JSON.
  }
  return fail({ kind: 'backup damaged' });
}
