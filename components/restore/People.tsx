import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { ask } from '../../utils/messages/ask.ts';
import { type Addition, type AdditionRefusal, isAdditionEnded } from '../../utils/people/addition.ts';
import type { Group } from '../../utils/people/groups.ts';
import { portName } from '../../utils/protocol.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { Alert } from '../ui/Alert.tsx';
import { useFollowed } from '../ui/port.ts';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { AdditionStep } from './AdditionStep.tsx';
import { ChooseStep } from './ChooseStep.tsx';
import { additionRefusalWords } from './people-words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backup: Backup;
  store: KeptBackups;
  /** The new one. */
  sequenceId: number;
}

const isOpen = (addition: Addition) => !isAdditionEnded(addition);

/** The people of a restored sequence: nobody comes back by itself. */
export function People({ backup, store, sequenceId, ...handlers }: Props) {
  const backupId = backup.id;
  const {
    told: addition,
    lost,
    connect,
    forget,
  } = useFollowed<Addition>(portName('people', sequenceId), isOpen);
  const [open, setOpen] = useState(false);
  const [broken, setBroken] = useState(false);
  const [refused, setRefused] = useState<AdditionRefusal | null>(null);

  const heading = useRef<HTMLHeadingElement>(null);
  const [acted, setActed] = useState(false);
  const step = addition?.state.step;
  // A button that is gone took the focus with it.
  useEffect(() => {
    if (acted && step && document.activeElement === document.body) heading.current?.focus();
  }, [acted, step]);

  const start = (group: Group, people: number) => {
    connect();
    setRefused(null);
    setActed(true);
    ask('people.start', { backupId, sequenceId, group, people }).then(
      (started) => {
        if (started.ok) setOpen(false);
        else setRefused(started.problem);
      },
      () => setBroken(true),
    );
  };
  const tell = (name: 'people.pause' | 'people.resume' | 'people.stop') => () => {
    connect();
    ask(name, { sequenceId }).catch(() => setBroken(true));
  };
  const again = () => {
    setBroken(false);
    forget();
    connect();
  };
  return (
    <section class="stack" aria-labelledby="people">
      <h4 id="people" ref={heading} tabIndex={-1}>
        {i18n.t('restore.people.title')}
      </h4>
      <p>{i18n.t('restore.people.intro')}</p>
      {(broken || lost) && (
        <Alert action={<RecoveryButton recovery="retry" {...handlers} onRetry={again} />}>
          {i18n.t('problem.noAnswer')}
        </Alert>
      )}
      {addition && (
        <AdditionStep
          addition={addition}
          onPause={tell('people.pause')}
          onGoOn={tell('people.resume')}
          onCancel={tell('people.stop')}
          {...handlers}
        />
      )}
      {refused && <Alert>{additionRefusalWords(refused)}</Alert>}
      {(!addition || isAdditionEnded(addition)) && (
        <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{i18n.t('restore.people.open')}</summary>
          {open && (
            <ChooseStep
              // What was refused was no longer true: it is counted again.
              key={refused ? JSON.stringify(refused) : 'first'}
              backup={backup}
              store={store}
              onAdd={start}
              {...handlers}
            />
          )}
        </details>
      )}
    </section>
  );
}
