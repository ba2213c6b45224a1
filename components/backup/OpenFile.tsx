import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { MAX_ENTRIES } from '../../utils/backup/file/limits.ts';
import type { ImportedBackup } from '../../utils/backup/import.ts';
import { Alert } from '../ui/Alert.tsx';
import { Progress } from '../ui/Progress.tsx';
import { number } from '../ui/words.ts';
import { type Chosen, chosenFolder, dropped } from './chosen.ts';
import type { KeptBackups } from './kept.ts';
import { type Opened, openFile } from './open-file.ts';
import { fileProblemWords } from './words.ts';

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

  async function open(from: Chosen | null | Promise<Chosen | null>) {
    if (busy) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ step: 'checking' });
    let chosen: Chosen | null;
    try {
      chosen = await from;
    } catch {
      return setState({ step: 'refused', words: fileProblemWords({ kind: 'unreadable' }, 'folder') });
    }
    if (!chosen) return setState({ step: 'idle' });
    const opened = await openFile(store, chosen, setState, controller.signal);
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
        open(dropped(event.dataTransfer, MAX_ENTRIES));
      }}
    >
      <h2 id="from-file">{i18n.t('backup.fileTitle')}</h2>
      <p id="from-file-hint">{i18n.t('backup.fileHint')}</p>
      <div class="actions">
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
              if (file) open({ kind: 'file', file });
            }}
          />
        </label>
        <label class="button file">
          {i18n.t('backup.chooseFolder')}
          <input
            type="file"
            class="unseen"
            // Both browsers know it; no standard and no type does.
            {...({ webkitdirectory: true } as object)}
            aria-describedby="from-file-hint"
            aria-disabled={busy}
            onChange={(event) => {
              const chosen = chosenFolder(event.currentTarget.files);
              event.currentTarget.value = '';
              if (chosen) open(chosen);
            }}
          />
        </label>
      </div>
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
