import { i18n } from '#i18n';
import { progressOf } from '../../utils/restore/progress.ts';
import type { Restore, Work } from '../../utils/restore/restore.ts';
import { Alert } from '../ui/Alert.tsx';
import { Changing } from '../ui/Changing.tsx';
import { Heading } from '../ui/Heading.tsx';
import { Progress } from '../ui/Progress.tsx';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { number } from '../ui/words.ts';
import {
  recoveryForRestore,
  restoreProblemWords,
  saidWords,
  soFarWords,
  waitsForAccount,
  workWords,
} from './words.ts';

interface Props extends RecoveryHandlers {
  /** One that has not ended. */
  restore: Restore;
  acted: boolean;
  onCancel(): void;
}

/** How a restore, or the removal of what it made, is coming on. */
export function WorkStep({ restore, acted, onCancel, ...handlers }: Props) {
  const { state, wish } = restore;
  const stopping = wish?.wish === 'stop';
  const work = 'before' in state ? state.before : (state as Work);
  const cancel = !isUndo(work) && (
    <button type="button" disabled={stopping} onClick={onCancel}>
      {i18n.t('restore.cancel')}
    </button>
  );
  const { done, of } = progressOf(restore);
  return (
    <>
      <Heading level={2} focus={acted}>
        {i18n.t('restore.title')}
      </Heading>
      {state.step === 'blocked' ? (
        <Alert
          action={
            <>
              <RecoveryButton recovery={recoveryForRestore(state.problem)} {...handlers} />
              {waitsForAccount(state.problem) && <RecoveryButton recovery="retry" second {...handlers} />}
              {cancel}
            </>
          }
        >
          {[
            restoreProblemWords(state.problem),
            soFarWords(restore),
            ...(state.transient ? [i18n.t('restore.end.passing')] : []),
          ].join(' ')}
        </Alert>
      ) : (
        <>
          <Progress
            label={i18n.t('restore.title')}
            words={stopping ? i18n.t('restore.stopping') : workWords(work)}
            said={stopping ? i18n.t('restore.stopping') : saidWords(work)}
            value={done}
            max={of}
          />
          <p class="quiet">
            <Changing words={i18n.t('restore.stepsDone', { done: number(done), all: number(of) })} />
          </p>
          {cancel && <div class="actions">{cancel}</div>}
        </>
      )}
    </>
  );
}

/** What was made is being removed, which is over soon and is not cancelled. */
function isUndo(work: Work): boolean {
  return work.step === 'finding' ? work.undo : ['inspecting', 'deleting', 'settling'].includes(work.step);
}
