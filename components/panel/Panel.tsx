import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PanelTarget } from '../../utils/drawer.ts';
import { ask } from '../../utils/messages/ask.ts';
import { isSequenceJobEnded, type SequenceJobKind } from '../../utils/sequence/sequence-job.ts';
import { useConnectionChange } from '../connection/hooks.ts';
import { problemWords } from '../connection/problem-words.ts';
import { reconnection } from '../connection/reconnect.ts';
import { useSequenceJob } from '../jobs/follow.ts';
import { SequenceJobStep } from '../jobs/SequenceJobStep.tsx';
import { useDetails } from '../review/details.ts';
import { ReviewStep } from '../review/ReviewStep.tsx';
import { reviewProblemWords } from '../review/words.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { useAsked, useShown } from '../ui/hooks.ts';
import { RecoveryButton } from '../ui/RecoveryButton.tsx';
import { recoveryFor } from '../ui/recovery.ts';
import { ConfirmStep } from './ConfirmStep.tsx';

/** The steps of one sequence: review, confirm, countdown, result. */
export function Panel({ target }: { target: PanelTarget }) {
  const { sequenceId, pageAccountId } = target;
  const [asked, lookAgain] = useAsked(
    useCallback(() => look({ sequenceId, pageAccountId }), [sequenceId, pageAccountId]),
  );
  const [step, setStep] = useState<'review' | 'confirm'>('review');
  const [typed, setTyped] = useState('');
  const [backUp, setBackUp] = useState(true);
  const [broken, setBroken] = useState(false);
  /** The browser's storage could not take it. */
  const [unstarted, setUnstarted] = useState(false);
  const shown = useShown();
  const { told: job, lost, forget: clear, connect, expect } = useSequenceJob(sequenceId, shown);

  const check = useCallback(() => {
    clear();
    setBroken(false);
    setUnstarted(false);
    connect();
    lookAgain();
  }, [clear, connect, lookAgain]);

  // A reconnection leads back to the same step; a running job is left alone.
  const running = useRef(false);
  running.current = job !== null && !isSequenceJobEnded(job.state);
  useConnectionChange(useCallback(() => !running.current && check(), [check]));

  useEffect(() => {
    if (job?.state.step === 'refused' || job?.state.step === 'done') {
      setStep('review');
      setTyped('');
      setBackUp(true);
    }
  }, [job]);

  const start = (kind: SequenceJobKind, reviewId: string) => {
    expect();
    ask('sequence.start', { kind, sequenceId, reviewId, backUp }).then(
      (started) => setUnstarted(!started.ok),
      () => setBroken(true),
    );
  };
  const openBackup = (backupId: string | null, download: boolean) =>
    void ask('manager.open', { backupId, download }).catch(() => setBroken(true));
  const { review = null, accounts = [] } = asked.state === 'answered' ? asked.value : {};
  const arriving = useDetails(shown && review?.ok ? review.value.id : null);
  const reviewed = job?.review ?? (review?.ok ? review.value : null);
  const concerned = reviewed?.account ?? (review?.ok === false ? review.problem.accounts[0] : null);
  const connection = accounts.find(({ account }) => account.id === concerned?.id);
  const handlers = { onRetry: check, ...reconnection(connection, () => setBroken(true)) };
  if (broken || lost || asked.state === 'no answer') {
    return (
      <>
        <Heading unseen>{i18n.t('launcher.label')}</Heading>
        <Alert action={<RecoveryButton recovery="retry" {...handlers} />}>{i18n.t('problem.noAnswer')}</Alert>
      </>
    );
  }
  if (unstarted) {
    return (
      <>
        <Heading unseen>{i18n.t('launcher.label')}</Heading>
        <Alert action={<RecoveryButton recovery="retry" {...handlers} />}>
          {[problemWords({ kind: 'storage failed' }), i18n.t('effect.none')].join(' ')}
        </Alert>
      </>
    );
  }
  if (job) {
    return (
      <SequenceJobStep
        job={job}
        onCancel={() => ask('sequence.cancel', { sequenceId }).catch(() => setBroken(true))}
        onLook={() => ask('jobs.resume', {}).catch(() => setBroken(true))}
        onBackup={(download) => openBackup(job.backupId, download)}
        onPause={() => job.review && start('pause', job.review.id)}
        onDeleteWithout={() => {
          check();
          setBackUp(false);
          setStep('confirm');
        }}
        {...handlers}
      />
    );
  }
  if (!review) return <p role="status">{i18n.t('review.loading')}</p>;
  if (!review.ok) {
    const { problem } = review.problem;
    return (
      <>
        <Heading unseen>{i18n.t('launcher.label')}</Heading>
        <Alert action={<RecoveryButton recovery={recoveryFor(problem)} {...handlers} />}>
          {reviewProblemWords(review.problem)}
        </Alert>
      </>
    );
  }
  const seen = review.value;
  return step === 'review' ? (
    <ReviewStep
      // Made anew when the drawer opens, since only then can its heading take the focus.
      key={shown}
      look={seen}
      arriving={arriving}
      pageAccount={accounts.find(({ account }) => account.id === pageAccountId)?.account.name ?? null}
      onPause={() => start('pause', seen.id)}
      onResume={() => start('resume', seen.id)}
      onDelete={() => setStep('confirm')}
      onBackUp={() => start('back up', seen.id)}
    />
  ) : (
    <ConfirmStep
      review={seen}
      typed={typed}
      onType={setTyped}
      backUp={backUp}
      onBackUp={setBackUp}
      onBack={() => setStep('review')}
      onDelete={() => start('delete', seen.id)}
    />
  );
}

/** The review, and the accounts that its sentences and buttons are about. */
async function look(target: PanelTarget) {
  const [review, accounts] = await Promise.all([
    ask('review.gather', target),
    ask('connection.accounts', {}),
  ]);
  return { review, accounts };
}

/** What the panel shows when its address names no sequence. */
export function NoTarget({ link }: { link: string }) {
  return (
    <div class="stack">
      <Heading>{i18n.t('extension.name')}</Heading>
      <p>{i18n.t('panel.noTarget')}</p>
      <a href={link} target="_blank" rel="noreferrer">
        {i18n.t('panel.openKit')}
      </a>
    </div>
  );
}
