import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { ask } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import { isRestoreEnded, outcomeOf, type Restore, type RestoreRefusal } from '../../utils/restore/restore.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { useAccounts } from '../connection/hooks.ts';
import { reconnection } from '../connection/reconnect.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { useFollowed } from '../ui/port.ts';
import { RecoveryButton } from '../ui/RecoveryButton.tsx';
import { EndStep } from './EndStep.tsx';
import { OfferStep } from './OfferStep.tsx';
import { RefusedStep } from './RefusedStep.tsx';
import { WorkStep } from './WorkStep.tsx';

const isOpen = ({ state }: Restore) => !isRestoreEnded(state);

/** The making of a new sequence from a backup: what is offered, how it is coming on, how it ended. */
export function RestoreSection({ backup, store }: { backup: Backup; store: KeptBackups }) {
  const { id: backupId, account } = backup;
  const accounts = useAccounts();
  const {
    told: restore,
    lost,
    connect,
    forget,
  } = useFollowed<Restore>(portName('restore', backupId), isOpen);
  const [broken, setBroken] = useState(false);
  // What a person began here gets the focus; what was under way when the page came does not.
  const [acted, setActed] = useState(false);
  const [refused, setRefused] = useState<RestoreRefusal | null>(null);

  const tell = (name: 'restore.stop' | 'restore.undo' | 'restore.retry') => () => {
    connect();
    setActed(true);
    ask(name, { backupId }).catch(() => setBroken(true));
  };
  const start = () => {
    connect();
    setActed(true);
    setRefused(null);
    ask('restore.start', { backupId, accountId: account.id }).then(
      (started) => !started.ok && setRefused(started.problem),
      () => setBroken(true),
    );
  };
  const view =
    accounts.state === 'answered' ? accounts.value.find((one) => one.account.id === account.id) : null;
  const handlers = reconnection(view, () => setBroken(true));

  if (broken || lost || accounts.state === 'no answer') {
    const again = () => {
      setBroken(false);
      forget();
      connect();
    };
    return (
      <Alert action={<RecoveryButton recovery="retry" {...handlers} onRetry={again} />}>
        {i18n.t('problem.noAnswer')}
      </Alert>
    );
  }
  if (refused) return <RefusedStep why={refused} acted={acted} {...handlers} onRetry={start} />;
  if (restore && !outcomeOf(restore.state)) {
    return (
      <WorkStep
        restore={restore}
        acted={acted}
        onCancel={tell('restore.stop')}
        onRetry={tell('restore.retry')}
        {...handlers}
      />
    );
  }
  if (restore) {
    return (
      <EndStep
        key={`${restore.id} ${outcomeOf(restore.state)?.step}`}
        backup={backup}
        store={store}
        restore={restore}
        acted={acted}
        onStart={start}
        onUndo={tell('restore.undo')}
        {...handlers}
      />
    );
  }
  return (
    <>
      <Heading level={2} focus={false}>
        {i18n.t('restore.title')}
      </Heading>
      {accounts.state === 'answered' && (
        <OfferStep backup={backup} status={view?.status ?? null} onStart={start} {...handlers} />
      )}
    </>
  );
}
