import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { Menu } from '../ui/Menu.tsx';
import { DownloadState } from './DownloadState.tsx';
import { useDownload } from './download.ts';
import type { KeptBackups } from './kept.ts';
import { RemoveStep } from './RemoveStep.tsx';

interface Props {
  backup: Backup;
  store: KeptBackups;
  /** The id of the heading that says of which backup these are, where there are several. */
  describedBy?: string;
  /** The download starts by itself. */
  downloadAtOnce?: boolean;
  onRestore?: () => void;
  onChanged(): void;
  /** Leads to the jobs that are under way. */
  onJobs(): void;
  onRemoved(): void;
}

/** What can be done with a backup in this browser. An unfinished one can only be removed. */
export function Actions({
  backup,
  store,
  describedBy,
  downloadAtOnce = false,
  onRestore,
  onChanged,
  onJobs,
  onRemoved,
}: Props) {
  const finished = backup.completedAt !== null;
  const download = useDownload(store, backup.id, downloadAtOnce && finished, onChanged);
  const building = download.state.step === 'building';
  const [removing, setRemoving] = useState<'no' | 'asked' | 'kept'>('no');
  return (
    <>
      <div class="actions">
        {finished && onRestore && (
          <button type="button" aria-describedby={describedBy} onClick={onRestore}>
            {i18n.t('button.restore')}
          </button>
        )}
        {finished && (
          <button
            type="button"
            aria-describedby={describedBy}
            // Disabled, it would lose the focus.
            aria-disabled={building}
            onClick={() => building || download.start()}
          >
            {i18n.t('button.downloadBackup')}
          </button>
        )}
        {removing !== 'asked' && (
          // Where the question was, the focus would be lost.
          <Menu label={i18n.t('backup.more')} describedBy={describedBy} focus={removing === 'kept'}>
            <button
              type="button"
              class="danger"
              aria-describedby={describedBy}
              onClick={() => setRemoving('asked')}
            >
              {i18n.t('backup.remove')}
            </button>
          </Menu>
        )}
      </div>
      <DownloadState {...download} />
      {removing === 'asked' && (
        <RemoveStep
          backup={backup}
          store={store}
          onKeep={() => setRemoving('kept')}
          onJobs={onJobs}
          onRemoved={onRemoved}
        />
      )}
    </>
  );
}
