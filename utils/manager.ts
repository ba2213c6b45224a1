/** What the manager's page is about. */
export type ManagerTarget = BackupTarget | 'retired' | 'history';

/** The list of backups, or one of them. */
export interface BackupTarget {
  /** UUID; null for the list. */
  backupId: string | null;
  /** The download of this backup starts at once. */
  download: boolean;
}

/** The form of a backup's id, as `crypto.randomUUID` makes it. */
export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const HASH = new RegExp(`^#/backups/(${UUID.source})(\\?download)?$`);

/** `manager.html#/backups/<id>?download`. The hash stays in the browser, and no navigation is needed to change it. */
export function managerPath(target: ManagerTarget): `/manager.html#/${string}` {
  if (typeof target === 'string') return `/manager.html#/${target}`;
  const { backupId, download } = target;
  return `/manager.html#/backups${backupId === null ? '' : `/${backupId}${download ? '?download' : ''}`}`;
}

/** The list of backups, unless the hash names something else. */
export function parseManagerHash(hash: string): ManagerTarget {
  if (hash === '#/history') return 'history';
  if (hash === '#/retired') return 'retired';
  const [, backupId, download] = HASH.exec(hash) ?? [];
  return { backupId: backupId ?? null, download: download !== undefined };
}
