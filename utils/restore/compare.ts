import { inOrder } from '../kit/order.ts';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { EMAIL_FIELDS, SEQUENCE_FIELDS } from './fields.ts';
import type { Core, LeftOut, Plan } from './plan.ts';

/** JSON as a short text: at most 400 characters, so that rows stay small. */
type Shown = string;

export interface Difference {
  /** The place of the email, from 0; null for the sequence. */
  email: number | null;
  /** In Kit's own names. */
  field: string;
  why: DifferenceReason;
  was: Shown;
  is: Shown;
}

export type DifferenceReason =
  /** Kit gives something else than it was sent, or somebody changed it since. */
  | { kind: 'changed' }
  /** Kit did not take it; its own words. */
  | { kind: 'refused'; messages: string[] }
  /** Kit was not told as it was: it could not be (`losses`), or it was null, and Kit chose. */
  | { kind: 'not sent' }
  /** Restored paused, on purpose. */
  | { kind: 'paused' }
  /** A field that this version does not know. */
  | { kind: 'unknown field' }
  /** An email of the backup is not there (`field` is empty, `was` its subject). */
  | { kind: 'missing' }
  /** The same, since Kit did not take it; its own words. */
  | { kind: 'email refused'; messages: string[] }
  /** An email is there that is not in the backup (`field` is empty, `is` its subject, `email` null). */
  | { kind: 'extra' };

/** A field that no restore brings back, and that is different now. */
interface NotRestorable {
  email: number | null;
  field: string;
}

export interface Comparison {
  /** How many fields are the same. */
  same: number;
  different: Difference[];
  notRestorable: NotRestorable[];
}

/** What Kit holds now. */
export interface Held {
  sequence: Sequence;
  /** In the order of the plan; null for one that is gone. */
  emails: (SequenceEmail | null)[];
  /** Those that are not of the backup. */
  extra: SequenceEmail[];
}

const LONGEST = 400;
const SEQUENCE_LOST = new Set(['id', 'created_at', 'updated_at', 'email_count', 'subscriber_count', 'stats']);
const EMAIL_LOST = new Set(['id', 'sequence_id', 'created_at', 'updated_at', 'email_address', 'stats']);

/** Every field that Kit gave, then or now, the unknown ones too. */
export function compare(core: Core, plan: Plan, leftOut: LeftOut[], held: Held): Comparison {
  const comparison: Comparison = { same: 0, different: [], notRestorable: [] };
  const refused = (email: number | null) => leftOut.filter((one) => one.email === email);
  compareFields(comparison, {
    email: null,
    was: core.sequence,
    is: held.sequence,
    sent: plan.sequence.full,
    refused: refused(null),
    lost: SEQUENCE_LOST,
    known: SEQUENCE_FIELDS,
  });
  for (const [email, was] of inOrder(core.emails).entries()) {
    const is = held.emails[email];
    const planned = plan.emails[email];
    if (!is || !planned) {
      const refusal = refused(email).find(({ fields }) => fields.length === 0);
      const why: DifferenceReason = refusal
        ? { kind: 'email refused', messages: refusal.messages }
        : { kind: 'missing' };
      comparison.different.push({ email, field: '', why, was: was.subject ?? '', is: '' });
      continue;
    }
    compareFields(comparison, {
      email,
      was,
      is,
      sent: { ...planned.full, published: planned.publish },
      refused: refused(email),
      lost: EMAIL_LOST,
      known: EMAIL_FIELDS,
    });
  }
  return held.extra.reduce((all, { subject }) => withExtra(all, subject ?? ''), comparison);
}

/** Names an email that is not in the backup. */
export function withExtra(comparison: Comparison, subject: string): Comparison {
  const extra: Difference = { email: null, field: '', why: { kind: 'extra' }, was: '', is: subject };
  return { ...comparison, different: [...comparison.different, extra] };
}

interface Side {
  email: number | null;
  was: Record<string, unknown>;
  is: Record<string, unknown>;
  sent: Record<string, unknown>;
  refused: LeftOut[];
  lost: Set<string>;
  known: Set<string>;
}

function compareFields(comparison: Comparison, side: Side): void {
  const { email, was, is, lost } = side;
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (areSame(field, was[field], is[field], email)) comparison.same += 1;
    else if (lost.has(field)) comparison.notRestorable.push({ email, field });
    else {
      const why = whyDifferent(field, side);
      comparison.different.push({ email, field, why, was: shown(was[field]), is: shown(is[field]) });
    }
  }
}

function whyDifferent(field: string, { email, was, is, sent, refused, known }: Side): DifferenceReason {
  if (!known.has(field)) return { kind: 'unknown field' };
  const refusal = refused.find(({ fields }) => fields.includes(field));
  if (refusal) return { kind: 'refused', messages: refusal.messages };
  if (field === 'active' && is[field] === false) return { kind: 'paused' };
  const asItWas = field in sent && areSame(field, sent[field], was[field], email);
  const asSent = !(field in sent) || areSame(field, sent[field], is[field], email);
  return { kind: !asItWas && asSent ? 'not sent' : 'changed' };
}

/** Null and nothing are the same. Days and exclusions have no order. */
function areSame(field: string, one: unknown, other: unknown, email: number | null): boolean {
  if (field === 'position' && email !== null) {
    // Kit was seen to give null for a position that it keeps; the order of the backup is what counts.
    return [one, other].some((value) => value === null || value === undefined) || other === email;
  }
  return canonical(field, one) === canonical(field, other);
}

/** Text that is the same for what means the same, whatever the order of keys. */
export function canonical(field: string, value: unknown): string {
  if (field === 'send_days' && Array.isArray(value)) return JSON.stringify(value.toSorted());
  if (field === 'exclude_subscriber_sources' && Array.isArray(value)) {
    const pairs = value.flatMap(({ type, ids }) => [ids].flat().map((id: unknown) => `${type} ${id}`));
    return JSON.stringify([...new Set(pairs)].toSorted());
  }
  return JSON.stringify(sortKeys(value ?? null));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

function shown(value: unknown): Shown {
  const text = JSON.stringify(value ?? null);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
