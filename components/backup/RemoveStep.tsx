import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { Alert } from '../ui/Alert.tsx';
import { removalWords } from './about.ts';
import type { KeptBackups } from './kept.ts';

interface Props {
  backup: Backup;
  store: KeptBackups;
  onKeep(): void;
  onRemoved(): void;
}

/** Asks once more, in place. */
export function RemoveStep({ backup, store, onKeep, onRemoved }: Props) {
  const [state, setState] = useState<'asking' | 'removing' | 'failed'>('asking');
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => question.current?.focus(), []);
  const remove = () => {
    setState('removing');
    store.remove(backup.id).then(onRemoved, () => setState('failed'));
  };
  return (
    <div class="notice alert stack">
      <p ref={question} tabIndex={-1}>
        {removalWords(backup)}
      </p>
      {state === 'failed' && <Alert>{i18n.t('backup.removeFailed')}</Alert>}
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
