import * as v from 'valibot';
import { type Sequence, type SequenceEmail, saysWhetherPublished } from '../kit/shapes.ts';
import type { ScheduledEmail, ScheduleOfSequence } from './estimate.ts';

const days = v.optional(v.nullable(v.array(v.string())), null);

/** What the estimate needs of a sequence. Apart from the sequence's own shape: without it there still is a review. */
const Timing = v.object({
  active: v.boolean(),
  hold: v.boolean(),
  repeat: v.boolean(),
  send_days: days,
  send_hour: v.optional(v.nullable(v.number()), null),
  time_zone: v.optional(v.nullable(v.string()), null),
});

/** When the sequence sends; null where Kit did not say enough to reckon with. */
export function timingOf(sequence: Sequence): ScheduleOfSequence | null {
  const timing = v.safeParse(Timing, sequence);
  return timing.success ? timing.output : null;
}

/**
 * When its emails are sent, drafts among them; null where Kit did not say of each whether it is published. A delay that Kit
 * did not say has no unit.
 */
export function scheduledOf(emails: SequenceEmail[]): ScheduledEmail[] | null {
  if (!emails.every(saysWhetherPublished)) return null;
  return emails.map(({ id, subject, published, position, delay_value, delay_unit, send_days, stats }) => ({
    id,
    subject: subject ?? '',
    published,
    position: position ?? null,
    delay_value: delay_value ?? 0,
    delay_unit: (delay_value != null && delay_unit) || '',
    send_days: send_days ?? null,
    recipients: recipientsIn(stats),
  }));
}

const Stats = v.object({ recipients: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** How often an email was sent; null where its statistics do not say. */
const recipientsIn = (stats: unknown) => (v.is(Stats, stats) ? stats.recipients : null);
