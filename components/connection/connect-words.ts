import { i18n } from '#i18n';
import type { ConnectProblem } from '../../utils/connection/problems.ts';
import { problemWords } from './problem-words.ts';

/** Why an account was not connected. */
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
