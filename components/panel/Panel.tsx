import { useCallback, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { BackupProblem } from '../../utils/backup/capture/capture.ts';
import type { PanelTarget } from '../../utils/drawer.ts';
import type { ManagerTarget } from '../../utils/manager.ts';
import { ask, OutOfSight } from '../../utils/messages/ask.ts';
import { type RemindDays, USUAL_REMIND_DAYS } from '../../utils/retire/retirement.ts';
import { isSequenceJobEnded, type SequenceJobKind } from '../../utils/sequence/sequence-job.ts';
import type { StorageState } from '../../utils/storage/state.ts';
import { isWatchEnded, type WatchWish } from '../../utils/watch/watch.ts';
import { useConnectionChange } from '../connection/hooks.ts';
import { problemWords } from '../connection/problem-words.ts';
import { reconnection } from '../connection/reconnect.ts';
import { useSequenceJob } from '../jobs/follow.ts';
import { SequenceJobStep } from '../jobs/SequenceJobStep.tsx';
import { useRetirement } from '../retire/follow.ts';
import { RetiredNote } from '../retire/RetiredNote.tsx';
import { RetireOffer } from '../retire/RetireOffer.tsx';
import { RetireStep } from '../retire/RetireStep.tsx';
import { useDetails } from '../review/details.ts';
import { ReviewStep } from '../review/ReviewStep.tsx';
import { reviewProblemWords } from '../review/words.ts';
import { StorageNote } from '../storage/StorageNote.tsx';
import { isClosed, storageWords, useStorage } from '../storage/state.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { useAsked, useShown } from '../ui/hooks.ts';
import { RecoveryButton } from '../ui/RecoveryButton.tsx';
import { recoveryFor } from '../ui/recovery.ts';
import { useWatch } from '../watch/follow.ts';
import { WatchedNote } from '../watch/WatchedNote.tsx';
import { WatchOffer } from '../watch/WatchOffer.tsx';
import { useOld } from './age.ts';
import { useBusy } from './busy.ts';
import { ConfirmStep } from './ConfirmStep.tsx';
import { useChanges } from './changes.ts';
import { News } from './News.tsx';
import { Skeleton } from './Skeleton.tsx';

/** A person's yes to a delete, as far as they came with it. It holds for the one review that they were shown. */
interface Consent {
  reviewId: string;
  typed: string;
  backUp: boolean;
}

/** The steps of one sequence, below what is wrong with the storage. */
export function Panel({ target }: { target: PanelTarget }) {
  const storage = useStorage()?.state;
  return (
    <>
      <StorageNote state={storage} />
      <Steps target={target} storage={storage} />
    </>
  );
}

/** Review, confirm, countdown, result. */
function Steps({ target, storage }: { target: PanelTarget; storage: StorageState | undefined }) {
  const { sequenceId } = target;
  const [asked, lookAgain] = useAsked(useCallback(() => look({ sequenceId }), [sequenceId]));
  const [consent, setConsent] = useState<Consent | null>(null);
  /** Why the delete before had no backup, where the next one is to do without. */
  const [unbacked, setUnbacked] = useState<BackupProblem | null>(null);
  /** The review of which somebody wants to know when nobody waits any more. */
  const [offered, setOffered] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  /** The browser's storage could not take it. */
  const [unstarted, setUnstarted] = useState(false);
  /** Another job was open on the sequence. */
  const [busy, setBusy] = useState(false);
  const shown = useShown();
  const { told: job, lost, forget: clear, connect, expect } = useSequenceJob(sequenceId, shown);

  // The one way to a new review, also from the end of a job.
  const checkFor = useCallback(
    (without: BackupProblem | null) => {
      clear();
      setBroken(false);
      setUnstarted(false);
      setBusy(false);
      setConsent(null);
      setOffered(null);
      forget();
      setUnbacked(without);
      connect();
      lookAgain();
    },
    [clear, connect, lookAgain],
  );
  const check = useCallback(() => checkFor(null), [checkFor]);

  // A reconnection leads to a new review; a running job is left alone.
  const running = useRef(false);
  running.current = job !== null && !isSequenceJobEnded(job.state);
  useConnectionChange(useCallback(() => !running.current && check(), [check]));

  /** That the panel was out of sight is said above it. */
  const unheard = (error: unknown) => setBroken(!(error instanceof OutOfSight));
  const start = (kind: SequenceJobKind, reviewId: string, backUp = true) => {
    expect();
    ask('sequence.start', { kind, sequenceId, reviewId, backUp }).then((started) => {
      setBusy(!started.ok && started.problem.kind === 'busy');
      setUnstarted(!started.ok && started.problem.kind !== 'busy');
    }, unheard);
  };
  // What is of use only beside a review comes after it.
  const reviewedOnce = useRef(false);
  reviewedOnce.current ||= shown && asked.state === 'answered';
  const isFollowed = reviewedOnce.current;
  const { retirement, open: retired, follow, forget } = useRetirement(sequenceId, isFollowed);
  const retire = (reviewId: string, days: RemindDays, notify: boolean) => {
    ask('retire.start', { sequenceId, reviewId, days, notify }).then((started) => {
      if (started.ok) follow(started.value);
      else setUnstarted(true);
    }, unheard);
  };
  const { watch, follow: followWatch, connect: hearOfWatch } = useWatch(sequenceId, isFollowed);
  const startWatch = (reviewId: string, notify: boolean) => {
    ask('watch.start', { sequenceId, reviewId, notify }).then((started) => {
      if (!started.ok) {
        setUnstarted(true);
        return;
      }
      followWatch(started.value);
      setOffered(null);
    }, unheard);
  };
  const wishOfWatch = (wish: WatchWish) => {
    hearOfWatch();
    ask('watch.wish', { sequenceId, wish }).catch(unheard);
  };
  const openManager = (target: ManagerTarget) => void ask('manager.open', { target }).catch(unheard);
  const { review = null, accounts = [] } = asked.state === 'answered' ? asked.value : {};
  const arriving = useDetails(shown && review?.ok ? review.value.id : null);
  const onScreen = !job && shown && review?.ok ? review.value : null;
  const changes = useChanges(onScreen, job?.review ?? null, job?.state.step === 'done');
  const isOld = useOld(onScreen?.at ?? null, shown, check);
  const reviewed = job?.review ?? (review?.ok ? review.value : null);
  const concerned = reviewed?.account ?? (review?.ok === false ? review.problem.accounts[0] : null);
  const connection = accounts.find(({ account }) => account.id === concerned?.id);
  const isDead = broken || lost || asked.state === 'no answer' || unstarted;
  useBusy(!isDead && !job && !review);
  const handlers = { onRetry: check, ...reconnection(connection, unheard) };
  if (broken || lost || asked.state === 'no answer') {
    return (
      <Alert title={i18n.t('panel.noAnswer')} action={<RecoveryButton recovery="retry" {...handlers} />}>
        {isClosed(storage) ? storageWords(storage) : i18n.t('panel.reload')}
      </Alert>
    );
  }
  if (unstarted) {
    return (
      <Alert title={i18n.t('panel.notStarted')} action={<RecoveryButton recovery="retry" {...handlers} />}>
        {[storageWords(storage) ?? problemWords({ kind: 'storage failed' }), i18n.t('effect.none')].join(' ')}
      </Alert>
    );
  }
  if (retirement) {
    return <RetireStep retirement={retirement} onRetired={() => openManager('retired')} {...handlers} />;
  }
  if (job) {
    return (
      <div class="stack">
        {busy && <Alert>{i18n.t('operation.busy')}</Alert>}
        <SequenceJobStep
          job={job}
          onCancel={() => ask('sequence.cancel', { sequenceId }).catch(unheard)}
          onLook={() => ask('jobs.resume', {}).catch(unheard)}
          onBackup={(download) => openManager({ backupId: job.backupId, download })}
          onHistory={() => openManager('history')}
          onPause={() => job.review && start('pause', job.review.id)}
          onDeleteWithout={checkFor}
          {...handlers}
        />
        {job.kind === 'pause' && job.state.step === 'done' && job.review && (
          <RetireOffer onRetire={(days, notify) => retire(job.review?.id ?? '', days, notify)} />
        )}
      </div>
    );
  }
  if (!review) return <Skeleton />;
  if (!review.ok) {
    const { problem } = review.problem;
    return (
      <Alert
        title={i18n.t('panel.notChecked')}
        action={<RecoveryButton recovery={recoveryFor(problem)} {...handlers} />}
      >
        {reviewProblemWords(review.problem)}
      </Alert>
    );
  }
  const seen = review.value;
  const news = { oldFrom: isOld ? seen.at : null, onCheck: check };
  const mayWait = arriving.details?.done && (arriving.details.estimate?.midway.to ?? 1) > 0;
  const isWatched = watch !== null && !isWatchEnded(watch.state);
  if (offered === seen.id) {
    return (
      <WatchOffer
        name={seen.sequence.name}
        until={arriving.details?.until ?? null}
        at={seen.at}
        repeats={seen.sequence.repeat === true}
        onWatch={(notify) => startWatch(seen.id, notify)}
        onBack={() => setOffered(null)}
      />
    );
  }
  return consent?.reviewId === seen.id ? (
    <ConfirmStep
      look={seen}
      arriving={arriving}
      storage={storage}
      news={<News {...news} />}
      typed={consent.typed}
      onType={(typed) => setConsent({ ...consent, typed })}
      backUp={consent.backUp}
      onBackUp={(backUp) => setConsent({ ...consent, backUp })}
      onBack={() => setConsent(null)}
      onDelete={() => start('delete', consent.reviewId, consent.backUp)}
      onRetire={seen.sequence.active ? () => retire(consent.reviewId, USUAL_REMIND_DAYS, false) : undefined}
    />
  ) : (
    <ReviewStep
      // Made anew when the drawer opens, since only then can its heading take the focus.
      key={shown}
      look={seen}
      news={<News {...news} {...{ changes, unbacked }} />}
      arriving={arriving}
      pageAccount={accounts.find(({ account }) => account.id === seen.pageAccountId)?.account.name ?? null}
      onPause={() => start('pause', seen.id)}
      onResume={() => start('resume', seen.id)}
      onDelete={() => setConsent({ reviewId: seen.id, typed: '', backUp: unbacked === null })}
      onBackUp={() => start('back up', seen.id)}
      notes={
        <>
          {retired && <RetiredNote retirement={retired} onList={() => openManager('retired')} />}
          {watch && <WatchedNote watch={watch} onWish={wishOfWatch} onList={() => openManager('retired')} />}
        </>
      }
      more={
        !seen.sequence.active &&
        !retired && <RetireOffer onRetire={(days, notify) => retire(seen.id, days, notify)} />
      }
      onWatch={seen.sequence.active && mayWait && !isWatched ? () => setOffered(seen.id) : undefined}
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
