import type { BackupReader } from '../../utils/backup/backup.ts';
import type { Sequence, SequenceEmail, Subscriber } from '../../utils/kit/shapes.ts';
import { type Held, LAG } from './kit.ts';

export async function parsed<T>(reader: BackupReader | null, name: 'emails' | 'sequence'): Promise<T | null> {
  const part = await reader?.part(name);
  return part ? (JSON.parse(part.text) as T) : null;
}

/** What Kit surely showed when the sequence was checked, just before the delete, and is not in its backup. */
export async function missingIn(reader: BackupReader, held: Held, checked: number): Promise<unknown[]> {
  const people = new Set<number>();
  for await (const { name, text } of reader.parts()) {
    if (name.startsWith('people/')) for (const { id } of JSON.parse(text) as Subscriber[]) people.add(id);
  }
  const emails = (await parsed<SequenceEmail[]>(reader, 'emails')) ?? [];
  const sequence = await parsed<Sequence>(reader, 'sequence');
  return [
    ...[...held.people.values()]
      .filter(({ person, at }) => at < checked - LAG && !people.has(person.id))
      .map(({ person }) => person.id),
    ...held.emails
      .filter(({ at, writtenAt }) => at < checked - LAG && writtenAt < checked)
      .filter(({ email }) => !emails.some(({ content }) => content === email.content))
      .map(({ email }) => email.content),
    ...(sequence?.id === held.sequence.id ? [] : ['sequence']),
  ];
}
