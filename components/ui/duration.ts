import { i18n } from '#i18n';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A time that is not known exactly: in tens of seconds, then in minutes, then in tenths of hours. */
export function durationWords(seconds: number): string {
  if (seconds <= 90) return unit(Math.max(1, Math.ceil(seconds / 10)) * 10, 'second');
  if (seconds < 2 * HOUR) return unit(Math.round(seconds / MINUTE), 'minute');
  return unit(seconds / HOUR, 'hour');
}

const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
  // Number and unit stay on one line.
  new Intl.NumberFormat(i18n.t('language'), {
    style: 'unit',
    unit: name,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  })
    .format(value)
    .replace(' ', '\u00a0');
