import type { Backup, Part, PartName } from './backup.ts';
import { sha256 } from './checksum.ts';

/** What tests of backups share. */
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
