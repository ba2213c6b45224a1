import * as v from 'valibot';

/** A Visual Automation that uses the sequence. */
export interface UsingAutomation {
  id: number;
  /** May be empty. */
  name: string;
  /** Null where Kit's page did not say. */
  live: boolean | null;
}

/** Why none of the automations could be read. */
export type WhyUnread =
  /** There is no page of Kit around the panel to read them through. */
  | 'no page'
  | 'another account'
  /** Kit led elsewhere, as to its login page. */
  | 'led away'
  | 'refused'
  | 'no answer'
  | 'not understood';

/** What Kit's pages told about the automations, which Kit's API does not tell. */
export type Automations =
  | { state: 'reading' }
  | { state: 'unread'; why: WhyUnread }
  /** `read` and `unread` count all automations of the account. Only if none is unread, "none" is none. */
  | { state: 'read'; usedBy: UsingAutomation[]; read: number; unread: number };

/** What the list tells: the automations that can be looked at, and how many entries made no sense. */
export type ListedAutomations =
  | { ok: true; automations: UsingAutomation[]; unreadable: number }
  | { ok: false; why: WhyUnread };

/** Nothing on a screen needs more, in characters. */
const LONGEST_NAME = 200;

const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1e15 - 1));
const Flag = v.fallback(v.nullable(v.boolean()), null);
const Refused = v.object({ status: v.number() });
const ListPage = v.object({ account: Id, automations: v.array(v.unknown()) });
const Entry = v.object({ id: Id, name: v.fallback(v.string(), ''), live: Flag, active: Flag });
const AutomationPage = v.object({ account: v.nullable(Id), nodes: v.array(v.unknown()) });
const Node = v.object({
  resource_type: v.nullable(v.string()),
  resource_id: v.nullable(v.union([v.number(), v.string()])),
});

/** The account's automations, from what the content script said of Kit's list; that is a web page's word, so it is checked. */
export function listedIn(said: unknown, accountId: number): ListedAutomations {
  const refused = v.safeParse(Refused, said);
  if (refused.success) return { ok: false, why: refused.output.status === 0 ? 'led away' : 'refused' };
  if (said === null || said === undefined) return { ok: false, why: 'no answer' };
  const page = v.safeParse(ListPage, said);
  // A list of nobody knows which account says nothing about this one.
  if (!page.success) return { ok: false, why: 'not understood' };
  if (page.output.account !== accountId) return { ok: false, why: 'another account' };
  const automations = new Map<number, UsingAutomation>();
  let unreadable = 0;
  for (const one of page.output.automations) {
    const entry = v.safeParse(Entry, one);
    if (!entry.success) {
      unreadable += 1;
      continue;
    }
    const { id, name, live, active } = entry.output;
    automations.set(id, { id, name: shortened(name), live: live ?? active });
  }
  return { ok: true, automations: [...automations.values()], unreadable };
}

/** Whether an automation uses the sequence, from what the content script said of its page; null: it cannot be told. */
export function usesSequence(said: unknown, accountId: number, sequenceId: number): boolean | null {
  const page = v.safeParse(AutomationPage, said);
  if (!page.success) return null;
  if (page.output.account !== null && page.output.account !== accountId) return null;
  const uses = page.output.nodes.map((node) => nodeUses(node, sequenceId));
  if (uses.includes(true)) return true;
  return uses.includes(null) ? null : false;
}

function nodeUses(said: unknown, sequenceId: number): boolean | null {
  const node = v.safeParse(Node, said);
  if (!node.success) return null;
  const { resource_id: id, resource_type: type } = node.output;
  if (id === null || String(id) !== String(sequenceId)) return false;
  // Kit's older name for a sequence is "course".
  if (type !== null && /sequence|course/i.test(type)) return true;
  // Another kind of thing may have the same number; a kind that nobody knows may be a sequence.
  return type !== null && OTHERS.test(type) ? false : null;
}

const OTHERS = /^(form|landing ?page|tag|segment|product|custom ?field|purchase|broadcast)$/i;

const shortened = (name: string) => [...name.slice(0, 2 * LONGEST_NAME)].slice(0, LONGEST_NAME).join('');
