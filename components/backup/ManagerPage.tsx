import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { isolated } from '../ui/words.ts';
import { BackupList } from './BackupList.tsx';
import { BackupPage } from './BackupPage.tsx';
import { useBackups, useTarget } from './hooks.ts';

/** The list of backups, or one of them, as the address says. */
export function ManagerPage({ store }: { store: BackupStore }) {
  const { backupId, download } = useTarget();
  const [asked, readAgain] = useBackups(store);
  const [removed, setRemoved] = useState<string | null>(null);

  if (asked.state === 'no answer') {
    return (
      <Alert
        action={
          <button type="button" class="primary" onClick={readAgain}>
            {i18n.t('button.tryAgain')}
          </button>
        }
      >
        {i18n.t('manager.unreadable')}
      </Alert>
    );
  }
  if (asked.state === 'asking') return <p role="status">{i18n.t('manager.loading')}</p>;

  const onRemoved = ({ sequence }: Backup) => {
    setRemoved(sequence.name);
    readAgain();
    location.hash = '#/';
  };
  if (backupId === null) {
    return (
      <BackupList
        key="list"
        backups={asked.value}
        store={store}
        notice={removed === null ? null : i18n.t('manager.removed', { name: isolated(removed) })}
        onChanged={readAgain}
        onRemoved={onRemoved}
      />
    );
  }
  const backup = asked.value.find(({ id }) => id === backupId);
  return (
    <div class="stack" key={backupId}>
      <p>
        <a href="#/">{i18n.t('manager.backToList')}</a>
      </p>
      {backup ? (
        <BackupPage
          backup={backup}
          store={store}
          download={download}
          onChanged={readAgain}
          onRemoved={() => onRemoved(backup)}
        />
      ) : (
        <>
          <Heading>{i18n.t('manager.title')}</Heading>
          <Alert>{i18n.t('manager.gone')}</Alert>
        </>
      )}
    </div>
  );
}
