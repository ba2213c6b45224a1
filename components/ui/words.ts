import { i18n } from '#i18n';

export const number = (value: number) => value.toLocaleString(i18n.t('language'));

/** A day, counted from 1970-01-01. */
export const day = (value: number) =>
  new Date(value * 86_400_000).toLocaleDateString(i18n.t('language'), {
    timeZone: 'UTC',
    dateStyle: 'medium',
  });

/** Keeps a name's own writing direction from turning the sentence around it. */
export const isolated = (text: string) => `\u2068${text}\u2069`;

/** Joined as the language joins what it lists. */
export const list = (items: string[]) => new Intl.ListFormat(i18n.t('language')).format(items);
