import { i18n } from '#i18n';
import type { FileProblem, WriteProblem } from '../../utils/backup/file/problems.ts';
import type { SaveProblem } from '../../utils/backup/save.ts';
import { isolated } from '../ui/words.ts';

/** Why a file was not opened, and that this changed nothing. */
export const fileProblemWords = (
  problem: FileProblem | { kind: 'unreadable' },
  of: 'file' | 'folder' = 'file',
) =>
  `${(of === 'folder' && wrongFolder(problem)) || whatIsWrong(problem)} ${i18n.t('file.problem.nothingChanged')}`;

/** Where what is wrong with a folder is said in other words than of a zip. */
function wrongFolder(problem: Parameters<typeof fileProblemWords>[0]): string | null {
  switch (problem.kind) {
    case 'unreadable':
      return i18n.t('file.problem.folderUnreadable');
    case 'not a backup':
      return i18n.t('file.problem.folderNotABackup');
    case 'zip inside':
      return i18n.t('file.problem.folderZipInside', { name: shown(problem.name) });
    case 'several backups':
      return i18n.t('file.problem.folderSeveral');
    default:
      return null;
  }
}

function whatIsWrong(problem: Parameters<typeof fileProblemWords>[0]): string {
  switch (problem.kind) {
    case 'unreadable':
      return i18n.t('file.problem.unreadable');
    case 'empty':
      return i18n.t('file.problem.empty');
    case 'not a zip':
      return i18n.t('file.problem.notAZip');
    case 'truncated':
      return i18n.t('file.problem.truncated');
    case 'split':
      return i18n.t('file.problem.split');
    case 'zip inside':
      return i18n.t('file.problem.zipInside', { name: shown(problem.name) });
    case 'several backups':
      return i18n.t('file.problem.severalBackups');
    case 'not a backup':
      return i18n.t('file.problem.notABackup');
    case 'newer':
      return i18n.t('file.problem.newer');
    case 'encrypted':
      return i18n.t('file.problem.encrypted');
    case 'too large':
      return i18n.t('file.problem.tooLarge');
    case 'unsafe name':
      return i18n.t('file.problem.unsafeName', { name: shown(problem.name) });
    case 'duplicate name':
      return i18n.t('file.problem.duplicateName', { name: shown(problem.name) });
    case 'packed otherwise':
      return i18n.t('file.problem.packedOtherwise', { name: shown(problem.name) });
    case 'foreign':
      return i18n.t('file.problem.foreign', { name: shown(problem.name) });
    case 'missing':
      return i18n.t('file.problem.missing', { name: shown(problem.name) });
    case 'damaged':
      return problem.name === null
        ? i18n.t('file.problem.damaged')
        : i18n.t('file.problem.damagedIn', { name: shown(problem.name) });
    case 'changed':
      return i18n.t('file.problem.changed', { name: shown(problem.name) });
    case 'not understood':
      return i18n.t('file.problem.notUnderstood', { name: shown(problem.name) });
  }
}

/** Why a backup was not downloaded. */
export function writeProblemWords(problem: WriteProblem): string {
  switch (problem.kind) {
    case 'not complete':
      return i18n.t('file.write.notComplete');
    case 'kept wrong':
      return i18n.t('file.write.keptWrong', { name: shown(problem.name) });
    case 'too large':
      return i18n.t('file.write.tooLarge');
  }
}

/** Why a backup did not get to Downloads. */
export function saveProblemWords(problem: SaveProblem): string {
  switch (problem.kind) {
    case 'download cancelled':
      return i18n.t('saveProblem.cancelled');
    case 'no room':
      return i18n.t('saveProblem.noRoom');
    case 'download failed':
      return i18n.t('saveProblem.failed');
    case 'downloads not allowed':
      return i18n.t('saveProblem.notAllowed');
    case 'storage failed':
      return i18n.t('backup.downloadFailed');
    default:
      return writeProblemWords(problem);
  }
}

/** A name in a zip can be 65,535 characters long, and whatever its maker wished. */
function shown(name: string): string {
  const letters = [...name.replace(/[\p{Cc}\p{Cf}]/gu, '?')];
  return isolated(letters.length > 80 ? `${letters.slice(0, 80).join('')}…` : letters.join(''));
}
