import type { Backup, BackupReader, Contents, Part, PartName } from '../backup.ts';
import { checksumOf, sha256 } from '../checksum.ts';
import { countOf } from '../format.ts';

type Named = [name: PartName, contents: Contents[keyof Contents]];

/** A backup in memory, for tests: complete, with checksums that are right. `people`: one list for each part of them. */
export async function backupInMemory(
  contents: Omit<Contents, 'people'> & { people: Contents['people'][] },
  said: Partial<Backup> = {},
): Promise<BackupReader> {
  const { sequence, emails, names, references, people } = contents;
  const numbered = people.map((some, index): Named => [`people/${String(index + 1).padStart(4, '0')}`, some]);
  // In the order of their names.
  const all: Named[] = [
    ['emails', emails],
    ['names', names],
    ...numbered,
    ['references', references],
    ['sequence', sequence],
  ];
  const parts = await Promise.all(all.map(([name, some]) => partOf(name, some)));
  const backup: Backup = {
    id: '00000000-0000-4000-8000-000000000001',
    format: 1,
    account: { id: 29, name: 'Example Newsletter' },
    sequence: { id: sequence.id, name: sequence.name },
    startedAt: Date.UTC(2026, 10, 23, 9, 30),
    completedAt: Date.UTC(2026, 10, 23, 9, 31, 12, 345),
    emails: emails.length,
    people: { kept: people.flat().length, expected: people.flat().length },
    size: parts.reduce((size, { text }) => size + text.length, 0),
    checksum: null,
    origin: 'kit',
    deletedAt: null,
    downloadedAt: null,
    ...said,
  };
  return {
    backup: { ...backup, checksum: said.checksum ?? (await checksumOf(backup, parts)) },
    part: async (name) => parts.find((part) => part.name === name) ?? null,
    async *parts() {
      yield* parts;
    },
  };
}

async function partOf(name: PartName, contents: Contents[keyof Contents]): Promise<Part> {
  const text = JSON.stringify(contents);
  return { name, text, sha256: await sha256(text), count: countOf(name, contents) };
}

/** The backup of a sequence with this many people in it, two to a part. */
export const sampleBackup = (people = 3, said: Partial<Backup> = {}) =>
  backupInMemory(sampleContents(people), said);

export function sampleContents(people = 3): Parameters<typeof backupInMemory>[0] {
  const everybody = Array.from({ length: people }, (_, index) => samplePerson(index));
  return {
    sequence: {
      id: 80,
      name: 'Welcome series',
      hold: false,
      repeat: false,
      active: true,
      email_address: null,
      email_template_id: null,
      send_days: ['monday', 'wednesday', 'friday'],
      send_hour: 9,
      time_zone: 'America/New_York',
      exclude_subscriber_sources: [{ type: 'tag', ids: [7] }],
      created_at: '2026-01-05T10:00:00Z',
      updated_at: '2026-10-01T10:00:00Z',
      email_count: 2,
      subscriber_count: people,
    },
    emails: [
      sampleEmail(501, 0, 'Welcome!', 0, true),
      sampleEmail(502, 1, 'Straße, 日本 & <b>more</b>', 3, false),
    ],
    names: [{ type: 'tag', id: 7, name: 'Customers' }],
    references: { excludedFrom: [{ id: 81, name: 'Sales pitch' }], whole: true },
    people: Array.from({ length: Math.ceil(people / 2) }, (_, part) =>
      everybody.slice(2 * part, 2 * part + 2),
    ),
  };
}

const sampleEmail = (id: number, position: number, subject: string, delay: number, published: boolean) => ({
  id,
  sequence_id: 80,
  subject,
  preview_text: `About ${subject}`,
  email_address: null,
  email_template_id: null,
  published,
  position,
  delay_value: delay,
  delay_unit: 'days',
  send_days: null,
  content: `<p>Hello {{ subscriber.first_name }}, this is ${position + 1}.</p>`,
});

const samplePerson = (index: number) => ({
  id: 1001 + index,
  first_name: index % 3 === 1 ? null : `Jo ${index}`,
  email_address: `person${index}@example.com`,
  state: index % 5 === 4 ? 'cancelled' : 'active',
  created_at: '2026-02-01T08:00:00Z',
  added_at: `2026-03-0${1 + (index % 9)}T08:00:00Z`,
  fields: { last_name: index % 2 === 0 ? `Doe "the ${index}"` : '=1+1', city: null },
});

/** What is known of a backup that was begun. */
export function aBackup(change: Partial<Backup> = {}): Backup {
  return {
    id: crypto.randomUUID(),
    format: 1,
    account: { id: 1, name: 'Juniper' },
    sequence: { id: 80, name: 'Welcome' },
    startedAt: 1000,
    completedAt: null,
    emails: 0,
    people: { kept: 0, expected: null },
    size: 0,
    checksum: null,
    origin: 'kit',
    deletedAt: null,
    downloadedAt: null,
    ...change,
  };
}

export async function aPart(name: PartName, content: unknown, count = 1): Promise<Part> {
  const text = JSON.stringify(content);
  return { name, text, sha256: await sha256(text), count };
}
