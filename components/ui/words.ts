import { i18n } from '#i18n';
import type { BackupProblem } from '../../utils/backup/capture/capture.ts';
import type { ConnectProblem } from '../../utils/connection/problems.ts';
import type { KitProblem } from '../../utils/kit/problems.ts';
import type { Change } from '../../utils/review/compare.ts';
import type { ReviewProblem } from '../../utils/review/owner.ts';
import type { OperationKind, OperationRefusal } from '../../utils/sequence/operation.ts';
import { durationWords } from './duration.ts';

export const number = (value: number) => value.toLocaleString(i18n.t('language'));

/** A day, counted from 1970-01-01. */
export const day = (value: number) =>
  new Date(value * 86_400_000).toLocaleDateString(i18n.t('language'), {
    timeZone: 'UTC',
    dateStyle: 'medium',
  });

/** Keeps a name's own writing direction from turning the sentence around it. */
export const isolated = (text: string) => `\u2068${text}\u2069`;

/** What happened, in a sentence or two. */
export function problemWords(problem: KitProblem): string {
  switch (problem.kind) {
    case 'not connected':
      return i18n.t('problem.notConnected');
    case 'unauthorized':
      return i18n.t('problem.unauthorized');
    case 'forbidden':
      return i18n.t('problem.forbidden');
    case 'not found':
      return i18n.t('problem.notFound');
    case 'too large':
      return i18n.t('problem.tooLarge');
    case 'invalid':
      return problem.messages.length > 0
        ? i18n.t('problem.invalid', { messages: problem.messages.join('; ') })
        : i18n.t('problem.invalidSilent');
    case 'rate limited':
      return problem.retryAfter === undefined
        ? i18n.t('problem.rateLimited')
        : i18n.t('problem.rateLimitedFor', { time: durationWords(problem.retryAfter) });
    case 'server error':
      return i18n.t('problem.serverError', { status: problem.status });
    case 'timeout':
      return i18n.t('problem.timeout');
    case 'unreachable':
      return i18n.t('problem.unreachable');
    case 'no permission':
      return i18n.t('problem.noPermission');
    case 'storage failed':
      return i18n.t('problem.storageFailed');
    case 'not from Kit':
      return withRequestId(i18n.t('problem.notFromKit', { status: problem.status }), problem.requestId);
    case 'reply too large':
      return i18n.t('problem.replyTooLarge');
    case 'not understood':
      return withRequestId(i18n.t('problem.notUnderstood', { status: problem.status }), problem.requestId);
  }
}

const withRequestId = (words: string, id: string | null) =>
  id ? `${words} ${i18n.t('problem.requestId', { id })}` : words;

/** Why there is no review, with the accounts that it concerns. */
export function reviewProblemWords({ problem, accounts }: ReviewProblem): string {
  const names = accounts.map(({ name }) => isolated(name));
  const list = new Intl.ListFormat(i18n.t('language')).format(names);
  switch (problem.kind) {
    case 'not found':
      return names.length === 1
        ? i18n.t('problem.notFoundIn', { account: list })
        : i18n.t('problem.notFoundInAny', { accounts: list });
    // These lie between the browser and Kit, whoever asks.
    case 'not connected':
    case 'no permission':
    case 'storage failed':
    case 'unreachable':
    case 'not from Kit':
      return problemWords(problem);
    default:
      return i18n.t('problem.ofAccount', { account: list, problem: problemWords(problem) });
  }
}

/** Why nothing can be changed from a page of another account. `page`: that account's name, null if not connected. */
export function foreignPageWords(owner: string, page: string | null): string {
  return page === null
    ? i18n.t('review.foreignUnconnected', { owner: isolated(owner) })
    : i18n.t('review.foreignPage', { owner: isolated(owner), page: isolated(page) });
}

export function connectWords(problem: ConnectProblem): string {
  switch (problem.kind) {
    case 'no key':
      return i18n.t('connect.noKey');
    case 'key refused':
      return i18n.t('connect.keyRefused');
    case 'cancelled':
      return i18n.t('connect.cancelled');
    case 'page failed':
      return i18n.t('connect.pageFailed');
    case 'page refused':
      return i18n.t('connect.pageRefused', { error: problem.error });
    case 'state mismatch':
      return i18n.t('connect.stateMismatch');
    case 'code refused':
      return i18n.t('connect.codeRefused');
    case 'no client':
      return i18n.t('connect.noClient');
    case 'token refused':
      return i18n.t('connect.tokenRefused');
    case 'kit':
      return problemWords(problem.problem);
  }
}

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

function unreadWords(of: Extract<BackupProblem, { kind: 'kit' }>['of']): string {
  return {
    sequence: i18n.t('backupProblem.sequence'),
    emails: i18n.t('backupProblem.emails'),
    people: i18n.t('backupProblem.people'),
  }[of];
}

function backupProblemWords(problem: BackupProblem): string {
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

function changeWords(change: Change): string {
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
  }
}
