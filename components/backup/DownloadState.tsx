import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Alert } from '../ui/Alert.tsx';
import { Progress } from '../ui/Progress.tsx';
import { Said } from '../ui/Said.tsx';
import { isolated, number } from '../ui/words.ts';
import type { Downloading } from './download.ts';
import { saveProblemWords, writeProblemWords } from './words.ts';

/** How a download is coming on, or how it ended. */
export function DownloadState({ state, start, cancel, answer, look }: Downloading): ComponentChildren {
  switch (state.step) {
    case 'idle':
      return null;
    case 'building': {
      const { done, all } = state;
      const percent = Math.floor((100 * done) / Math.max(all, 1));
      return (
        <div class="stack">
          <Progress
            label={i18n.t('button.downloadBackup')}
            words={i18n.t('backup.downloading', { percent: number(percent) })}
            value={done}
            max={all}
          />
          <div class="actions">
            <button type="button" onClick={cancel}>
              {i18n.t('button.cancel')}
            </button>
          </div>
        </div>
      );
    }
    case 'begun':
      return (
        <div class="notice stack">
          <p role="status">
            {i18n.t('backup.downloadDone', { file: isolated(state.file) })} {i18n.t('backup.arrivedAsk')}
          </p>
          <div class="actions">
            <button type="button" onClick={() => answer(true)}>
              {i18n.t('backup.arrivedYes')}
            </button>
            <button type="button" onClick={() => answer(false)}>
              {i18n.t('backup.arrivedNo')}
            </button>
            <button type="button" onClick={look}>
              {i18n.t('backup.arrivedTell')}
            </button>
          </div>
        </div>
      );
    case 'arriving':
      return (
        <div class="stack">
          <p role="status">{i18n.t('backup.arriving', { file: isolated(state.file) })}</p>
          <div class="actions">
            <button type="button" onClick={cancel}>
              {i18n.t('button.cancel')}
            </button>
          </div>
        </div>
      );
    case 'arrived':
      return <Said words={arrivedWords(state)} />;
    case 'did not arrive':
      return (
        <Failed
          words={[
            ...(state.problem ? [saveProblemWords(state.problem)] : []),
            i18n.t('backup.notArrived'),
          ].join(' ')}
          start={start}
        />
      );
    case 'failed':
      return (
        <Failed
          words={state.problem ? writeProblemWords(state.problem) : i18n.t('backup.downloadFailed')}
          start={start}
        />
      );
  }
}

function arrivedWords({ marked, seen }: Extract<Downloading['state'], { step: 'arrived' }>): string {
  if (!marked) return i18n.t('backup.notMarked');
  return seen === null ? i18n.t('backup.arrived') : i18n.t('backup.arrivedWhole', { file: isolated(seen) });
}

function Failed({ words, start }: { words: string; start(): void }) {
  return (
    <Alert
      action={
        <button type="button" class="primary" onClick={start}>
          {i18n.t('button.tryAgain')}
        </button>
      }
    >
      {words}
    </Alert>
  );
}
