import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ImportedBackup } from '../../utils/backup/import.ts';
import { Alert } from '../ui/Alert.tsx';
import { Progress } from '../ui/Progress.tsx';
import { number } from '../ui/words.ts';
import type { KeptBackups } from './kept.ts';
import { type Opened, openFile } from './open-file.ts';

interface Props {
  store: KeptBackups;
  /** The backup is in the store now, or was there already. */
  onKept(kept: ImportedBackup): void;
}

type State =
  | { step: 'idle' }
  | { step: 'checking' }
  | { step: 'keeping'; kept: number; all: number }
  | Exclude<Opened, { step: 'kept' }>;

/** **Restore from file**: checks a downloaded backup, and keeps it. */
export function OpenFile({ store, onKept }: Props) {
  const [state, setState] = useState<State>({ step: 'idle' });
  const [over, setOver] = useState(false);
  const running = useRef<AbortController | null>(null);
  const busy = state.step === 'checking' || state.step === 'keeping';

  async function open(file: File | undefined) {
    if (!file || busy) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ step: 'checking' });
    const opened = await openFile(store, file, setState, controller.signal);
    if (opened.step === 'kept') onKept(opened.kept);
    else setState(opened);
  }

  return (
    <section
      class={over ? 'card over' : 'card'}
      aria-labelledby="from-file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        open(event.dataTransfer?.files[0]);
      }}
    >
      <h2 id="from-file">{i18n.t('backup.fileTitle')}</h2>
      <p id="from-file-hint">{i18n.t('backup.fileHint')}</p>
      {/* Its own button and "no file chosen" are the browser's words. */}
      <label class="button file">
        {i18n.t('backup.chooseFile')}
        <input
          type="file"
          class="unseen"
          accept=".zip,application/zip"
          aria-describedby="from-file-hint"
          // Disabled, it would lose the focus.
          aria-disabled={busy}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            // The same file can then be chosen again, after it was repaired.
            event.currentTarget.value = '';
            open(file);
          }}
        />
      </label>
      {state.step === 'checking' && <p role="status">{i18n.t('backup.fileChecking')}</p>}
      {state.step === 'keeping' && (
        <Progress
          label={i18n.t('backup.fileTitle')}
          words={i18n.t('backup.fileKeeping', { done: number(state.kept), all: number(state.all) })}
          value={state.kept}
          max={state.all}
        />
      )}
      {busy && (
        <div class="actions">
          <button type="button" onClick={() => running.current?.abort()}>
            {i18n.t('button.cancel')}
          </button>
        </div>
      )}
      {state.step === 'refused' && <Alert>{state.words}</Alert>}
    </section>
  );
}
