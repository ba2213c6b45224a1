import * as v from 'valibot';
import type { NewEmail } from '../kit/calls/emails.ts';
import type { SequenceSettings } from '../kit/calls/sequences.ts';

type Weekday = NonNullable<SequenceSettings['send_days']>[number];
export type Sources = NonNullable<SequenceSettings['exclude_subscriber_sources']>;

const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const TYPES = ['tag', 'sequence', 'form', 'segment'] as const;

/** Kit's fields that this version knows; all others are unknown to it. */
export const SEQUENCE_FIELDS = new Set([
  ...['id', 'name', 'hold', 'repeat', 'created_at', 'updated_at', 'email_address', 'email_template_id'],
  ...['send_days', 'send_hour', 'time_zone', 'active', 'exclude_subscriber_sources'],
  ...['email_count', 'subscriber_count', 'stats'],
]);
export const EMAIL_FIELDS = new Set([
  ...['id', 'sequence_id', 'created_at', 'updated_at', 'subject', 'preview_text', 'email_address'],
  ...[
    'email_template_id',
    'published',
    'position',
    'delay_value',
    'delay_unit',
    'send_days',
    'content',
    'stats',
  ],
]);

/** What Kit's own rules take for the plain settings of a sequence. */
const Settings = {
  hold: v.boolean(),
  repeat: v.boolean(),
  send_hour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23)),
  time_zone: v.pipe(v.string(), v.nonEmpty()),
  email_address: v.pipe(v.string(), v.nonEmpty()),
  email_template_id: v.pipe(v.number(), v.integer()),
};
type Plain = { [F in keyof typeof Settings]?: v.InferOutput<(typeof Settings)[F]> };

/** The plain settings that can be told to Kit, and the names of those that cannot. What is null has no need to be. */
export function plainSettings(sequence: Record<string, unknown>): { settings: Plain; unfit: string[] } {
  const settings: Record<string, unknown> = {};
  const unfit: string[] = [];
  for (const [field, schema] of Object.entries(Settings)) {
    const value = sequence[field] ?? null;
    if (value === null) continue;
    if (v.is(schema, value)) settings[field] = value;
    else unfit.push(field);
  }
  return { settings, unfit };
}

/** Null where these are no weekdays, or none at all. */
export function weekdaysOf(days: unknown): Weekday[] | null {
  const parsed = v.safeParse(v.pipe(v.array(v.picklist(WEEK)), v.nonEmpty()), days);
  return parsed.success ? parsed.output : null;
}

/** An email of every day has no days of its own. */
export const isWholeWeek = (days: Weekday[]): boolean => WEEK.every((day) => days.includes(day));

const Given = v.array(v.looseObject({ type: v.string(), ids: v.array(v.number()) }));
const isTold = (type: string): type is Sources[number]['type'] => TYPES.some((one) => one === type);

/** Who is kept out, as Kit takes it; `ownId` is the sequence that was deleted. Null where Kit gave something else. */
export function sourcesOf(given: unknown, ownId: number) {
  const parsed = v.safeParse(Given, given ?? []);
  if (!parsed.success) return null;
  const sources: Sources = [];
  const unfit: { type: string; ids: number[] }[] = [];
  let own = false;
  for (const { type, ids } of parsed.output) {
    const kept = type === 'sequence' ? ids.filter((id) => id !== ownId) : ids;
    own ||= kept.length < ids.length;
    if (!isTold(type)) unfit.push({ type, ids });
    else if (kept.length > 0) sources.push({ type, ids: kept });
  }
  return { sources, unfit, own };
}

export function unitOf(unit: unknown): NewEmail['delay_unit'] | null {
  return unit === 'days' || unit === 'hours' ? unit : null;
}

export const isDelay = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
