import { i18n } from '#i18n';
import type { Change } from '../../utils/review/compare.ts';
import type { ReviewProblem } from '../../utils/review/owner.ts';
import { problemWords } from '../connection/problem-words.ts';
import { isolated, list, number } from '../ui/words.ts';

/** Why there is no review, with the accounts that it concerns. */
export function reviewProblemWords({ problem, accounts }: ReviewProblem): string {
  const names = accounts.map(({ name }) => isolated(name));
  const listed = list(names);
  switch (problem.kind) {
    case 'not found':
      return names.length === 1
        ? i18n.t('problem.notFoundIn', { account: listed })
        : i18n.t('problem.notFoundInAny', { accounts: listed });
    // These lie between the browser and Kit, whoever asks.
    case 'not connected':
    case 'no permission':
    case 'storage failed':
    case 'unreachable':
    case 'not from Kit':
      return problemWords(problem);
    default:
      return i18n.t('problem.ofAccount', { account: listed, problem: problemWords(problem) });
  }
}

/** Why nothing can be changed from a page of another account. `page`: that account's name, null if not connected. */
export function foreignPageWords(owner: string, page: string | null): string {
  return page === null
    ? i18n.t('review.foreignUnconnected', { owner: isolated(owner) })
    : i18n.t('review.foreignPage', { owner: isolated(owner), page: isolated(page) });
}

/** What changed since the review, or since the backup. */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'more people': {
      const to = number(change.to);
      return change.from === null
        ? i18n.t('refused.morePeopleUnknown', change.to, { to })
        : i18n.t('refused.morePeople', change.to, { to, from: number(change.from) });
    }
    case 'count unreadable':
      return i18n.t('refused.countUnreadable');
    case 'renamed':
      return i18n.t('refused.renamed', { name: change.to });
    case 'paused':
      return i18n.t('refused.paused');
    case 'resumed':
      return i18n.t('refused.resumed');
    case 'edited':
      return i18n.t('refused.edited');
    case 'email edited':
      return i18n.t('refused.emailEdited', { subject: subjectWords(change.subject) });
    case 'email added':
      return i18n.t('refused.emailAdded', { subject: subjectWords(change.subject) });
    case 'email removed':
      return i18n.t('refused.emailRemoved', { subject: subjectWords(change.subject) });
  }
}

const subjectWords = (subject: string | null): string => isolated(subject || i18n.t('refused.noSubject'));
