import { useEffect } from 'preact/hooks';
import type { Backup } from '../../utils/backup/backup.ts';
import { managerPath } from '../../utils/manager.ts';
import { Actions } from '../backup/Actions.tsx';
import { Facts } from '../backup/Facts.tsx';
import type { KeptBackups } from '../backup/kept.ts';
import { RestoreSection } from '../restore/RestoreSection.tsx';
import { Heading } from '../ui/Heading.tsx';

interface Props {
  backup: Backup;
  store: KeptBackups;
  /** Starts the download at once. */
  download: boolean;
  onChanged(): void;
  onJobs(): void;
  onRemoved(): void;
}

/** One backup, and the restore of it. */
export function BackupPage({ backup, store, download, onChanged, onJobs, onRemoved }: Props) {
  const { id } = backup;
  useEffect(() => {
    // A reload must not download it once more.
    if (download) history.replaceState(null, '', managerPath({ backupId: id, download: false }));
  }, [download, id]);
  return (
    <>
      <Heading>
        <bdi>{backup.sequence.name}</bdi>
      </Heading>
      <section class="card">
        <Facts backup={backup} />
        <Actions
          backup={backup}
          store={store}
          downloadAtOnce={download}
          onChanged={onChanged}
          onJobs={onJobs}
          onRemoved={onRemoved}
        />
      </section>
      {backup.completedAt !== null && (
        <section class="stack">
          <RestoreSection backup={backup} store={store} />
        </section>
      )}
    </>
  );
}
