import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BackupReader } from '../../utils/backup/backup.ts';
import { createCollector } from '../../utils/backup/collect.ts';
import { zipName } from '../../utils/backup/file/names.ts';
import type { WriteProblem } from '../../utils/backup/file/problems.ts';
import { writeZip } from '../../utils/backup/file/write.ts';
import { saveFile } from '../ui/save.ts';
import type { KeptBackups } from './kept.ts';
import { zipWords } from './zip-words.ts';

type DownloadState =
  | { step: 'idle' }
  /** Emails and people that were read; each is read twice. */
  | { step: 'building'; done: number; all: number }
  /** The browser has it, and does not tell whether it kept it: a person does. */
  | { step: 'begun'; file: string }
  /** `marked`: the store knows of it. */
  | { step: 'arrived'; marked: boolean }
  | { step: 'did not arrive' }
  /** Null where the storage failed. */
  | { step: 'failed'; problem: WriteProblem | null };

export interface Downloading {
  state: DownloadState;
  start(): void;
  cancel(): void;
  /** A person says whether they have the file. */
  answer(arrived: boolean): void;
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
  const start = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ step: 'building', done: 0, all: 1 });
    const tell = (next: DownloadState) => {
      if (!controller.signal.aborted) setState(next);
    };
    download(store, id, tell, controller.signal).then(tell, () => tell({ step: 'failed', problem: null }));
  }, [store, id]);

  const answer = useCallback(
    (arrived: boolean) => {
      if (!arrived) return setState({ step: 'did not arrive' });
      store
        .noteDownload(id)
        .catch(() => null)
        .then((marked) => {
          setState({ step: 'arrived', marked: marked !== null });
          done.current();
        });
    },
    [store, id],
  );

  const begin = useRef(atOnce);
  useEffect(() => {
    if (begin.current) start();
    begin.current = false;
    return () => running.current?.abort();
  }, [start]);
  return { state, start, cancel, answer };
}

async function download(
  store: KeptBackups,
  id: string,
  tell: (state: DownloadState) => void,
  signal: AbortSignal,
): Promise<DownloadState> {
  const reader = await store.open(id);
  if (!reader) return { step: 'failed', problem: null };
  const collector = createCollector();
  const written = await writeZip(counted(reader, tell), zipWords(), collector.add, signal);
  if (!written.ok) return { step: 'failed', problem: written.problem };
  signal.throwIfAborted();
  const file = zipName(reader.backup);
  saveFile(collector.file('application/zip'), file);
  return { step: 'begun', file };
}

/** Tells how much of a backup was read. */
function counted(reader: BackupReader, tell: (state: DownloadState) => void): BackupReader {
  const all = 2 * (reader.backup.emails + reader.backup.people.kept);
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
