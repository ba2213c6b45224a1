import { i18n } from '#i18n';
import type { Cause, Caveat, Range } from '../../utils/review/estimate.ts';
import { number } from '../ui/words.ts';

export function rangeWords({ from, to }: Range): string {
  return from === to ? number(to) : i18n.t('estimate.range', { from: number(from), to: number(to) });
}

export function caveatWords(caveat: Caveat): string {
  switch (caveat) {
    case 'schedule may have changed':
      return i18n.t('caveat.scheduleMayHaveChanged');
    case 'automations may have moved people':
      return i18n.t('caveat.automations');
    case 'hold':
      return i18n.t('caveat.hold');
    case 'order unknown':
      return i18n.t('caveat.orderUnknown');
    case 'some counts unread':
      return i18n.t('caveat.someCountsUnread');
    case 'counts disagree':
      return i18n.t('caveat.countsDisagree');
    case 'sends disagree':
      return i18n.t('caveat.sendsDisagree');
  }
}

/** Why a number is a range. What the caveats say too is not said twice. */
export function causeWords(cause: Exclude<Cause, 'sends disagree'>): string {
  switch (cause) {
    case 'paused':
      return i18n.t('cause.paused');
    case 'repeat':
      return i18n.t('cause.repeat');
    case 'by day':
      return i18n.t('cause.byDay');
    case 'some people unread':
      return i18n.t('cause.somePeopleUnread');
    case 'batch':
      return i18n.t('cause.batch');
    case 'turn of day':
      return i18n.t('cause.turnOfDay');
    case 'own send days':
      return i18n.t('cause.ownSendDays');
    case 'clock change':
      return i18n.t('cause.clockChange');
    case 'time zone unknown':
      return i18n.t('cause.timeZoneUnknown');
    case 'send hour unknown':
      return i18n.t('cause.sendHourUnknown');
    case 'send days unknown':
      return i18n.t('cause.sendDaysUnknown');
    case 'delays unknown':
      return i18n.t('cause.delaysUnknown');
  }
}
