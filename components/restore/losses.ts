import { i18n } from '#i18n';
import type { Loss } from '../../utils/restore/losses.ts';
import { isolated, list, number } from '../ui/words.ts';
import { thingWords } from './things.ts';

/** The places of emails, counted from 0, as people count. */
export function emailsWords(places: number[]): string {
  const numbers = list(places.map((place) => number(place + 1)));
  return places.length === 1
    ? i18n.t('restore.email', { number: numbers })
    : i18n.t('restore.emails', { numbers });
}

const ofEmails = (places: number[], words: string) =>
  i18n.t('restore.ofEmail', { email: emailsWords(places), words });
const ofEmail = (place: number, words: string) => ofEmails([place], words);

/** What cannot be restored, or not for sure, in a sentence. */
export function lossWords(loss: Loss): string {
  switch (loss.kind) {
    case 'ids':
      return i18n.t('restore.losses.ids');
    case 'created at':
      return i18n.t('restore.losses.createdAt');
    case 'stats':
      return i18n.t('restore.losses.stats');
    case 'automations':
      return i18n.t('restore.losses.automations');
    case 'unusable emails':
      return i18n.t('restore.losses.unusableEmails', loss.emails, { count: number(loss.emails) });
    case 'people':
      return i18n.t('restore.losses.people', loss.people, { count: number(loss.people) });
    case 'paused':
      return i18n.t('restore.losses.paused');
    case 'sender':
      return ofEmails(loss.emails, i18n.t('restore.losses.sender', { address: isolated(loss.address) }));
    case 'no delay':
      return ofEmails(loss.emails, i18n.t('restore.losses.noDelay'));
    case 'delay':
      return ofEmail(loss.email, delayWords(loss.value, loss.unit));
    case 'no subject':
      return ofEmail(loss.email, i18n.t('restore.losses.noSubject'));
    case 'send days': {
      const words =
        loss.days.length > 0
          ? i18n.t('restore.losses.sendDays', { days: isolated(list(loss.days)) })
          : i18n.t('restore.losses.noSendDays');
      return loss.email === null ? words : ofEmail(loss.email, words);
    }
    case 'exclusion':
      return i18n.t('restore.losses.exclusion', {
        type: isolated(loss.type),
        ids: list(loss.ids.map(String)),
      });
    case 'own exclusion':
      return i18n.t('restore.losses.ownExclusion');
    case 'setting':
      return i18n.t('restore.losses.setting', { thing: thingWords(loss.field) });
    case 'unknown fields': {
      const words = i18n.t('restore.losses.unknownFields', { names: isolated(list(loss.fields)) });
      return loss.email === null ? words : ofEmail(loss.email, words);
    }
  }
}

function delayWords(value: number | null, unit: string | null): string {
  if (value === null && unit === null) return i18n.t('restore.losses.delayUnknown');
  return i18n.t('restore.losses.delay', { delay: isolated(`${value ?? '?'} ${unit ?? ''}`.trim()) });
}
