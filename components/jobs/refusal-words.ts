import { i18n } from '#i18n';
import type { SequenceJobRefusal } from '../../utils/sequence/sequence-job.ts';
import { backupProblemWords } from '../backup/problem-words.ts';
import { saveProblemWords } from '../backup/words.ts';
import { changeWords } from '../review/words.ts';
import { isolated } from '../ui/words.ts';

/** Why nothing was sent. */
export function refusalWords(why: SequenceJobRefusal, account: string): string {
  switch (why.kind) {
    case 'changed':
      return [i18n.t('refused.changed'), ...why.changes.map(changeWords), i18n.t('effect.none')].join(' ');
    case 'no review':
      return i18n.t('refused.noReview');
    case 'foreign page':
      return i18n.t('refused.foreignPage', { account: isolated(account) });
    case 'gone':
      return i18n.t('refused.gone');
    case 'not saved':
      return saveProblemWords(why.problem);
    case 'no backup':
      return [i18n.t('refused.incomplete'), backupProblemWords(why.problem)].join(' ');
  }
}
