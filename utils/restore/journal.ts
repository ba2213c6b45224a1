import { openRows, type Rows } from '../journal/rows.ts';
import { isRestoreEnded, type Restore } from './restore.ts';

/** Every restore, by the backup that it is made from. */
export type RestoreJournal = Rows<Restore, string>;

export function openRestoreJournal(): RestoreJournal {
  return openRows({
    database: 'restores',
    store: 'restores',
    subject: 'backupId',
    hasEnded: ({ state }) => isRestoreEnded(state),
  });
}
