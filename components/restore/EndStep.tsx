import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { BackupStore } from '../../utils/backup/store.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import type { Restore } from '../../utils/restore/restore.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import type { RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { ComparisonView } from './ComparisonView.tsx';
import { People } from './People.tsx';
import { RefusedStep } from './RefusedStep.tsx';
import { Relinks } from './Relinks.tsx';
import { keptWords, leftWords } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backup: Backup;
  store: BackupStore;
  /** One that has ended. */
  restore: Restore;
  acted: boolean;
  onStart(): void;
  onUndo(): void;
}

/** How a restore ended, and what comes next. */
export function EndStep({ backup, store, restore, acted, onStart, onUndo, ...handlers }: Props) {
  const { state, made, comparison, leftOut } = restore;
  const again = (
    <button type="button" aria-describedby="again" onClick={onStart}>
      {i18n.t('restore.again')}
    </button>
  );
  switch (state.step) {
    case 'done':
      return (
        <>
          <div class="notice good stack tight" role="status">
            <Heading level={2} focus={acted}>
              {i18n.t('restore.end.title')}
            </Heading>
            <p>
              {[
                i18n.t('restore.end.done'),
                ...(leftOut.length > 0 ? [i18n.t('restore.end.leftOut')] : []),
              ].join(' ')}
            </p>
          </div>
          {made && (
            <p class="actions">
              <a
                class="button"
                href={`${KIT_LINKS.sequences}/${made.sequenceId}`}
                target="_blank"
                rel="noreferrer"
              >
                {i18n.t('restore.openNew')}
              </a>
            </p>
          )}
          {comparison && <ComparisonView comparison={comparison} />}
          <Relinks backupId={backup.id} {...handlers} />
          {made && <People backup={backup} store={store} sequenceId={made.sequenceId} {...handlers} />}
          <div class="stack tight apart">
            <div class="actions">{again}</div>
            <p class="quiet" id="again">
              {i18n.t('restore.againHint')}
            </p>
          </div>
        </>
      );
    case 'undone':
      return (
        <>
          <div class="notice good stack tight" role="status">
            <Heading level={2} focus={acted}>
              {i18n.t('restore.end.undoneTitle')}
            </Heading>
            <p>{undoneWords(state.how)}</p>
          </div>
          <div class="actions">{again}</div>
        </>
      );
    case 'cancelled': {
      const words = [
        i18n.t('restore.end.cancelled'),
        leftWords(state.left),
        ...(state.kept ? [keptWords(state.kept)] : []),
      ].join(' ');
      return (
        <>
          <Heading level={2} focus={acted}>
            {i18n.t('restore.title')}
          </Heading>
          {state.kept ? <Alert>{words}</Alert> : <p role="status">{words}</p>}
          <div class="actions">
            {state.left !== 'nothing' && (
              <button type="button" class="primary" onClick={onUndo}>
                {i18n.t('restore.end.undo')}
              </button>
            )}
            {again}
          </div>
        </>
      );
    }
    case 'refused':
      return <RefusedStep why={state.why} acted={acted} {...handlers} onRetry={onStart} />;
    default:
      return null;
  }
}

function undoneWords(how: 'now' | 'already' | 'nothing was made'): string {
  if (how === 'now') return i18n.t('restore.end.undone');
  return how === 'already' ? i18n.t('restore.end.undoneAlready') : i18n.t('restore.end.undoneNothing');
}
