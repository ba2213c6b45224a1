import { browser } from 'wxt/browser';
import type { Backup, BackupReader, ListedBackup, Part, PartName } from '../../utils/backup/backup.ts';
import type { ImportedBackup, ImportProblem } from '../../utils/backup/import.ts';
import type { ImportAsk, ImportPiece } from '../../utils/backup/import-port.ts';
import { pieceAt } from '../../utils/backup/pieces.ts';
import { ask } from '../../utils/messages/ask.ts';
import { portName } from '../../utils/protocol.ts';
import type { RemovalProblem } from '../../utils/removal.ts';
import type { Result } from '../../utils/result.ts';

/** The backups that the browser keeps. Methods reject where they cannot be read or written. */
export interface KeptBackups {
  /** Newest first, unfinished ones too. */
  list(): Promise<ListedBackup[]>;
  /** Null when there is no such backup. */
  open(id: string): Promise<BackupReader | null>;
  /** A person has the file. Null when there is no such backup. */
  noteDownload(id: string): Promise<Backup | null>;
  remove(id: string): Promise<Result<null, RemovalProblem>>;
  /**
   * Keeps a backup out of a file that was checked. Rejects when told to stop, too; what was written by then is removed.
   *
   * @param tell hears how many emails and people were written.
   */
  keep(
    reader: Pick<BackupReader, 'backup' | 'parts'>,
    tell: (kept: number) => void,
    signal: AbortSignal,
  ): Promise<Result<ImportedBackup, ImportProblem>>;
}

/**
 * As the background keeps them. A page has another storage than that in containers of Firefox, and none in its private
 * windows, where an empty list would be false.
 */
export const backupsInBackground: KeptBackups = {
  list: async () => answered(await ask('backups.list', {})),
  async open(id) {
    const opened = answered(await ask('backups.open', { backupId: id }));
    return opened && readerOf(opened.backup, opened.parts);
  },
  noteDownload: async (id) => answered(await ask('backups.noteDownload', { backupId: id })),
  remove: (id) => ask('backups.remove', { backupId: id }),
  keep,
};

function answered<T>(answer: Result<T, { kind: 'storage failed' }>): T {
  if (!answer.ok) throw new Error(answer.problem.kind);
  return answer.value;
}

function readerOf(backup: Backup, names: PartName[]): BackupReader {
  async function part(name: PartName): Promise<Part | null> {
    let text = '';
    for (let from = 0; ; ) {
      const piece = answered(await ask('backups.part', { backupId: backup.id, name, from }));
      if (!piece) return null;
      const { next, ...read } = piece;
      text += read.text;
      if (next === null) return { ...read, text };
      from = next;
    }
  }
  return {
    backup,
    part,
    async *parts() {
      for (const name of names) {
        const read = await part(name);
        if (!read) throw new Error(`The part ${name} was removed`);
        yield read;
      }
    },
  };
}

function keep(
  { backup, parts }: Pick<BackupReader, 'backup' | 'parts'>,
  tell: (kept: number) => void,
  signal: AbortSignal,
): Promise<Result<ImportedBackup, ImportProblem>> {
  const port = browser.runtime.connect({ name: portName('import', backup.id) });
  const pieces = piecesOf(parts());
  return new Promise<Result<ImportedBackup, ImportProblem>>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    signal.throwIfAborted();
    port.onDisconnect.addListener(() => reject(new Error('The background has gone')));
    const answer = async (asked: ImportAsk) => {
      if ('kept' in asked) tell(asked.kept);
      else if ('end' in asked) {
        const { end } = asked;
        if (end.ok) resolve(end);
        else if (end.problem.kind === 'storage failed') reject(new Error(end.problem.kind));
        else resolve({ ok: false, problem: end.problem });
      } else if (asked.want === 'backup') port.postMessage(backup);
      else port.postMessage((await pieces.next()).value ?? null);
    };
    port.onMessage.addListener((asked: ImportAsk) => void answer(asked).catch(reject));
  }).finally(() => port.disconnect());
}

async function* piecesOf(parts: AsyncIterable<Part>): AsyncGenerator<ImportPiece, undefined> {
  for await (const part of parts) {
    for (let from: number | null = 0; from !== null; ) {
      const piece: ReturnType<typeof pieceAt> = pieceAt(part.text, from);
      yield { ...part, text: piece.text, more: piece.next !== null };
      from = piece.next;
    }
  }
}
