import type { Backup, BackupReader, Contents, Part, PartName } from '../../backup/backup.ts';
import { sha256 } from '../../backup/checksum.ts';
import type { Kit } from '../../kit/client.ts';
import { type Restore, subjectOfRestore } from '../restore.ts';

export const account = { id: 1, name: 'Juniper Street Letters' };
export const BACKUP = '5d0f2c1e-8f5a-4a6e-9a37-2f1d8f0f6c11';

/** A restore that has just been asked for. */
export function restoreOf(change: Partial<Restore> = {}): Restore {
  return {
    id: '3f9a2c7e-6f0c-4b50-9f5b-1d2a3c4d5e6f',
    kind: 'restore',
    subject: subjectOfRestore(BACKUP),
    order: 1,
    state: { step: 'checking' },
    wish: null,
    attended: false,
    priority: 'bulk',
    parent: null,
    startedAt: 0,
    askedAt: 0,
    nextAt: 60_000,
    rests: 0,
    steps: [{ step: 'checking', at: 0 }],
    seen: false,
    backupId: BACKUP,
    account,
    sequence: { id: 80, name: 'Welcome' },
    made: null,
    lostAt: null,
    leftOut: [],
    twins: [],
    twinsUnsure: false,
    losses: [],
    comparison: null,
    relinked: {},
    ...change,
  };
}

/** A complete backup of these contents, its people in parts of `perPart`. */
export async function readerWith(contents: Contents, perPart = 1000): Promise<BackupReader> {
  const { people, ...rest } = contents;
  const parts: Part[] = [];
  const add = async (name: PartName, value: unknown, count: number) => {
    const text = JSON.stringify(value);
    parts.push({ name, text, sha256: await sha256(text), count });
  };
  await add('emails', rest.emails, rest.emails.length);
  await add('names', rest.names, 1);
  for (let at = 0; at * perPart < people.length; at += 1) {
    const some = people.slice(at * perPart, (at + 1) * perPart);
    await add(`people/${String(at + 1).padStart(4, '0')}`, some, some.length);
  }
  await add('references', rest.references, 1);
  await add('sequence', rest.sequence, 1);
  const backup: Backup = {
    id: BACKUP,
    format: 1,
    account,
    sequence: { id: rest.sequence.id, name: rest.sequence.name },
    startedAt: 0,
    completedAt: Date.now(),
    emails: rest.emails.length,
    people: { kept: people.length, expected: people.length },
    size: 0,
    checksum: 'checked when it was made',
    origin: 'kit',
    deletedAt: null,
    downloadedAt: null,
  };
  return {
    backup,
    part: async (name) => parts.find((part) => part.name === name) ?? null,
    async *parts() {
      yield* parts;
    },
  };
}

/** Everything that Kit gives of a sequence. */
export async function contentsFrom(kit: Kit, id: number, excludedFrom: { id: number; name: string }[] = []) {
  const emails = [];
  for (const email of given(await kit.emails(id))) emails.push(given(await kit.email(id, email.id)));
  const people = [];
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: { items: Contents['people']; next: string | null } = given(await kit.subscribers(id, after));
    people.push(...page.items);
    after = page.next;
  }
  const contents: Contents = {
    sequence: given(await kit.sequence(id, 'stats')),
    emails,
    names: [],
    references: { excludedFrom, whole: true },
    people,
  };
  return contents;
}

function given<T>(answer: { ok: true; value: T } | { ok: false; problem: unknown }): T {
  if (!answer.ok) throw new Error(`Kit says ${JSON.stringify(answer.problem)}`);
  return answer.value;
}
