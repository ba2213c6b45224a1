import type { Sequence } from '../kit/sequence.ts';
import type { Email, EmailStats, SequenceStats } from '../kit/types.ts';

const HOUR = 60 * 60_000;

/** How often an email was sent: to everybody, gone or not, whose delays were over. */
function sends(sequence: Sequence, email: Email): number {
  if (!email.published) return 0;
  const published = sequence.emailsInOrder.filter((one) => one.published);
  const upTo = published.slice(0, published.findIndex(({ id }) => id === email.id) + 1);
  const hours = upTo.map(({ delay_value, delay_unit }) => delay_value * (delay_unit === 'days' ? 24 : 1));
  const delay = hours.reduce((sum, one) => sum + one, 0) * HOUR;
  return sequence.people.count({ addedBefore: Date.now() - delay });
}

/** Believable numbers that follow from the people and the emails, so that they never jump. */
export function emailStats(sequence: Sequence, email: Email): EmailStats {
  const sent = sends(sequence, email);
  return rated({
    recipients: sent,
    opens: Math.round(sent * (0.38 + (email.id % 9) / 100)),
    clicks: Math.round(sent * (0.05 + (email.id % 5) / 100)),
    email_unsubscribes: Math.round(sent * 0.004),
    bounces: Math.round(sent * 0.006),
    complaints: Math.round(sent * 0.0005),
  });
}

export function sequenceStats(sequence: Sequence): SequenceStats {
  const unsubscribers = sequence.people.count({ state: 'cancelled' });
  const all = sequence.emails.map((email) => emailStats(sequence, email));
  const sum = (name: keyof Counts) => all.reduce((total, one) => total + (one[name] ?? 0), 0);
  const total = rated({
    recipients: sum('recipients'),
    opens: sum('opens'),
    clicks: sum('clicks'),
    email_unsubscribes: sum('email_unsubscribes'),
    bounces: sum('bounces'),
    complaints: sum('complaints'),
  });
  if (total.recipients > 0) return { unsubscribers, ...total };
  const none = Object.fromEntries(Object.keys(total).map((name) => [name, null]));
  return { unsubscribers, ...none };
}

type Counts = Required<
  Pick<EmailStats, 'recipients' | 'opens' | 'clicks' | 'email_unsubscribes' | 'bounces' | 'complaints'>
>;

function rated(counts: Counts) {
  const rate = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);
  return {
    ...counts,
    open_rate: rate(counts.opens, counts.recipients),
    click_rate: rate(counts.clicks, counts.recipients),
    click_to_open_rate: rate(counts.clicks, counts.opens),
    unsubscribe_rate: rate(counts.email_unsubscribes, counts.recipients),
    bounce_rate: rate(counts.bounces, counts.recipients),
    complaint_rate: rate(counts.complaints, counts.recipients),
  };
}
