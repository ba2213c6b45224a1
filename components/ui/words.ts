import { i18n } from '#i18n';
import type { ConnectProblem } from '../../utils/connection/problems.ts';
import type { KitProblem } from '../../utils/kit/problems.ts';
import type { OperationKind, Refusal } from '../../utils/operations/operation.ts';
import type { Change } from '../../utils/review/compare.ts';

export const number = (value: number) => value.toLocaleString(i18n.t('language'));

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
        : i18n.t('problem.rateLimitedFor', { seconds: number(problem.retryAfter) });
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
    case 'not understood': {
      const words = i18n.t('problem.notUnderstood', { status: problem.status });
      return problem.requestId ? `${words} ${i18n.t('problem.requestId', { id: problem.requestId })}` : words;
    }
  }
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

export function refusalWords(why: Refusal, kind: OperationKind, account: string): string {
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
      return i18n.t('review.foreignPage', { account });
    case 'gone':
      return i18n.t('refused.gone');
  }
}

function changeWords(change: Change): string {
  switch (change.kind) {
    case 'more people': {
      const to = number(change.to);
      return change.from === null
        ? i18n.t('refused.morePeopleUnknown', { to })
        : i18n.t('refused.morePeople', { to, from: number(change.from) });
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
