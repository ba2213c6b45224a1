import { i18n } from '#i18n';
import type { Range } from '../../utils/review/estimate.ts';
import { keepsComing, type Seen, type Watch } from '../../utils/watch/watch.ts';
import { problemWords } from '../connection/problem-words.ts';
import { moment, number, onDay } from '../ui/words.ts';

/** When nobody waits any more if nobody else comes in, as it was reckoned at that time, in ms since 1970. */
export function untilWords({ from, to }: Range, reckonedAt: number): string {
  const [earliest, latest] = [moment(from, from), moment(to, to)];
  if (from <= reckonedAt) return i18n.t('watch.untilLatest', { to: latest });
  return earliest === latest
    ? i18n.t('watch.untilThen', { to: latest })
    : i18n.t('watch.untilBetween', { from: earliest, to: latest });
}

function waitingWords({ from, to }: Range): string {
  if (from === to) return i18n.t('watch.waiting', to, { count: number(to) });
  return from === 0
    ? i18n.t('watch.waitingUpTo', to, { count: number(to) })
    : i18n.t('watch.waitingRange', { from: number(from), to: number(to) });
}

function seenWords(found: Seen, watch: Watch): string[] {
  const { at, isActive, waiting, until, added } = found;
  const lookedAt = i18n.t('retire.lookedAt', { day: onDay(at) });
  if (waiting?.to === 0) return [lookedAt, i18n.t('watch.clear')];
  return [
    lookedAt,
    waiting === null ? i18n.t('watch.unknown') : waitingWords(waiting),
    ...(isActive ? [] : [i18n.t('watch.paused')]),
    ...(until && until.to > at ? [untilWords(until, at)] : []),
    ...(keepsComing(watch)
      ? [i18n.t('watch.cameIn', added ?? 0, { count: number(added ?? 0) }), i18n.t('watch.stopThem')]
      : []),
  ];
}

/** How it stands with it, and what was seen last. */
export function watchWords(watch: Watch): string[] {
  const { state, found, unseen } = watch;
  if (state.step === 'ended') {
    return [state.why === 'deleted' ? i18n.t('watch.deleted') : i18n.t('watch.stopped')];
  }
  if (!found && !unseen && state.step === 'looking') return [i18n.t('watch.looking')];
  return [
    ...(found ? seenWords(found, watch) : []),
    ...(unseen ? [i18n.t('retire.unseen'), problemWords(unseen)] : []),
    ...(state.step === 'resting' ? [i18n.t('watch.next', { when: moment(state.lookAt, state.lookAt) })] : []),
  ];
}
