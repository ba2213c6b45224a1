import type { Priority } from '../jobs/job.ts';
import type { Kit, KitResult } from '../kit/client.ts';
import type { ListedSequence } from '../kit/shapes.ts';
import { ok } from '../result.ts';
import { createSingleFlight } from '../storage/single-flight.ts';

/** For so long an answer serves those that ask a little later, in ms. */
const SERVES = 10 * 60_000;

interface Dependencies {
  kit(accountId: number, priority: Priority): Pick<Kit, 'sequences'>;
  /** In ms since 1970. */
  now?(): number;
}

/** Reads all sequences of an account, once for all that ask at about the same time. Of 1,000 sequences that is one request. */
export function createSequenceLists({ kit, now = Date.now }: Dependencies) {
  const flights = createSingleFlight<number, KitResult<ListedSequence[]>>();
  const last = new Map<number, { at: number; list: ListedSequence[] }>();

  async function read(accountId: number): Promise<KitResult<ListedSequence[]>> {
    const list: ListedSequence[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Kit['sequences']>> = await kit(accountId, 'bulk').sequences(after);
      if (!page.ok) return page;
      list.push(...page.value.items);
      after = page.value.next;
    } while (after !== null);
    last.set(accountId, { at: now(), list });
    return ok(list);
  }

  return async (accountId: number): Promise<KitResult<ListedSequence[]>> => {
    const kept = last.get(accountId);
    if (kept && Math.abs(now() - kept.at) < SERVES) return ok(kept.list);
    return flights(accountId, () => read(accountId));
  };
}
