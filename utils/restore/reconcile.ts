import type { Tools } from '../jobs/job.ts';
import type { KitResult } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import type { ListedSequence, Sequence, SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { isPlanned } from './fingerprints.ts';
import { markIn, type Plan } from './plan.ts';
import type { RestoreKit } from './problems.ts';
import type { CreatedSequence, Restore, Search } from './restore.ts';

/** Kit's lists lag by up to 5 minutes; in ms. Only after that is something that they do not show not there. */
export const LISTS_LAG = 6 * 60_000;

/** Between looks, in ms; the last one again and again. Browsers stop a background that is idle for 30 s. */
const PAUSES = [0, 1_000, 2_000, 5_000, 10_000, 20_000];

/**
 * Waits until it is time for the next look. Gives how long that was, in ms, or null where it was ended early. Only what
 * was waited counts: a clock that somebody sets says nothing of Kit's lists.
 */
export async function waitForLook(
  { looks }: Pick<Search, 'looks'>,
  { sleep, signal }: Pick<Tools<Restore>, 'sleep' | 'signal'>,
): Promise<number | null> {
  const pause = PAUSES[Math.min(looks, PAUSES.length - 1)] ?? 0;
  await sleep(pause);
  return signal.aborted ? null : pause;
}

/** Whether a look shows all that was made before the first one. */
export const areListsCurrent = (waited: number): boolean => waited >= LISTS_LAG;

/** So many pages of the list are read at most, of 1,000 sequences each, whatever Kit says comes after them. */
const MOST_PAGES = 20;

/** What to look with. `wait`: before a second look at what Kit's list shows, and says once not to be there. */
interface Looking {
  kit: RestoreKit;
  wait(ms: number): Promise<void>;
}

/**
 * The one sequence with this mark in its name, as it is now; null where no page of the list shows it. `not understood`
 * where a list without an end did not show it so far.
 *
 * @param but ids that are known already.
 */
export async function findMarked(
  { kit, wait }: Looking,
  mark: string,
  but: number[] = [],
): Promise<KitResult<Sequence | null>> {
  const marked: ListedSequence[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const page: Awaited<ReturnType<RestoreKit['sequences']>> = await kit.sequences(after);
    if (!page.ok) return page;
    marked.push(
      ...page.value.items.filter(({ id, name }) => name.includes(markIn(mark)) && !but.includes(id)),
    );
    after = page.value.next === after ? null : page.value.next;
    pages += 1;
  } while (after !== null && pages < MOST_PAGES);
  for (const { id } of marked.toSorted((one, other) => one.id - other.id)) {
    const sequence = await lookTwice(() => kit.sequence(id), wait);
    // A list may still show what somebody deleted.
    if (sequence.ok || sequence.problem.kind !== 'not found') return sequence;
  }
  // It may be on a page that was not read.
  return after === null ? ok(null) : fail({ kind: 'not understood', status: 200, requestId: null });
}

/** The email that was planned, as it is now, among those that are not accounted for. */
export async function findPlanned(
  { kit, wait }: Looking,
  made: CreatedSequence,
  plan: Plan,
  place: number,
): Promise<KitResult<SequenceEmail | null>> {
  const planned = plan.emails[place];
  const listed = await lookTwice(() => kit.emails(made.sequenceId), wait);
  if (!listed.ok) return listed;
  const accounted = new Set(made.emails.map((one) => one?.id));
  for (const email of listed.value) {
    if (!planned || accounted.has(email.id) || !isPlanned(email, planned)) continue;
    const now = await lookTwice(() => kit.email(made.sequenceId, email.id), wait);
    if (now.ok ? !isTwinOfAnother(now.value, plan, place) : now.problem.kind !== 'not found') return now;
  }
  return ok(null);
}

/** It looks the same in the list, and has the content of an earlier email, which was written twice. */
function isTwinOfAnother({ content }: SequenceEmail, { emails }: Plan, place: number): boolean {
  const isOwn = content === emails[place]?.full.content;
  return !isOwn && emails.slice(0, place).some(({ full }) => full.content === content);
}
