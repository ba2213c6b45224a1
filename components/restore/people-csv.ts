import type { BackupReader } from '../../utils/backup/backup.ts';
import { createCollector } from '../../utils/backup/collect.ts';
import { csvOf, fieldsOf } from '../../utils/backup/file/csv.ts';
import { contentsOf, kindOf } from '../../utils/backup/format.ts';
import type { Subscriber } from '../../utils/kit/shapes.ts';

/**
 * Everybody in a backup who was active, as Kit's own import takes them. Reads the backup twice, since the heading names
 * the fields of everybody. Null where a part of it cannot be read; rejects where the storage fails.
 */
export async function peopleCsv(reader: BackupReader): Promise<Blob | null> {
  const fields = new Set<string>();
  for await (const some of activeOf(reader)) {
    if (!some) return null;
    for (const field of fieldsOf(some)) fields.add(field);
  }
  const collector = createCollector();
  const encoder = new TextEncoder();
  for await (const text of csvOf(known(activeOf(reader)), [...fields].toSorted())) {
    collector.add(encoder.encode(text));
  }
  return collector.file('text/csv');
}

async function* activeOf(reader: BackupReader): AsyncGenerator<Subscriber[] | undefined> {
  for await (const { name, text } of reader.parts()) {
    if (kindOf(name) !== 'people') continue;
    const people = contentsOf('people/0001', text);
    yield people?.filter(({ state }) => state === 'active');
  }
}

async function* known(parts: AsyncIterable<Subscriber[] | undefined>): AsyncGenerator<Subscriber[]> {
  for await (const some of parts) if (some) yield some;
}
