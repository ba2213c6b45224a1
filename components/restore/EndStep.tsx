import { i18n } from '#i18n';
import type { Backup } from '../../utils/backup/backup.ts';
import { KIT_LINKS } from '../../utils/hosts.ts';
import { isRestoreEnded, outcomeOf, type Restore } from '../../utils/restore/restore.ts';
import type { KeptBackups } from '../backup/kept.ts';
import { Alert } from '../ui/Alert.tsx';
import { Heading } from '../ui/Heading.tsx';
import type { RecoveryHandlers } from '../ui/RecoveryButton.tsx';
import { ComparisonView } from './ComparisonView.tsx';
import { People } from './People.tsx';
import { RefusedStep } from './RefusedStep.tsx';
import { Relinks } from './Relinks.tsx';
import { keptWords, leftWords, twinWords } from './words.ts';

interface Props extends Omit<RecoveryHandlers, 'onRetry'> {
  backup: Backup;
  store: KeptBackups;
  /** One that has ended, but perhaps for the look for twins. */
  restore: Restore;
  acted: boolean;
  onStart(): void;
  onUndo(): void;
}

/** How a restore ended, and what comes next. */
export function EndStep({ backup, store, restore, acted, onStart, onUndo, ...handlers }: Props) {
  const { made, comparison, leftOut } = restore;
  const state = outcomeOf(restore.state);
  const rechecking = !isRestoreEnded(restore.state);
  const again = !rechecking && (
    <button type="button" aria-describedby="again" onClick={onStart}>
      {i18n.t('restore.again')}
    </button>
  );
  switch (state?.step) {
    case 'done':
      return (
        <>
          <div class="notice good stack tight" role="status">
            <Heading level={2} focus={acted}>
              {i18n.t('restore.end.title')}
            </Heading>
            <p>
              {[
                i18n.t('restore.end.done'),
                ...(leftOut.length > 0 ? [i18n.t('restore.end.leftOut')] : []),
              ].join(' ')}
            </p>
          </div>
          <Twins restore={restore} rechecking={rechecking} />
          {comparison && <ComparisonView comparison={comparison} />}
          <h3>{i18n.t('restore.next.title')}</h3>
          <ol class="steps stack">
            {made && (
              <li>
                <Open sequenceId={made.sequenceId} />
              </li>
            )}
            <li>
              <Relinks backupId={backup.id} {...handlers} />
            </li>
            {made && (
              <li>
                <People backup={backup} store={store} sequenceId={made.sequenceId} {...handlers} />
              </li>
            )}
          </ol>
          {again && (
            <div class="stack tight apart">
              <div class="actions">{again}</div>
              <p class="quiet" id="again">
                {i18n.t('restore.againHint')}
              </p>
            </div>
          )}
        </>
      );
    case 'undone':
      return (
        <>
          <div class="notice good stack tight" role="status">
            <Heading level={2} focus={acted}>
              {i18n.t('restore.end.undoneTitle')}
            </Heading>
            <p>{undoneWords(state.how)}</p>
          </div>
          <Twins restore={restore} rechecking={rechecking} />
          <div class="actions">{again}</div>
        </>
      );
    case 'cancelled': {
      const words = [
        i18n.t('restore.end.cancelled'),
        leftWords(state.left),
        ...(state.kept ? [keptWords(state.kept)] : []),
      ].join(' ');
      return (
        <>
          <Heading level={2} focus={acted}>
            {i18n.t('restore.title')}
          </Heading>
          {state.kept ? <Alert>{words}</Alert> : <p role="status">{words}</p>}
          <div class="actions">
            {state.left !== 'nothing' && (
              <button type="button" class="primary" onClick={onUndo}>
                {i18n.t('restore.end.undo')}
              </button>
            )}
            {again}
          </div>
        </>
      );
    }
    case 'refused':
      return <RefusedStep why={state.why} acted={acted} {...handlers} onRetry={onStart} />;
    default:
      return null;
  }
}

function Open({ sequenceId }: { sequenceId: number }) {
  return (
    <section class="stack" aria-labelledby="open">
      <h4 id="open">{i18n.t('restore.next.open')}</h4>
      <p>{i18n.t('restore.next.openHint')}</p>
      <p class="actions">
        <a class="button" href={`${KIT_LINKS.sequences}/${sequenceId}`} target="_blank" rel="noreferrer">
          {i18n.t('restore.openNew')}
        </a>
      </p>
    </section>
  );
}

/** What is known of a second sequence that Kit may have made of the same request. */
function Twins({ restore, rechecking }: { restore: Restore; rechecking: boolean }) {
  const { twins, twinsUnsure } = restore;
  return (
    <>
      {twins.map((twin) => (
        <Alert
          key={twin.sequenceId}
          action={
            <a
              class="button"
              href={`${KIT_LINKS.sequences}/${twin.sequenceId}`}
              target="_blank"
              rel="noreferrer"
            >
              {i18n.t('restore.openTwin')}
            </a>
          }
        >
          {twinWords(twin)}
        </Alert>
      ))}
      {rechecking && <p class="quiet">{i18n.t('restore.step.rechecking')}</p>}
      {twinsUnsure && <p class="quiet">{i18n.t('restore.end.twinsUnsure')}</p>}
    </>
  );
}

function undoneWords(how: 'now' | 'already' | 'nothing was made'): string {
  if (how === 'now') return i18n.t('restore.end.undone');
  return how === 'already' ? i18n.t('restore.end.undoneAlready') : i18n.t('restore.end.undoneNothing');
}
