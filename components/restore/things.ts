import { i18n } from '#i18n';
import { isolated, list, number } from '../ui/words.ts';

/** What a field of Kit's is to a person; Kit's own name for it, in quotes, where this version knows none. */
export function thingWords(field: string): string {
  switch (field) {
    case 'id':
    case 'sequence_id':
      return i18n.t('restore.thing.id');
    case 'created_at':
    case 'updated_at':
      return i18n.t('restore.thing.dates');
    case 'stats':
    case 'email_count':
    case 'subscriber_count':
      return i18n.t('restore.thing.stats');
    case 'name':
      return i18n.t('restore.thing.name');
    case 'active':
    case 'published':
      return i18n.t('restore.thing.status');
    case 'hold':
      return i18n.t('restore.thing.hold');
    case 'repeat':
      return i18n.t('restore.thing.repeat');
    case 'email_address':
      return i18n.t('restore.thing.sender');
    case 'email_template_id':
      return i18n.t('restore.thing.template');
    case 'send_days':
      return i18n.t('restore.thing.sendDays');
    case 'send_hour':
      return i18n.t('restore.thing.sendHour');
    case 'time_zone':
      return i18n.t('restore.thing.timeZone');
    case 'exclude_subscriber_sources':
      return i18n.t('restore.thing.excluded');
    case 'subject':
      return i18n.t('restore.thing.subject');
    case 'preview_text':
      return i18n.t('restore.thing.preview');
    case 'position':
      return i18n.t('restore.thing.position');
    case 'delay_value':
      return i18n.t('restore.thing.delay');
    case 'delay_unit':
      return i18n.t('restore.thing.delayUnit');
    case 'content':
      return i18n.t('restore.thing.content');
    default:
      return i18n.t('restore.thing.unknown', { name: isolated(field) });
  }
}

/** @param json a value as text; one that was cut off is no JSON any more, and is shown as it is. */
export function valueWords(field: string, json: string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json;
  }
  if (value === null || value === '') return i18n.t('restore.thing.nothing');
  if (typeof value === 'boolean') return flagWords(field, value);
  if (field === 'position' && typeof value === 'number') return number(value + 1);
  if (field === 'send_hour' && typeof value === 'number') return hourWords(value);
  if (field === 'send_days' && Array.isArray(value)) return daysWords(value.map(String));
  if (field === 'exclude_subscriber_sources' && Array.isArray(value)) {
    return value.length > 0 ? list(value.map(sourceWords)) : i18n.t('restore.thing.nothing');
  }
  if (field === 'delay_unit') return unitWords(String(value));
  if (typeof value === 'number') return field.endsWith('_id') ? String(value) : number(value);
  return typeof value === 'string' ? value : json;
}

function flagWords(field: string, value: boolean): string {
  if (field === 'active') return value ? i18n.t('restore.thing.active') : i18n.t('restore.thing.paused');
  if (field === 'published') return value ? i18n.t('restore.thing.published') : i18n.t('restore.thing.draft');
  return value ? i18n.t('restore.thing.yes') : i18n.t('restore.thing.no');
}

const at = (day: number, hour: number, options: Intl.DateTimeFormatOptions) =>
  new Date(Date.UTC(2023, 0, day, hour)).toLocaleString(i18n.t('language'), { ...options, timeZone: 'UTC' });

const hourWords = (hour: number) => at(1, hour, { hour: 'numeric', minute: '2-digit' });

// The first of January 2023 was a Sunday.
const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const daysWords = (days: string[]) =>
  days.length === 0
    ? i18n.t('restore.thing.nothing')
    : list(days.map((day) => (WEEK.includes(day) ? at(WEEK.indexOf(day) + 1, 0, { weekday: 'long' }) : day)));

function unitWords(unit: string): string {
  if (unit === 'days') return i18n.t('restore.thing.days');
  return unit === 'hours' ? i18n.t('restore.thing.hours') : unit;
}

function sourceWords(source: unknown): string {
  const { type, ids } = Object(source);
  const numbers = list([ids].flat().map(String));
  switch (type) {
    case 'tag':
      return i18n.t('restore.thing.ofTag', { ids: numbers });
    case 'sequence':
      return i18n.t('restore.thing.ofSequence', { ids: numbers });
    case 'form':
      return i18n.t('restore.thing.ofForm', { ids: numbers });
    case 'segment':
      return i18n.t('restore.thing.ofSegment', { ids: numbers });
    default:
      return `${isolated(String(type))} ${numbers}`;
  }
}
