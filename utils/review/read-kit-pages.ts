import type { KitPageName } from '../page/kit-page-names.ts';
import { type Automations, listedIn, usesSequence } from './automations.ts';
import type { Using, WhyUnread } from './kit-pages.ts';
import { isForeignPage, type Look } from './review.ts';
import { type Rules, rulesIn } from './rules.ts';

/**
 * Has a page of Kit read through the tab that shows Kit. Gives what the tab said, unchecked; null or a rejection when it
 * said nothing.
 */
export type AskPage = (page: KitPageName, ended: AbortSignal) => Promise<unknown>;

/** So many automations are looked at; the rest is called unread. */
const MOST = 200;
/** Pages at once. */
const AT_ONCE = 2;
/** In ms, for all of them. */
const PAGES_TIMEOUT = 60_000;

/** Which automations and Rules use the sequence, as far as Kit's pages tell; each is told as soon as it is known. Never rejects. */
export async function readKitPages(
  ask: AskPage | null,
  look: Pick<Look, 'account' | 'pageAccountId' | 'sequence'>,
  closed: AbortSignal,
  tell: (part: { automations: Automations } | { rules: Rules }) => void,
): Promise<void> {
  const unread = (why: WhyUnread) => {
    tell({ automations: { state: 'unread', why } });
    tell({ rules: { state: 'unread', why } });
  };
  if (!ask) return unread('no page');
  if (isForeignPage(look)) return unread('another account');
  const { account, sequence } = look;
  const ended = AbortSignal.any([closed, AbortSignal.timeout(PAGES_TIMEOUT)]);
  const said = async (page: KitPageName) => (ended.aborted ? null : ask(page, ended).catch(() => null));

  const [list] = await Promise.all([
    said('automations').then((page) => listedIn(page, account.id)),
    said('rules').then((page) => tell({ rules: rulesIn(page, account.id, sequence.id) })),
  ]);
  if (!list.ok) return tell({ automations: { state: 'unread', why: list.why } });

  const usedBy: Using[] = [];
  let read = 0;
  const queue = list.automations.slice(0, MOST).values();
  const work = async () => {
    for (const automation of queue) {
      const uses = usesSequence(await said(`automations/${automation.id}`), account.id, sequence.id);
      if (uses !== null) read += 1;
      if (uses) usedBy.push(automation);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tell({
    automations: {
      state: 'read',
      usedBy: usedBy.toSorted((one, other) => one.id - other.id),
      read,
      unread: list.automations.length + list.unreadable - read,
    },
  });
}
