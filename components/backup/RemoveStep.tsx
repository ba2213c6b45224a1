import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { RemovalProblem } from '../../utils/removal.ts';
import { Alert } from '../ui/Alert.tsx';
import { removalProblemWords, removalWords } from './about.ts';
import type { KeptBackups } from './kept.ts';

interface Props {
  backup: Backup;
  store: KeptBackups;
  onKeep(): void;
  /** Leads to the jobs that are under way. */
  onJobs(): void;
  onRemoved(): void;
}

/** Asks once more, in place. */
export function RemoveStep({ backup, store, onKeep, onJobs, onRemoved }: Props) {
  const [state, setState] = useState<'asking' | 'removing' | RemovalProblem>('asking');
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => question.current?.focus(), []);
  const remove = () => {
    setState('removing');
    store.remove(backup.id).then(
      (removed) => (removed.ok ? onRemoved() : setState(removed.problem)),
      () => setState({ kind: 'storage failed' }),
    );
  };
  return (
    <div class="notice alert stack">
      <p ref={question} tabIndex={-1}>
        {removalWords(backup)}
      </p>
      {typeof state === 'object' && (
        <Alert
          action={
            state.kind === 'in use' &&
            ['restore', 'add people'].includes(state.by) && (
              <button type="button" onClick={onJobs}>
                {i18n.t('backup.showJobs')}
              </button>
            )
          }
        >
          {removalProblemWords(state)}
        </Alert>
      )}
      <div class="actions">
        <button type="button" class="danger primary" disabled={state === 'removing'} onClick={remove}>
          {i18n.t('backup.removeNow')}
        </button>
        <button type="button" disabled={state === 'removing'} onClick={onKeep}>
          {i18n.t('button.cancel')}
        </button>
      </div>
    </div>
  );
}
