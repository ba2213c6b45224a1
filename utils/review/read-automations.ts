import { type Automations, listedIn, type UsingAutomation, usesSequence } from './automations.ts';
import { isForeignPage, type Look } from './review.ts';

/**
 * Has Kit's page of automations read, or that of one automation, through the tab that shows Kit. Gives what the tab
 * said, unchecked; null or a rejection when it said nothing.
 */
export type AskPage = (automationId: number | null, ended: AbortSignal) => Promise<unknown>;

/** So many automations are looked at; the rest is called unread. */
const MOST = 200;
/** Pages at once. */
const AT_ONCE = 2;
/** In ms, for all of them. */
const AUTOMATIONS_TIMEOUT = 60_000;

/** Which automations use the sequence, as far as Kit's pages tell. Never rejects. */
export async function readAutomations(
  ask: AskPage | null,
  look: Pick<Look, 'account' | 'pageAccountId' | 'sequence'>,
  closed: AbortSignal,
): Promise<Automations> {
  if (!ask) return { state: 'unread', why: 'no page' };
  if (isForeignPage(look)) return { state: 'unread', why: 'another account' };
  const ended = AbortSignal.any([closed, AbortSignal.timeout(AUTOMATIONS_TIMEOUT)]);
  const said = async (id: number | null) => (ended.aborted ? null : ask(id, ended).catch(() => null));
  const list = listedIn(await said(null), look.account.id);
  if (!list.ok) return { state: 'unread', why: list.why };

  const usedBy: UsingAutomation[] = [];
  let read = 0;
  const queue = list.automations.slice(0, MOST).values();
  const work = async () => {
    for (const automation of queue) {
      const uses = usesSequence(await said(automation.id), look.account.id, look.sequence.id);
      if (uses !== null) read += 1;
      if (uses) usedBy.push(automation);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    state: 'read',
    usedBy: usedBy.toSorted((one, other) => one.id - other.id),
    read,
    unread: list.automations.length + list.unreadable - read,
  };
}
