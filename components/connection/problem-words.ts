import { i18n } from '#i18n';
import type { KitProblem } from '../../utils/kit/problems.ts';
import { durationWords } from '../ui/duration.ts';

/** What happened, in a sentence or two. */
export function problemWords(problem: KitProblem): string {
  switch (problem.kind) {
    case 'not connected':
      return i18n.t('problem.notConnected');
    case 'unauthorized':
      return unauthorizedWords(problem.credential);
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

function unauthorizedWords(credential: Extract<KitProblem, { kind: 'unauthorized' }>['credential']): string {
  switch (credential) {
    case 'api key':
      return i18n.t('problem.keyRefused');
    case 'oauth':
      return i18n.t('problem.signedOut');
    // What was just renewed or replaced was refused too.
    case undefined:
      return i18n.t('problem.unauthorized');
  }
}

const withRequestId = (words: string, id: string | null) =>
  id ? `${words} ${i18n.t('problem.requestId', { id })}` : words;
