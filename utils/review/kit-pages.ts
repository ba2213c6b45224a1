import * as v from 'valibot';

/** Why none of a kind could be read from Kit's pages. */
export type WhyUnread =
  /** There is no page of Kit around the panel to read them through. */
  | 'no page'
  | 'another account'
  /** Kit led elsewhere, as to its login page. */
  | 'led away'
  | 'refused'
  | 'no answer'
  | 'not understood';

/** What Kit's pages told of one kind of thing that Kit's API does not tell of. */
export type FromPages<Using> =
  | { state: 'reading' }
  | { state: 'unread'; why: WhyUnread }
  /** `read` and `unread` count all of the account. Only if none is unread, "none" is none. */
  | { state: 'read'; usedBy: Using[]; read: number; unread: number };

/** What both kinds have. */
export interface Using {
  id: number;
  /** May be empty. */
  name: string;
  /** Null where Kit's page did not say. */
  live: boolean | null;
}

/** Nothing on a screen needs more, in characters. */
const LONGEST_NAME = 200;

export const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1e15 - 1));
const Flag = v.fallback(v.nullable(v.boolean()), null);
const Refused = v.object({ status: v.number() });
const Listing = v.object({ account: Id });
const List = v.array(v.unknown());
const Entry = v.object({ id: Id, name: v.fallback(v.string(), ''), live: Flag, active: Flag });
const Step = v.object({
  resource_type: v.nullable(v.string()),
  resource_id: v.nullable(v.union([v.number(), v.string()])),
});

/** A list on a page of Kit, from what the content script said of that; it is a web page's word, so it is checked. */
export function listOn(
  said: unknown,
  name: 'automations' | 'rules',
  accountId: number,
): { ok: true; list: unknown[] } | { ok: false; why: WhyUnread } {
  const refused = v.safeParse(Refused, said);
  if (refused.success) return { ok: false, why: refused.output.status === 0 ? 'led away' : 'refused' };
  if (said === null || said === undefined) return { ok: false, why: 'no answer' };
  const page = v.safeParse(Listing, said);
  const list = v.safeParse(v.object({ [name]: List }), said);
  // A list of nobody knows which account says nothing about this one.
  if (!page.success || !list.success) return { ok: false, why: 'not understood' };
  if (page.output.account !== accountId) return { ok: false, why: 'another account' };
  return { ok: true, list: list.output[name] ?? [] };
}

/** One of a list; null for what makes no sense. */
export function usingIn(said: unknown): Using | null {
  const entry = v.safeParse(Entry, said);
  if (!entry.success) return null;
  const { id, name, live, active } = entry.output;
  return { id, name: shortened(name), live: live ?? active };
}

/** Whether a step of an automation, or a trigger or action of a Rule, is about the sequence; null: it cannot be told. */
export function isAbout(said: unknown, sequenceId: number): boolean | null {
  const step = v.safeParse(Step, said);
  if (!step.success) return null;
  const { resource_id: id, resource_type: type } = step.output;
  if (id === null || String(id) !== String(sequenceId)) return false;
  // Kit's older name for a sequence is "course".
  if (type !== null && /sequence|course/i.test(type)) return true;
  // Another kind of thing may have the same number; a kind that nobody knows may be a sequence.
  return isOtherKind(type) ? false : null;
}

/** Whether a step is about some thing, or at least about no sequence: one that only names a sequence has no number to go by. */
export function isIdentified(said: unknown): boolean {
  const step = v.safeParse(Step, said);
  return step.success && (step.output.resource_id !== null || isOtherKind(step.output.resource_type));
}

const isOtherKind = (type: string | null) => type !== null && OTHERS.test(type);
const OTHERS = /^(form|landing ?page|tag|segment|product|custom ?field|purchase|broadcast|link)$/i;

const shortened = (name: string) => [...name.slice(0, 2 * LONGEST_NAME)].slice(0, LONGEST_NAME).join('');
