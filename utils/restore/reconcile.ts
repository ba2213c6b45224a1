import type { KitResult } from '../kit/client.ts';
import type { ListedSequence, Sequence, SequenceEmail } from '../kit/shapes.ts';
import { ok } from '../result.ts';
import { isPlanned } from './fingerprints.ts';
import { markIn, type PlannedEmail } from './plan.ts';
import type { RestoreKit } from './problems.ts';
import type { CreatedSequence } from './restore.ts';

/** Kit's lists lag by up to 5 minutes; in ms. Only after that is something that they do not show not there. */
export const LISTS_LAG = 6 * 60_000;

/** Between looks, in ms; the last one again and again. */
const PAUSES = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

export const pauseBefore = (look: number): number => PAUSES[Math.min(look, PAUSES.length - 1)] ?? 0;

/** Whether a look that began at `started` would have shown what was asked for at `since`. */
export const isListCurrent = (since: number, started: number): boolean => started - since >= LISTS_LAG;

/** The one sequence with this mark in its name, as it is now; null where no page of the list shows it. */
export async function findMarked(kit: RestoreKit, mark: string): Promise<KitResult<Sequence | null>> {
  const marked: ListedSequence[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<RestoreKit['sequences']>> = await kit.sequences(after);
    if (!page.ok) return page;
    marked.push(...page.value.items.filter(({ name }) => name.includes(markIn(mark))));
    after = page.value.next === after ? null : page.value.next;
  } while (after !== null);
  for (const { id } of marked.toSorted((one, other) => one.id - other.id)) {
    const sequence = await kit.sequence(id);
    // A list may still show what somebody deleted.
    if (sequence.ok || sequence.problem.kind !== 'not found') return sequence;
  }
  return ok(null);
}

/** The email that was planned, as it is now, among those that are not accounted for. */
export async function findPlanned(
  kit: RestoreKit,
  made: CreatedSequence,
  planned: PlannedEmail,
): Promise<KitResult<SequenceEmail | null>> {
  const listed = await kit.emails(made.sequenceId);
  if (!listed.ok) return listed;
  const accounted = new Set(made.emails.map(({ id }) => id));
  for (const email of listed.value) {
    if (accounted.has(email.id) || !isPlanned(email, planned)) continue;
    const now = await kit.email(made.sequenceId, email.id);
    if (now.ok || now.problem.kind !== 'not found') return now;
  }
  return ok(null);
}
