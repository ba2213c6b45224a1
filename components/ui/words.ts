import { i18n } from '#i18n';

export const number = (value: number) => value.toLocaleString(i18n.t('language'));

/** The day of a moment, in ms since 1970, where the reader is. */
export const onDay = (at: number) =>
  new Date(at).toLocaleDateString(i18n.t('language'), { dateStyle: 'medium' });

/** From one moment to another, in ms since 1970, where the reader is; said once where both read the same. */
export const moment = (from: number, to: number) =>
  new Intl.DateTimeFormat(i18n.t('language'), { dateStyle: 'medium', timeStyle: 'short' }).formatRange(
    from,
    to,
  );

/** Keeps a name's own writing direction from turning the sentence around it. */
export const isolated = (text: string) => `\u2068${text}\u2069`;

/** Joined as the language joins what it lists. */
export const list = (items: string[]) => new Intl.ListFormat(i18n.t('language')).format(items);
