import * as v from 'valibot';
import { type FromPages, Id, isAbout, listOn, type Using, usingIn, type WhyUnread } from './kit-pages.ts';

/** The Visual Automations that use the sequence. */
export type Automations = FromPages<Using>;

/** What the list tells: the automations that can be looked at, and how many entries made no sense. */
export type ListedAutomations =
  | { ok: true; automations: Using[]; unreadable: number }
  | { ok: false; why: WhyUnread };

const AutomationPage = v.object({ account: v.nullable(Id), nodes: v.array(v.unknown()) });

/** The account's automations, from what the content script said of Kit's list. */
export function listedIn(said: unknown, accountId: number): ListedAutomations {
  const page = listOn(said, 'automations', accountId);
  if (!page.ok) return page;
  const entries = page.list.map(usingIn);
  const automations = new Map(entries.flatMap((one) => (one ? [[one.id, one]] : [])));
  return {
    ok: true,
    automations: [...automations.values()],
    unreadable: entries.filter((one) => !one).length,
  };
}

/** Whether an automation uses the sequence, from what the content script said of its page; null: it cannot be told. */
export function usesSequence(said: unknown, accountId: number, sequenceId: number): boolean | null {
  const page = v.safeParse(AutomationPage, said);
  if (!page.success) return null;
  if (page.output.account !== null && page.output.account !== accountId) return null;
  const uses = page.output.nodes.map((node) => isAbout(node, sequenceId));
  if (uses.includes(true)) return true;
  return uses.includes(null) ? null : false;
}
