import type { Contents } from '../backup/backup.ts';
import type { NewEmail } from '../kit/calls/emails.ts';
import type { NewSequence } from '../kit/calls/sequences.ts';
import { inOrder } from '../kit/order.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { isDelay, isWholeWeek, plainSettings, sourcesOf, unitOf, weekdaysOf } from './fields.ts';

/** A backup without its people, which are too many to hold at once. */
export interface Core extends Omit<Contents, 'people'> {
  /** Emails in it that cannot be used. */
  unusable?: number;
}

/** What Kit is sent: `full`, and once `minimal` if Kit refuses that, without ids that may not exist there any more. */
export interface Plan {
  sequence: { full: NewSequence; minimal: NewSequence };
  emails: PlannedEmail[];
}

export interface PlannedEmail {
  full: NewEmail;
  minimal: NewEmail;
  /** It was published, and can be told to Kit as it was. */
  publish: boolean;
  from: SequenceEmail;
}

/** What Kit did not take of it, so that it was left out. */
export interface LeftOut {
  /** The place of an email, from 0, or null for the sequence itself. */
  email: number | null;
  /** In Kit's own names; none for an email that was left out as a whole. */
  fields: string[];
  /** Kit's own words. */
  messages: string[];
}

/** Longer than any name in the wild needs to be told apart, and far from any limit of Kit's that is known. */
const NAME_KEPT = 80;

/** The name of a sequence that is not whole: nobody else gives one with this mark. */
export function markedName(name: string, mark: string): string {
  const letters = Array.from(name);
  const kept = letters.length > NAME_KEPT ? `${letters.slice(0, NAME_KEPT).join('')}…` : name;
  return `${kept} ${markIn(mark)}`;
}

export const markIn = (mark: string): string => `(restoring ${mark})`;

export function planOf({ sequence, emails }: Core): Plan {
  return { sequence: planSequence(sequence), emails: inOrder(emails).map(planEmail) };
}

function planSequence(sequence: Core['sequence']): Plan['sequence'] {
  const { settings } = plainSettings(sequence);
  const days = weekdaysOf(sequence.send_days);
  const sources = sourcesOf(sequence.exclude_subscriber_sources, sequence.id)?.sources ?? [];
  const full = {
    name: sequence.name,
    active: false,
    ...settings,
    ...(days && { send_days: days }),
    ...(sources.length > 0 && { exclude_subscriber_sources: sources }),
  };
  const { email_address: _, email_template_id: __, exclude_subscriber_sources: ___, ...minimal } = full;
  return { full, minimal };
}

function planEmail(email: SequenceEmail, position: number): PlannedEmail {
  const { subject, preview_text, content, email_template_id, delay_value, delay_unit } = email;
  const unit = unitOf(delay_unit);
  const known = unit !== null && isDelay(delay_value);
  const days = unit === 'days' ? weekdaysOf(email.send_days) : null;
  // All fields are named: what is left out is Kit's to choose.
  const minimal: NewEmail = {
    // Kit refuses an empty one.
    subject: subject?.trim() ? subject : '-',
    delay_value: known ? delay_value : 1,
    delay_unit: known ? unit : 'days',
    position,
    published: false,
    ...(typeof content === 'string' && { content }),
    ...(typeof preview_text === 'string' && { preview_text }),
  };
  const full: NewEmail = {
    ...minimal,
    ...(typeof email_template_id === 'number' && { email_template_id }),
    ...(days && !isWholeWeek(days) && { send_days: days }),
  };
  const late = position > 0 && minimal.delay_value === 0 && minimal.delay_unit === 'days';
  return {
    full,
    minimal: late ? { ...minimal, delay_value: 1 } : minimal,
    publish: email.published && known,
    from: email,
  };
}
