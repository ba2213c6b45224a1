import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BackupReader } from '../../utils/backup/backup.ts';
import { zipName } from '../../utils/backup/file/names.ts';
import type { WriteProblem } from '../../utils/backup/file/problems.ts';
import type { SaveProblem } from '../../utils/backup/save.ts';
import { addressOf, saveFrom } from '../ui/save.ts';
import { downloadSeen, lookAtBegun } from './browser-download.ts';
import type { KeptBackups } from './kept.ts';
import { zipFile } from './make-file.ts';

type DownloadState =
  | { step: 'idle' }
  /** Emails and people that were read; each is read three times. */
  | { step: 'building'; done: number; all: number }
  /** The browser has it, and does not tell whether it kept it: a person does. */
  | { step: 'begun'; file: string; address: string }
  /** The browser writes it, and tells when it is whole. */
  | { step: 'arriving'; file: string }
  /** `marked`: the store knows of it. `seen`: the file that the browser says is whole; null where a person says so. */
  | { step: 'arrived'; marked: boolean; seen: string | null }
  /** Null where a person says so. */
  | { step: 'did not arrive'; problem: SaveProblem | null }
  /** Null where the storage failed. */
  | { step: 'failed'; problem: WriteProblem | null };

export interface Downloading {
  state: DownloadState;
  start(): void;
  cancel(): void;
  /** A person says whether they have the file. */
  answer(arrived: boolean): void;
  /** Asks for the permission to see downloads, and looks at this one. To be called in a person's press. */
  look(): void;
}

/** Builds the zip of a backup, and gives it to the browser. A page that goes away stops it. */
export function useDownload(
  store: KeptBackups,
  id: string,
  atOnce: boolean,
  onDownloaded: () => void,
): Downloading {
  const [state, setState] = useState<DownloadState>({ step: 'idle' });
  const running = useRef<AbortController | null>(null);
  const done = useRef(onDownloaded);
  done.current = onDownloaded;

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setState({ step: 'idle' });
  }, []);
  const arrived = useCallback(
    (seen: string | null) =>
      store
        .noteDownload(id)
        .catch(() => null)
        .then((marked) => {
          setState({ step: 'arrived', marked: marked !== null, seen });
          done.current();
        }),
    [store, id],
  );
  const start = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ step: 'building', done: 0, all: 1 });
    const tell = (next: DownloadState) => {
      if (!controller.signal.aborted) setState(next);
    };
    download(store, id, tell, controller.signal).then(
      (next) => (next.step === 'arrived' ? arrived(next.seen) : tell(next)),
      () => tell({ step: 'failed', problem: null }),
    );
  }, [store, id, arrived]);
  const look = useCallback(() => {
    const { signal } = running.current ?? new AbortController();
    if (state.step !== 'begun') return;
    const { file, address } = state;
    lookAtBegun(address, signal).then(
      (ended) => {
        if (signal.aborted || !ended) return;
        if (ended.ok) arrived(file);
        else setState({ step: 'did not arrive', problem: ended.problem });
      },
      () => undefined,
    );
  }, [state, arrived]);

  const answer = useCallback(
    (hasFile: boolean) => {
      if (hasFile) arrived(null);
      else setState({ step: 'did not arrive', problem: null });
    },
    [arrived],
  );

  const begin = useRef(atOnce);
  useEffect(() => {
    if (begin.current) start();
    begin.current = false;
    return () => running.current?.abort();
  }, [start]);
  return { state, start, cancel, answer, look };
}

async function download(
  store: KeptBackups,
  id: string,
  tell: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<DownloadState> {
  const reader = await store.open(id);
  if (!reader) return { step: 'failed', problem: null };
  const zip = await zipFile(counted(reader, tell), signal);
  if (!zip.ok) return { step: 'failed', problem: zip.problem };
  const file = zipName(reader.backup);
  const address = addressOf(zip.value);
  tell({ step: 'arriving', file });
  const seen = await downloadSeen(address, file, signal);
  signal.throwIfAborted();
  if (!seen) {
    saveFrom(address, file);
    return { step: 'begun', file, address };
  }
  if (seen.ok) return { step: 'arrived', marked: true, seen: file };
  return { step: 'did not arrive', problem: seen.problem };
}

/** Tells how much of a backup was read. */
function counted(reader: BackupReader, tell: (state: DownloadState) => void): BackupReader {
  const all = 3 * (reader.backup.emails + reader.backup.people.kept);
  let done = 0;
  tell({ step: 'building', done, all });
  return {
    ...reader,
    async *parts() {
      for await (const part of reader.parts()) {
        yield part;
        if (part.name !== 'emails' && !part.name.startsWith('people/')) continue;
        done += part.count;
        tell({ step: 'building', done: Math.min(done, all), all });
      }
    },
  };
}
