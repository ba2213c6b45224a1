import type { Backup, Part } from './backup.ts';

/** SHA-256 in hex, of text as UTF-8. */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What `backup.json` lists of a part. */
export type ListedPart = Pick<Part, 'name' | 'sha256' | 'count'>;

/** What the checksum of a backup covers: what it says of itself, and what each part holds. */
type Covered = Pick<Backup, 'format' | 'id' | 'account' | 'sequence' | 'startedAt' | 'completedAt'>;

/** @param parts in the order of their names. */
export function checksumOf(backup: Covered, parts: ListedPart[]): Promise<string> {
  const { format, id, account, sequence, startedAt, completedAt } = backup;
  return sha256(
    JSON.stringify([
      format,
      id,
      [account.id, account.name],
      [sequence.id, sequence.name],
      startedAt,
      completedAt,
      parts.map(({ name, sha256, count }) => [name, sha256, count]),
    ]),
  );
}
