import { i18n } from '#i18n';
import type { Retirement, Since } from '../../utils/retire/retirement.ts';
import type { SequenceJob, SequenceJobEnd } from '../../utils/sequence/sequence-job.ts';
import { problemWords } from '../connection/problem-words.ts';
import { outcomeOf } from '../jobs/outcome.ts';
import { isolated, list, number, onDay } from '../ui/words.ts';

/** Why it was not paused, or not resumed. */
function endWords(
  { review }: Pick<Retirement, 'review'>,
  kind: 'pause' | 'resume',
  end: SequenceJobEnd | { step: 'busy' },
): string {
  if (end.step === 'busy') return i18n.t('operation.busy');
  return outcomeOf({ kind, review, backupId: null } as SequenceJob, end).sentences.join(' ');
}

/** What happened while it rested. */
function sinceWords({ added, edited, referredBy }: Since): string[] {
  return [
    ...(added === null
      ? []
      : added === 0
        ? [i18n.t('retire.nobodyAdded')]
        : [i18n.t('retire.added', added, { count: number(added) })]),
    ...(edited ? [i18n.t('retire.edited')] : []),
    ...(referredBy.length > 0
      ? [i18n.t('retire.referred', { names: list(referredBy.map(({ name }) => isolated(name))) })]
      : []),
  ];
}

/** How it stands with it, and what was seen last. */
export function stateWords(retirement: Retirement): string[] {
  const { state, remindAt, found, unseen, notBack } = retirement;
  const seen = [
    ...(found ? [i18n.t('retire.lookedAt', { day: onDay(found.at) }), ...sinceWords(found)] : []),
    ...(unseen ? [i18n.t('retire.unseen'), problemWords(unseen)] : []),
    ...(notBack ? [i18n.t('retire.notBack'), endWords(retirement, 'resume', notBack)] : []),
  ];
  switch (state.step) {
    case 'reading':
    case 'pausing':
      return [i18n.t('operation.sendingPause')];
    case 'bringing back':
      return [i18n.t('operation.sendingResume')];
    case 'due':
      return [i18n.t('retire.dayCame'), ...seen];
    case 'resting':
    case 'looking':
    case 'reminding':
      return [i18n.t('retire.remindOn', { day: onDay(remindAt) }), ...seen];
    case 'failed':
      return [problemWords(state.problem), i18n.t('effect.none')];
    case 'not paused':
      return [endWords(retirement, 'pause', state.end)];
    case 'ended':
      return [
        {
          'brought back': () => i18n.t('retire.broughtBack'),
          resumed: () => i18n.t('retire.resumed'),
          deleted: () => i18n.t('retire.deleted'),
          removed: () => i18n.t('retire.removed'),
        }[state.why](),
      ];
  }
}
