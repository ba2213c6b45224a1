import type { Backup } from '../backup.ts';

/** Letters and digits of any script in lower case, joined by hyphens; '' when there is none. */
function slug(text: string, length: number): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, length).join('').replace(/-+$/, '');
}

/** File systems take 255 bytes; a letter may need four. */
const LENGTH = 50;

/** What a downloaded backup is called: no path, no dots but the last, never empty. */
export function zipName(backup: Pick<Backup, 'sequence' | 'startedAt' | 'completedAt'>): string {
  const day = new Date(backup.completedAt ?? backup.startedAt).toISOString().slice(0, 10);
  return `kit-sequence-${slug(backup.sequence.name, LENGTH) || backup.sequence.id}-${day}.zip`;
}

/** What it is called where the extension saves it by itself: of each backup only once, so that it can be found again. */
export function savedName(backup: Pick<Backup, 'id' | 'sequence' | 'startedAt' | 'completedAt'>): string {
  return zipName(backup).replace(/\.zip$/, `-${backup.id.slice(0, 8)}.zip`);
}

/** @param index from 0; `total` emails in all, so that names sort as the emails do. */
export function emailFile(subject: string, index: number, total: number): string {
  const number = String(index + 1).padStart(Math.max(2, String(total).length), '0');
  return `emails/${[number, slug(subject, LENGTH)].filter((part) => part !== '').join('-')}.html`;
}
