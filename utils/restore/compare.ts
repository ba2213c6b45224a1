/** JSON as a short text: at most 400 characters, so that rows stay small. */
export type Shown = string;

export interface Difference {
  /** The place of the email, from 0; null for the sequence. */
  email: number | null;
  /** In Kit's own names. */
  field: string;
  why: Why;
  was: Shown;
  is: Shown;
}

export type Why =
  /** Kit gives something else than it was sent, or somebody changed it since. */
  | { kind: 'changed' }
  /** Kit did not take it; its own words. */
  | { kind: 'refused'; messages: string[] }
  /** It could not be told to Kit: said before (`losses`). */
  | { kind: 'not sent' }
  /** Restored paused, on purpose. */
  | { kind: 'paused' }
  /** A field that this version does not know. */
  | { kind: 'unknown field' }
  /** An email of the backup is not there (`field` is empty, `was` its subject). */
  | { kind: 'missing' }
  /** An email is there that is in no backup (`field` is empty, `is` its subject, `email` null). */
  | { kind: 'extra' };

/** A field that no restore brings back, and that is different now. */
export interface NotRestorable {
  email: number | null;
  field: string;
}

export interface Comparison {
  /** How many fields are the same. */
  same: number;
  different: Difference[];
  notRestorable: NotRestorable[];
}
