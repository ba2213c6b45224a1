import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../utils/messages/ask.ts';
import { type Addition, doneOf, type PersonOutcome } from '../../utils/people/addition.ts';
import type { Reply } from '../../utils/protocol.ts';
import { Alert } from '../ui/Alert.tsx';
import { Progress } from '../ui/Progress.tsx';
import { RecoveryButton, type RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { saveFile } from '../ui/save.ts';
import { number } from '../ui/words.ts';
import { additionProblemWords, countsWords, reportCsv } from './people-words.ts';
import { recoveryForRestore, waitsForAccount } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  addition: Addition;
  onPause(): void;
  onGoOn(): void;
  onCancel(): void;
}

/** How an addition is coming on, or how it ended, with everybody accounted for. */
export function AdditionStep({ addition, onPause, onGoOn, onCancel, ...handlers }: Props) {
  const { state, of } = addition;
  const places = { done: number(doneOf(addition)), all: number(of) };
  const button = (label: string, act: () => void, kind = '') => (
    <button type="button" class={kind} onClick={act}>
      {label}
    </button>
  );
  const stop = button(i18n.t('restore.people.stop'), onCancel);
  const pause = button(i18n.t('restore.people.pause'), onPause);
  const resume = button(i18n.t('restore.people.resume'), onGoOn, 'primary');
  switch (state.step) {
    case 'activating':
    case 'checking':
    case 'adding':
    case 'sending':
    case 'paused': {
      const words = {
        activating: i18n.t('restore.people.activating'),
        checking: i18n.t('restore.people.checking'),
        adding: i18n.t('restore.people.adding', of, places),
        sending: i18n.t('restore.people.adding', of, places),
        paused: i18n.t('restore.people.held', of, places),
      }[state.step];
      return (
        <>
          <Progress
            label={i18n.t('restore.people.open')}
            words={words}
            said={state.step === 'adding' || state.step === 'sending' ? '' : words}
            value={doneOf(addition)}
            max={of}
          />
          <div class="actions">
            {state.step === 'paused' ? resume : pause}
            {stop}
          </div>
          {state.step === 'paused' && (
            <p>{[activeWords(addition), i18n.t('restore.people.resumeMakesActive')].join(' ')}</p>
          )}
        </>
      );
    }
    case 'blocked':
      return (
        <Alert
          action={
            <>
              {state.problem.kind === 'paused at Kit' ? (
                button(i18n.t('restore.people.makeActive'), onGoOn, 'primary')
              ) : (
                <RecoveryButton recovery={recoveryForRestore(state.problem)} {...handlers} onRetry={onGoOn} />
              )}
              {waitsForAccount(state.problem) && (
                <RecoveryButton recovery="retry" second {...handlers} onRetry={onGoOn} />
              )}
              {stop}
            </>
          }
        >
          {[
            additionProblemWords(state.problem),
            i18n.t('restore.people.adding', of, places),
            ...(state.transient ? [i18n.t('restore.end.passing')] : []),
            state.problem.kind === 'paused at Kit'
              ? i18n.t('restore.people.makeActiveHint')
              : i18n.t('restore.people.retryMakesActive'),
          ].join(' ')}
        </Alert>
      );
    case 'done':
    case 'cancelled':
      return <Report addition={addition} />;
  }
}

/** Kit adds nobody to a paused sequence: once somebody is through, it was active. */
const activeWords = (addition: Addition) =>
  doneOf(addition) > 0 ? i18n.t('restore.people.stillActive') : i18n.t('restore.people.maybeActive');

function Report({ addition }: { addition: Addition }) {
  const { state, counts, of, id } = addition;
  const [failed, setFailed] = useState(false);
  const places = { added: number(counts.added), all: number(of) };
  const download = async () => {
    setFailed(false);
    saveFile(await reportCsv(outcomesOf(id)), 'not-added.csv');
  };
  return (
    <>
      <div class="notice good stack tight" role="status">
        <p>
          <strong>
            {state.step === 'done'
              ? i18n.t('restore.people.ended', places)
              : i18n.t('restore.people.stopped', places)}
          </strong>
        </p>
        <p>{[...countsWords(addition), activeWords(addition)].join(' ')}</p>
      </div>
      {failed && <Alert>{i18n.t('problem.storageFailed')}</Alert>}
      {doneOf(addition) > counts.added && (
        <div class="actions">
          <button type="button" onClick={() => download().catch(() => setFailed(true))}>
            {i18n.t('restore.people.reportButton')}
          </button>
        </div>
      )}
    </>
  );
}

/** What became of each person, a page at a time. Rejects where the background or its storage fails. */
async function* outcomesOf(jobId: string): AsyncGenerator<PersonOutcome[]> {
  let after: number | null = null;
  do {
    const page: Reply<'people.outcomes'> = await ask('people.outcomes', { jobId, after });
    if (!page.ok) throw new Error(page.problem.kind);
    yield page.value.items;
    after = page.value.next;
  } while (after !== null);
}
