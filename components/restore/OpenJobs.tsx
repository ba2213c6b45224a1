import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import type { Account } from '../../utils/kit/client.ts';
import { managerPath } from '../../utils/manager.ts';
import { ask } from '../../utils/messages/ask.ts';
import { type Addition, isAdditionEnded } from '../../utils/people/addition.ts';
import { portName } from '../../utils/protocol.ts';
import { isRestoreEnded, outcomeOf, type Restore } from '../../utils/restore/restore.ts';
import { useAccounts } from '../connection/hooks.ts';
import { reconnection } from '../connection/reconnect.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { useAsked } from '../ui/hooks.ts';
import { type Followed, useFollowed } from '../ui/port.ts';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { AdditionStep } from './AdditionStep.tsx';
import { WorkStep } from './WorkStep.tsx';
import { keptWords, leftWords } from './words.ts';

interface Props {
  /** Somebody wanted to see them. */
  focus: boolean;
  /** The backups that are there. */
  known: Backup[];
}

/** Every restore and every adding of people that has not ended, whether or not its backup is there. */
export function OpenJobs({ focus, known }: Props) {
  const [asked, again] = useAsked(useCallback(() => ask('jobs.open', {}), []));
  if (asked.state === 'asking') return null;
  if (asked.state === 'no answer' || !asked.value.ok) {
    return (
      <Alert
        action={
          <button type="button" onClick={again}>
            {i18n.t('button.tryAgain')}
          </button>
        }
      >
        {asked.state === 'no answer' ? i18n.t('problem.noAnswer') : i18n.t('manager.jobsUnreadable')}
      </Alert>
    );
  }
  const jobs = asked.value.value;
  if (jobs.length === 0) return null;
  return (
    <section class="stack">
      <Heading level={2} focus={focus}>
        {i18n.t('manager.jobs')}
      </Heading>
      <ul class="stack plain">
        {jobs.map((job) => (
          <li key={job.id} class="card stack">
            <p>
              <Named job={job} known={known} /> · <bdi>{job.account.name}</bdi>
            </p>
            {job.kind === 'restore' ? <OpenRestore job={job} /> : <OpenAddition job={job} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The sequence that it is about: a link to its backup, where that is there. */
function Named({ job, known }: { job: Restore | Addition; known: Backup[] }) {
  const { backupId } = job;
  const name = job.kind === 'restore' ? job.sequence.name : (job.sequenceName ?? `ID ${job.sequenceId}`);
  const address = managerPath({ backupId, download: false });
  return known.some(({ id }) => id === backupId) ? (
    <a href={address.slice(address.indexOf('#'))}>
      <bdi>{name}</bdi>
    </a>
  ) : (
    <strong>
      <bdi>{name}</bdi>
    </strong>
  );
}

function OpenRestore({ job }: { job: Restore }) {
  const { backupId } = job;
  const followed = useFollowed<Restore>(portName('restore', backupId), ({ state }) => !isRestoreEnded(state));
  const restore = followed.told ?? job;
  return (
    <Reachable account={job.account} followed={followed}>
      {(handlers, tell) => {
        const wish = (name: 'restore.stop' | 'restore.undo' | 'restore.retry') => () =>
          tell(() => ask(name, { backupId }));
        return outcomeOf(restore.state) ? (
          <Ended restore={restore} onUndo={wish('restore.undo')} />
        ) : (
          <WorkStep
            restore={restore}
            acted={false}
            onCancel={wish('restore.stop')}
            onRetry={wish('restore.retry')}
            {...handlers}
          />
        );
      }}
    </Reachable>
  );
}

/** How one ended that was under way when the list was opened. */
function Ended({ restore, onUndo }: { restore: Restore; onUndo(): void }) {
  const state = outcomeOf(restore.state);
  if (state?.step === 'done' || state?.step === 'undone') {
    const words = state.step === 'done' ? i18n.t('restore.end.done') : i18n.t('restore.end.undoneTitle');
    return (
      <p role="status">
        {isRestoreEnded(restore.state) ? words : [words, i18n.t('restore.step.rechecking')].join(' ')}
      </p>
    );
  }
  if (state?.step !== 'cancelled') return null;
  return (
    <>
      <p role="status">
        {[
          i18n.t('restore.end.cancelled'),
          leftWords(state.left),
          ...(state.kept ? [keptWords(state.kept)] : []),
        ].join(' ')}
      </p>
      {state.left !== 'nothing' && (
        <div class="actions">
          <button type="button" onClick={onUndo}>
            {i18n.t('restore.end.undo')}
          </button>
        </div>
      )}
    </>
  );
}

function OpenAddition({ job }: { job: Addition }) {
  const { sequenceId } = job;
  const followed = useFollowed<Addition>(
    portName('people', sequenceId),
    (addition) => !isAdditionEnded(addition),
  );
  return (
    <Reachable account={job.account} followed={followed}>
      {(handlers, tell) => {
        const wish = (name: 'people.pause' | 'people.resume' | 'people.stop') => () =>
          tell(() => ask(name, { sequenceId }));
        return (
          <AdditionStep
            addition={followed.told ?? job}
            onPause={wish('people.pause')}
            onGoOn={wish('people.resume')}
            onCancel={wish('people.stop')}
            {...handlers}
          />
        );
      }}
    </Reachable>
  );
}

type Tell = (wish: () => Promise<unknown>) => void;

interface ReachableProps {
  account: Account;
  followed: Followed<unknown>;
  children: (handlers: Omit<RecoveryHandlers, 'onRetry'>, tell: Tell) => ComponentChildren;
}

/** Says so when the background does not answer. */
function Reachable({ account, followed, children }: ReachableProps) {
  const { lost, connect, forget } = followed;
  const [broken, setBroken] = useState(false);
  const accounts = useAccounts();
  const view =
    accounts.state === 'answered' ? accounts.value.find((one) => one.account.id === account.id) : null;
  const handlers = reconnection(view, () => setBroken(true));
  if (broken || lost) {
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
  const tell: Tell = (wish) => {
    connect();
    wish().catch(() => setBroken(true));
  };
  return <>{children(handlers, tell)}</>;
}
