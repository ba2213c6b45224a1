import { useCallback } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { ConnectionView } from '../../utils/connection/connection.ts';
import { ask } from '../../utils/messages/ask.ts';
import { Alert } from '../ui/Alert.tsx';
import { useAsked } from '../ui/hooks.ts';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { isolated, number } from '../ui/words.ts';
import { lossWords } from './losses.ts';
import { recoveryForRestore, restoreProblemWords } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backup: Backup;
  /** Of the backup's account; null when it is not connected. */
  status: ConnectionView['status'] | null;
  onStart(): void;
}

/** What would be made, what cannot be, and the button. */
export function OfferStep({ backup, status, onStart, ...handlers }: Props) {
  const account = isolated(backup.account.name);
  const [asked, again] = useAsked(
    useCallback(() => ask('restore.losses', { backupId: backup.id }), [backup.id]),
  );
  const retrying = { ...handlers, onRetry: again };
  const losses = asked.state === 'answered' ? asked.value : null;
  return (
    <>
      <p>
        {i18n.t('restore.what', {
          account,
          emails: i18n.t('backup.emails', backup.emails, { count: number(backup.emails) }),
        })}
      </p>
      {asked.state === 'asking' && <p role="status">{i18n.t('restore.losses.reading')}</p>}
      {asked.state === 'no answer' && (
        <Alert action={<RecoveryButton recovery="retry" {...retrying} />}>{i18n.t('problem.noAnswer')}</Alert>
      )}
      {losses?.ok === false && (
        <Alert action={<RecoveryButton recovery={recoveryForRestore(losses.problem)} {...retrying} />}>
          {restoreProblemWords(losses.problem)}
        </Alert>
      )}
      {losses?.ok && (
        <>
          <h3>{i18n.t('restore.losses.title')}</h3>
          <ul class="facts">
            {losses.value.map((loss) => (
              <li key={JSON.stringify(loss)}>{lossWords(loss)}</li>
            ))}
          </ul>
          <Start status={status} account={account} onStart={onStart} {...retrying} />
        </>
      )}
    </>
  );
}

interface StartProps extends RecoveryHandlers {
  status: ConnectionView['status'] | null;
  account: string;
  onStart(): void;
}

/** A restore works only in the account of the backup. */
function Start({ status, account, onStart, onReconnect, onOptions }: StartProps) {
  if (status === 'connected') {
    return (
      <div class="actions">
        <button type="button" class="primary" onClick={onStart}>
          {i18n.t('restore.start')}
        </button>
      </div>
    );
  }
  const [words, label, act] =
    status === null
      ? [i18n.t('restore.otherAccount', { account }), i18n.t('restore.connect'), onOptions]
      : [i18n.t('restore.signedOut', { account }), i18n.t('button.reconnect'), onReconnect];
  return (
    <Alert
      action={
        <button type="button" class="primary" onClick={act}>
          {label}
        </button>
      }
    >
      {words}
    </Alert>
  );
}
