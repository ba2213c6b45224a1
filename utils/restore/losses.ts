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
