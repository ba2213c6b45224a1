/** What the manager's page is about: the list of backups, or one of them. */
export interface ManagerTarget {
  /** UUID; null for the list. */
  backupId: string | null;
  /** The download of this backup starts at once. */
  download: boolean;
}

/** The form of a backup's id, as `crypto.randomUUID` makes it. */
export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const HASH = new RegExp(`^#/backups/(${UUID.source})(\\?download)?$`);

/** `manager.html#/backups/<id>?download`. The hash stays in the browser, and no navigation is needed to change it. */
export function managerPath({ backupId, download }: ManagerTarget): `/manager.html#/${string}` {
  return `/manager.html#/${backupId === null ? '' : `backups/${backupId}${download ? '?download' : ''}`}`;
}

/** The list, unless the hash names a backup. */
export function parseManagerHash(hash: string): ManagerTarget {
  const [, backupId, download] = HASH.exec(hash) ?? [];
  return { backupId: backupId ?? null, download: download !== undefined };
}
