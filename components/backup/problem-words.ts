import { i18n } from '#i18n';
import type { BackupProblem } from '../../utils/backup/capture/capture.ts';
import { problemWords } from '../connection/problem-words.ts';
import { isolated, number } from '../ui/words.ts';

/** Why there is no complete backup. */
export function backupProblemWords(problem: BackupProblem): string {
  switch (problem.kind) {
    case 'kit':
      return [unreadWords(problem.of), problemWords(problem.problem)].join(' ');
    case 'people missing':
      return i18n.t('backupProblem.peopleMissing', problem.expected, {
        kept: number(problem.kept),
        expected: number(problem.expected),
      });
    case 'content missing':
      return i18n.t('backupProblem.contentMissing', { subject: isolated(problem.subject ?? '') });
    case 'damaged':
      return i18n.t('backupProblem.damaged');
    case 'storage failed':
      return i18n.t('problem.storageFailed');
    case 'storage full':
      return i18n.t('backupProblem.storageFull');
    case 'removed':
      return i18n.t('backupProblem.removed');
    case 'cancelled':
      return i18n.t('result.cancelled');
  }
}

function unreadWords(of: Extract<BackupProblem, { kind: 'kit' }>['of']): string {
  return {
    sequence: i18n.t('backupProblem.sequence'),
    emails: i18n.t('backupProblem.emails'),
    people: i18n.t('backupProblem.people'),
  }[of];
}
