import { i18n } from '#i18n';
import type { Caveat, Range } from '../../utils/review/estimate.ts';
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
    case 'by day':
      return i18n.t('caveat.byDay');
    case 'paused':
      return i18n.t('caveat.paused');
    case 'repeat':
      return i18n.t('caveat.repeat');
    case 'hold':
      return i18n.t('caveat.hold');
    case 'time zone unknown':
      return i18n.t('caveat.timeZoneUnknown');
    case 'send hour unknown':
      return i18n.t('caveat.sendHourUnknown');
    case 'send days unknown':
      return i18n.t('caveat.sendDaysUnknown');
    case 'delays unknown':
      return i18n.t('caveat.delaysUnknown');
    case 'order unknown':
      return i18n.t('caveat.orderUnknown');
    case 'some counts unread':
      return i18n.t('caveat.someCountsUnread');
    case 'counts disagree':
      return i18n.t('caveat.countsDisagree');
  }
}
