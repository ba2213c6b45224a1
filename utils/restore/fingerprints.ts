import { sha256 } from '../backup/checksum.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { canonical } from './compare.ts';
import type { PlannedEmail } from './plan.ts';

const SETTINGS = [
  ...['hold', 'repeat', 'email_address', 'email_template_id', 'send_days', 'send_hour', 'time_zone'],
  'exclude_subscriber_sources',
];
const EMAIL = [
  ...['subject', 'preview_text', 'content', 'email_template_id', 'delay_value', 'delay_unit', 'send_days'],
];

/**
 * What a person may edit, in a few letters, so that an edit is noticed. Without what we change ourselves from step to
 * step: the name, whether it is active, whether an email is published; and without positions, which Kit may keep back.
 */
export const fingerprintOfSequence = (sequence: Sequence): Promise<string> =>
  fingerprintOf(sequence, SETTINGS);
export const fingerprintOfEmail = (email: SequenceEmail): Promise<string> => fingerprintOf(email, EMAIL);

function fingerprintOf(of: Record<string, unknown>, fields: string[]): Promise<string> {
  return sha256(JSON.stringify(fields.map((field) => canonical(field, of[field]))));
}

/** Whether an email of the new sequence is the one that was planned: nothing else tells it after a lost reply. */
export function isPlanned(email: SequenceEmail, planned: PlannedEmail): boolean {
  return [planned.full, planned.minimal].some((sent) => {
    const { subject, delay_value, delay_unit, position } = sent;
    // An email with another position was put there by somebody.
    if (typeof email.position === 'number' && email.position !== position) return false;
    // Lists may lack the content, or hold another form of it; an email at our position with our subject is ours.
    return email.subject === subject && email.delay_value === delay_value && email.delay_unit === delay_unit;
  });
}

/** Whether every setting is there that was sent in one of its forms. */
export const isAsSent = (
  held: Record<string, unknown>,
  { full, minimal }: { full: object; minimal: object },
) => [full, minimal].some((sent) => holds(held, sent));

/** But for those that change on the way. */
function holds(held: Record<string, unknown>, sent: object): boolean {
  return Object.entries(sent)
    .filter(([field]) => !['name', 'active', 'published', 'position'].includes(field))
    .every(([field, value]) => canonical(field, held[field]) === canonical(field, value));
}
