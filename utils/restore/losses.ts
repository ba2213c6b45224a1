import { inOrder } from '../kit/order.ts';
import {
  EMAIL_FIELDS,
  isDelay,
  plainSettings,
  SEQUENCE_FIELDS,
  sourcesOf,
  unitOf,
  weekdaysOf,
} from './fields.ts';
import type { Core } from './plan.ts';

/**
 * What cannot be restored, or not for sure: said before anything is sent. `email` and `emails` are places from 0.
 */
export type Loss =
  /** The new sequence and its emails have new ids: forms, links, websites and programs that use the old ones find nothing. */
  | { kind: 'ids' }
  | { kind: 'created at' }
  | { kind: 'stats' }
  /** Visual Automations have to be linked by hand. */
  | { kind: 'automations' }
  /** Who was in it, how far they were, and when they were added. */
  | { kind: 'people'; people: number }
  /** Emails of the backup that have no id, or are none at all. */
  | { kind: 'unusable emails'; emails: number }
  /** It was active, and is restored paused. */
  | { kind: 'paused' }
  /** Emails that had a sender of their own. */
  | { kind: 'sender'; emails: number[]; address: string }
  /** Only the first email may have a delay of 0 days; Kit may refuse it. */
  | { kind: 'no delay'; emails: number[] }
  /** A delay that cannot be told to Kit: one day is sent instead, and the email stays a draft. */
  | { kind: 'delay'; email: number; value: number | null; unit: string | null }
  | { kind: 'no subject'; email: number }
  /** Days that are no weekdays, or none at all. `email` null: the sequence's own. */
  | { kind: 'send days'; email: number | null; days: string[] }
  /** People kept out by something that cannot be told to Kit. */
  | { kind: 'exclusion'; type: string; ids: number[] }
  /** It left out its own people. */
  | { kind: 'own exclusion' }
  /** A setting that cannot be told to Kit as it was. */
  | { kind: 'setting'; field: string }
  /** Fields that this version does not know, in Kit's own names. */
  | { kind: 'unknown fields'; email: number | null; fields: string[] };

/** @param people how many the backup holds. */
export function lossesOf(core: Core, people: number): Loss[] {
  return [
    { kind: 'ids' },
    { kind: 'created at' },
    { kind: 'stats' },
    { kind: 'automations' },
    ...(people > 0 ? [{ kind: 'people', people } as const] : []),
    ...(core.unusable ? [{ kind: 'unusable emails', emails: core.unusable } as const] : []),
    ...lossesOfSequence(core.sequence),
    ...lossesOfEmails(core),
  ];
}

function lossesOfSequence(sequence: Core['sequence']): Loss[] {
  const losses: Loss[] = [];
  if (sequence.active) losses.push({ kind: 'paused' });
  for (const field of plainSettings(sequence).unfit) losses.push({ kind: 'setting', field });
  const days = sequence.send_days;
  if (weekdaysOf(days) === null) losses.push({ kind: 'send days', email: null, days: textsOf(days) });
  const sources = sourcesOf(sequence.exclude_subscriber_sources, sequence.id);
  if (!sources) losses.push({ kind: 'setting', field: 'exclude_subscriber_sources' });
  if (sources?.own) losses.push({ kind: 'own exclusion' });
  for (const { type, ids } of sources?.unfit ?? []) losses.push({ kind: 'exclusion', type, ids });
  const unknown = Object.keys(sequence).filter((field) => !SEQUENCE_FIELDS.has(field));
  if (unknown.length > 0) losses.push({ kind: 'unknown fields', email: null, fields: unknown });
  return losses;
}

function lossesOfEmails(core: Core): Loss[] {
  const losses: Loss[] = [];
  const late: number[] = [];
  const emails = inOrder(core.emails);
  for (const [email, one] of emails.entries()) {
    const { delay_value: value = null, delay_unit: unit = null } = one;
    if (!one.subject?.trim()) losses.push({ kind: 'no subject', email });
    if (unitOf(unit) === null || !isDelay(value)) losses.push({ kind: 'delay', email, value, unit });
    if (email > 0 && value === 0 && unit === 'days') late.push(email);
    const days = one.send_days ?? null;
    if (days && unit === 'days' && !weekdaysOf(days)) {
      losses.push({ kind: 'send days', email, days: textsOf(days) });
    }
    const unknown = Object.keys(one).filter((field) => !EMAIL_FIELDS.has(field));
    if (unknown.length > 0) losses.push({ kind: 'unknown fields', email, fields: unknown });
  }
  if (late.length > 0) losses.push({ kind: 'no delay', emails: late });
  return [...losses, ...senders(core.sequence, emails)];
}

/** Emails that are sent from elsewhere than the rest. A backup does not hold the account's own address: most emails do. */
function senders({ email_address }: Core['sequence'], emails: Core['emails']): Loss[] {
  const places = new Map<string, number[]>();
  for (const [email, { email_address: address }] of emails.entries()) {
    if (typeof address === 'string') places.set(address, [...(places.get(address) ?? []), email]);
  }
  const usual = [...places].toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
  const general = typeof email_address === 'string' ? email_address : usual;
  return [...places]
    .filter(([address]) => address !== general)
    .map(([address, emails]) => ({ kind: 'sender', emails, address }));
}

const textsOf = (days: unknown): string[] => (Array.isArray(days) ? days.map(String) : []);
