import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import type { Helps } from '../operations/HelpfulButton.tsx';

interface Props extends Omit<Helps, 'onRetry'> {
  backup: Backup;
  store: BackupStore;
}

export function People({ backup }: Props) {
  return (
    <h3>
      {i18n.t('restore.people.title')} {backup.id}
    </h3>
  );
}
