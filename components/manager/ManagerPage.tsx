import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { ImportedBackup } from '../../utils/backup/import.ts';
import { type BackupTarget, managerPath } from '../../utils/manager.ts';
import { BackupList } from '../backup/BackupList.tsx';
import { useBackups } from '../backup/hooks.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { HistoryPage } from '../history/HistoryPage.tsx';
import { OpenJobs } from '../restore/OpenJobs.tsx';
import { RetiredPage } from '../retire/RetiredPage.tsx';
import { StorageNote } from '../storage/StorageNote.tsx';
import { storageWords, useStorage } from '../storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { Said } from '../ui/Said.tsx';
import { isolated } from '../ui/words.ts';
import { WatchedList } from '../watch/WatchedList.tsx';
import { BackupPage } from './BackupPage.tsx';
import { Tabs } from './Tabs.tsx';
import { useTarget } from './target.ts';

/** What was just done, and on which backup's page that is said; null for the list. */
interface Notice {
  at: string | null;
  words: string;
}

/** The page that the address names. */
export function ManagerPage({ store }: { store: KeptBackups }) {
  const target = useTarget();
  return (
    <div class="stack wide">
      <Tabs current={typeof target === 'string' ? target : 'backups'} />
      {target === 'history' ? (
        <HistoryPage />
      ) : target === 'retired' ? (
        <>
          <RetiredPage />
          <WatchedList />
        </>
      ) : (
        <BackupsPage store={store} target={target} />
      )}
    </div>
  );
}

/** The list of backups, or one of them. */
function BackupsPage({ store, target }: { store: KeptBackups; target: BackupTarget }) {
  const { backupId, download } = target;
  const [asked, readAgain] = useBackups(store);
  const storage = useStorage(asked.state)?.state;
  // Just opened from a file: it is shown before the list was read again.
  const [fresh, setFresh] = useState<Backup | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => setNotice((last) => (last?.at === backupId ? last : null)), [backupId]);
  /** How often somebody wanted to see what is under way, since the list was come to. */
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    if (backupId !== null) setWanted(0);
  }, [backupId]);

  if (asked.state === 'no answer') {
    return (
      <div class="stack">
        <Heading>{i18n.t('manager.title')}</Heading>
        <Alert
          action={
            <button type="button" class="primary" onClick={readAgain}>
              {i18n.t('button.tryAgain')}
            </button>
          }
        >
          {storageWords(storage) ?? i18n.t('manager.unreadable')}
        </Alert>
      </div>
    );
  }
  if (asked.state === 'asking') return <p role="status">{i18n.t('manager.loading')}</p>;

  const go = (at: string | null, words: string) => {
    setNotice({ at, words });
    readAgain();
    const address = managerPath({ backupId: at, download: false });
    location.hash = address.slice(address.indexOf('#'));
  };
  const onRemoved = ({ sequence }: Backup) => {
    setFresh(null);
    go(null, i18n.t('manager.removed', { name: isolated(sequence.name) }));
  };
  const onKept = ({ backup, known }: ImportedBackup) => {
    setFresh(backup);
    go(backup.id, known ? i18n.t('backup.fileKnown') : i18n.t('backup.fileKept'));
  };
  const showJobs = () => {
    setWanted((times) => times + 1);
    location.hash = '#/backups';
  };
  const said = notice?.at === backupId && <Said key={notice.words} words={notice.words} />;
  if (backupId === null) {
    return (
      <BackupList
        key="list"
        backups={asked.value}
        store={store}
        notice={[<StorageNote key="storage" state={storage} />, said]}
        jobs={<OpenJobs key={wanted} focus={wanted > 0} known={asked.value} />}
        onChanged={readAgain}
        onJobs={showJobs}
        onKept={onKept}
        onRemoved={onRemoved}
      />
    );
  }
  const backup = asked.value.find(({ id }) => id === backupId) ?? (fresh?.id === backupId ? fresh : null);
  return (
    <div class="stack" key={backupId}>
      <p>
        <a href="#/backups">{i18n.t('manager.backToList')}</a>
      </p>
      <StorageNote state={storage} />
      {said}
      {backup ? (
        <BackupPage
          backup={backup}
          store={store}
          download={download}
          onChanged={readAgain}
          onJobs={showJobs}
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
