import { i18n } from '#i18n';
import { openFolder, openZip } from '../../utils/backup/file/open.ts';
import type { ImportedBackup } from '../../utils/backup/import.ts';
import { fail } from '../../utils/result.ts';
import type { Chosen } from './chosen.ts';
import type { KeptBackups } from './kept.ts';
import { fileProblemWords } from './words.ts';

/** How it ended. `refused`: why nothing was kept; `idle`: a person stopped it. */
export type Opened =
  | { step: 'kept'; kept: ImportedBackup }
  | { step: 'refused'; words: string }
  | { step: 'idle' };

/** Opens a downloaded backup, packed or not, checks all of it, and keeps it. Nothing is asked of Kit. */
export async function openFile(
  store: KeptBackups,
  chosen: Chosen,
  tell: (state: { step: 'keeping'; kept: number; all: number }) => void,
  signal: AbortSignal,
): Promise<Opened> {
  try {
    const opening = chosen.kind === 'file' ? openZip(chosen.file, signal) : openFolder(chosen.files, signal);
    const reader = await opening.catch((error: unknown) => {
      signal.throwIfAborted();
      return fail({ kind: 'unreadable' as const, error });
    });
    if (!reader.ok) return { step: 'refused', words: fileProblemWords(reader.problem, chosen.kind) };
    const { backup } = reader.value;
    // Its four small parts count one each.
    const all = backup.emails + backup.people.kept + 3;
    const kept = await store.keep(
      reader.value,
      (done) => tell({ step: 'keeping', kept: Math.min(done, all), all }),
      signal,
    );
    if (kept.ok) return { step: 'kept', kept: kept.value };
    return kept.problem.kind === 'other'
      ? { step: 'refused', words: i18n.t('backup.fileOther') }
      : { step: 'idle' };
  } catch {
    if (signal.aborted) return { step: 'idle' };
    return { step: 'refused', words: i18n.t('backup.fileStorage') };
  }
}
