import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { Backup, ListedBackup } from '../../utils/backup/backup.ts';
import type { ImportedBackup } from '../../utils/backup/import.ts';
import { managerPath } from '../../utils/manager.ts';
import { useStorage } from '../storage/state.ts';
import { Heading } from '../ui/Heading.tsx';
import { Actions } from './Actions.tsx';
import { bytesWords } from './about.ts';
import { Facts } from './Facts.tsx';
import type { KeptBackups } from './kept.ts';
import { OpenFile } from './OpenFile.tsx';

interface Props {
  /** Newest first. */
  backups: ListedBackup[];
  store: KeptBackups;
  /** What was just done. */
  notice: ComponentChildren;
  /** What is under way. */
  jobs: ComponentChildren;
  onChanged(): void;
  onJobs(): void;
  onKept(kept: ImportedBackup): void;
  onRemoved(backup: Backup): void;
}

export function BackupList({ backups, store, notice, jobs, onChanged, onJobs, onKept, onRemoved }: Props) {
  return (
    <div class="stack">
      <Heading>{i18n.t('manager.title')}</Heading>
      <p>{i18n.t('manager.intro')}</p>
      {notice}
      {jobs}
      {backups.length === 0 && <p>{i18n.t('manager.empty')}</p>}
      {backups.length > 0 && (
        <ul class="rows plain">
          {backups.map((backup) => (
            <li key={backup.id} class="row">
              <Row
                backup={backup}
                store={store}
                onChanged={onChanged}
                onJobs={onJobs}
                onRemoved={() => onRemoved(backup)}
              />
            </li>
          ))}
        </ul>
      )}
      <OpenFile store={store} onKept={onKept} />
      <StorageLine size={backups.reduce((sum, { size }) => sum + size, 0)} />
    </div>
  );
}

interface RowProps {
  backup: ListedBackup;
  store: KeptBackups;
  onChanged(): void;
  onJobs(): void;
  onRemoved(): void;
}

function Row({ backup, store, onChanged, onJobs, onRemoved }: RowProps) {
  const title = `backup-${backup.id}`;
  const address = managerPath({ backupId: backup.id, download: false });
  return (
    <>
      <div class="about">
        <h2 id={title}>
          <a href={address.slice(address.indexOf('#'))}>
            <bdi>{backup.sequence.name}</bdi>
          </a>
        </h2>
        <Facts backup={backup} />
      </div>
      <Actions
        backup={backup}
        store={store}
        describedBy={title}
        onRestore={() => {
          location.href = address;
        }}
        onChanged={onChanged}
        onJobs={onJobs}
        onRemoved={onRemoved}
      />
    </>
  );
}

/** What all of this takes up. */
function StorageLine({ size }: { size: number }) {
  const room = useStorage(size)?.room;
  return (
    room && (
      <p class="quiet">
        {i18n.t('manager.storage', { used: bytesWords(room.usage), quota: bytesWords(room.quota) })}
      </p>
    )
  );
}
