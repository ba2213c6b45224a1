import { i18n } from '#i18n';
import type { OperationKind, OperationRefusal } from '../../utils/sequence/operation.ts';
import { backupProblemWords } from '../backup/problem-words.ts';
import { changeWords } from '../review/words.ts';
import { isolated } from '../ui/words.ts';

/** Why nothing was sent. */
export function refusalWords(why: OperationRefusal, kind: OperationKind, account: string): string {
  switch (why.kind) {
    case 'changed':
      return [
        kind === 'delete' ? i18n.t('refused.title') : i18n.t('refused.titleResume'),
        ...why.changes.map(changeWords),
        i18n.t('effect.none'),
      ].join(' ');
    case 'no review':
      return i18n.t('refused.noReview');
    case 'foreign page':
      return i18n.t('refused.foreignPage', { account: isolated(account) });
    case 'gone':
      return i18n.t('refused.gone');
    case 'no backup':
      return [i18n.t('refused.noBackup'), backupProblemWords(why.problem)].join(' ');
  }
}
