import { i18n } from '#i18n';
import type { BackupProblem } from '../../utils/backup/capture/capture.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { isSequenceJobEnded, type SequenceJob } from '../../utils/sequence/sequence-job.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { SteadyButton } from '../ui/SteadyButton.tsx';
import { BackingUp } from './BackingUp.tsx';
import { CancelButton } from './CancelButton.tsx';
import { Countdown } from './Countdown.tsx';
import { KIND_WORDS } from './kinds.ts';
import { type OutcomeMessage, outcomeOf } from './outcome.ts';

interface Props extends RecoveryHandlers, Next {
  job: SequenceJob;
  onCancel(): void;
  /** Looks once more what became of it. */
  onLook(): void;
}

/** What can be done next, beside the recovery. */
interface Next {
  /** Shows the backup, for a restore or at once for a download. */
  onBackup(download: boolean): void;
  onHistory(): void;
  onPause(): void;
  /** Where no backup can be made. */
  onDeleteWithout(because: BackupProblem): void;
}

export function SequenceJobStep({ job, onCancel, onLook, ...handlers }: Props) {
  const { state, review } = job;
  const outcome = toldOf(job);
  const name = review ? <bdi>{review.sequence.name}</bdi> : i18n.t('launcher.label');
  return (
    <div class="stack">
      {/* Where the outcome has no title of its own, the name is the step's. */}
      {outcome?.title === null ? <Heading>{name}</Heading> : review && <p class="quiet">{name}</p>}
      {outcome ? (
        <Told
          outcome={outcome}
          job={job}
          {...handlers}
          {...(state.step === 'settling' && { onRetry: onLook })}
        />
      ) : state.step === 'backing up' ? (
        <BackingUp {...KIND_WORDS[job.kind].backingUp()} progress={state.progress} onCancel={onCancel} />
      ) : state.step === 'saving' ? (
        <Saving onCancel={onCancel} />
      ) : state.step === 'waiting' ? (
        <Countdown until={state.until} length={state.length} onCancel={onCancel} />
      ) : (
        <Heading>{stepWords(job)}</Heading>
      )}
    </div>
  );
}

/** The backup is complete; the browser writes its file. */
function Saving({ onCancel }: { onCancel(): void }) {
  return (
    <>
      <Heading>{i18n.t('operation.backupSaving')}</Heading>
      <progress aria-label={i18n.t('operation.backupSaving')} />
      <p class="quiet">{i18n.t('operation.backupSavingHint')}</p>
      <CancelButton onCancel={onCancel} />
    </>
  );
}

/** What there is to tell, once it has ended or waits for Kit. */
function toldOf(job: SequenceJob): OutcomeMessage | null {
  const { state } = job;
  if (isSequenceJobEnded(state)) return outcomeOf(job, state);
  return state.step === 'settling' && state.look ? outcomeOf(job, { ...state, look: state.look }) : null;
}

function stepWords({ state, kind }: SequenceJob): string {
  switch (state.step) {
    case 'sending':
      return KIND_WORDS[kind].sending();
    case 'settling':
      return i18n.t('operation.settling');
    default:
      return i18n.t('operation.checking');
  }
}

function Told({
  outcome,
  job,
  ...handlers
}: RecoveryHandlers & Next & { outcome: OutcomeMessage; job: SequenceJob }) {
  const { tone, title, sentences, recovery } = outcome;
  const { state, kind, backupId, review } = job;
  const { mendAutomations, offersWithout } = KIND_WORDS[kind];
  const button = recovery && <RecoveryButton recovery={recovery} {...handlers} />;
  if (tone === 'alert') {
    const why =
      offersWithout && state.step === 'refused' && state.why.kind === 'no backup' ? state.why : null;
    return (
      <>
        <Alert title={title} action={button}>
          {sentences.join(' ')}
        </Alert>
        {state.step === 'refused' && state.why.kind === 'not saved' && (
          <div class="actions">
            <SteadyButton onClick={handlers.onOptions}>{i18n.t('button.openOptions')}</SteadyButton>
          </div>
        )}
        {why && <Unbacked active={review?.sequence.active ?? false} problem={why.problem} {...handlers} />}
      </>
    );
  }
  const done = state.step === 'done';
  return (
    <>
      <div class="notice good stack tight" role="status">
        {title && <Heading>{title}</Heading>}
        <p>{sentences.join(' ')}</p>
      </div>
      {done && mendAutomations && (
        <p>
          {i18n.t('result.deletedNext')}{' '}
          <a href={KIT_LINKS.automations} target="_blank" rel="noreferrer">
            {i18n.t('review.automationsLink')}
          </a>
          {' · '}
          <a href={KIT_LINKS.rules} target="_blank" rel="noreferrer">
            {i18n.t('review.rulesLink')}
          </a>
        </p>
      )}
      {done && backupId !== null && (
        <div class="actions">
          <button type="button" class="primary" onClick={() => handlers.onBackup(true)}>
            {i18n.t('button.downloadBackup')}
          </button>
          <button type="button" onClick={() => handlers.onBackup(false)}>
            {i18n.t('button.restore')}
          </button>
        </div>
      )}
      <div class="actions">
        {button}
        {/* The page behind still shows what was there before. */}
        {done && (
          <a class="button" href={KIT_LINKS.sequences} target="_top">
            {i18n.t('result.toSequences')}
          </a>
        )}
        <button type="button" onClick={handlers.onHistory}>
          {i18n.t('button.openHistory')}
        </button>
      </div>
    </>
  );
}

/** Without a complete backup a person chooses: to pause instead, to delete without, or to stop. */
function Unbacked({
  active,
  problem,
  onPause,
  onDeleteWithout,
}: Next & { active: boolean; problem: BackupProblem }) {
  return (
    <div class="actions">
      {active && <SteadyButton onClick={onPause}>{i18n.t('button.pause')}</SteadyButton>}
      <SteadyButton class="danger" onClick={() => onDeleteWithout(problem)}>
        {i18n.t('button.deleteWithout')}
      </SteadyButton>
    </div>
  );
}
