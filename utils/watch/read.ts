import type { Kit, KitResult } from '../kit/client.ts';
import { lookTwice } from '../kit/look.ts';
import { ok } from '../result.ts';
import { basisOf } from '../review/basis.ts';
import { addedBeforeAll } from '../review/borders.ts';
import { questionAbout } from '../review/cuts.ts';
import { daysToLookAt, estimateFrom } from '../review/estimate.ts';
import { addedAt, readRecent } from '../review/recent.ts';
import { reading } from '../review/review.ts';
import { scheduledOf } from '../review/timing.ts';
import { untilNobodyWaits } from '../review/until.ts';
import { DAY, FURTHEST_EAST } from '../review/zone.ts';
import type { Seen, Watch } from './watch.ts';

export type WatchKit = Pick<Kit, 'sequence' | 'countSubscribers' | 'emails' | 'activeSubscribers'>;

/** So many people are read at once; of more it is only told how many they are. */
const PAGES = 1;

/**
 * Looks who waits, in four requests: the sequence, its emails, how many are in it, and those of them who may be waiting. A
 * fifth counts who came in since the watch began, where those are not among them.
 */
export async function readSeen(
  kit: WatchKit,
  { sequenceId, startedAt }: Pick<Watch, 'sequenceId' | 'startedAt'>,
  { sleep, now }: { sleep(ms: number): Promise<void>; now(): number },
): Promise<KitResult<Seen>> {
  const sequence = await lookTwice(() => kit.sequence(sequenceId, 'stats'), sleep);
  if (!sequence.ok) return sequence;
  const [active, emails] = await Promise.all([
    kit.countSubscribers(sequenceId, 'active'),
    kit.emails(sequenceId, 'stats'),
  ]);
  const at = now();
  const seen = { at, isActive: sequence.value.active };
  const nothing = ok({ ...seen, waiting: null, until: null, added: null });
  // The sequence was there just now: only what it says of itself, twice, counts as gone.
  const isGone = [active, emails].some((answer) => !answer.ok && answer.problem.kind === 'not found');
  if (isGone) return nothing;
  if (!active.ok) return active;
  if (!emails.ok) return emails;
  const schedule = scheduledOf(emails.value);
  const basis = basisOf({ sequence: sequence.value, activeSubscribers: reading(active), schedule }, at);
  if (!basis) return nothing;
  const since = daysToLookAt(basis).all;
  const recent =
    since === Infinity
      ? { total: 0, people: [], unread: 0 }
      : await readRecent(kit, sequenceId, since, PAGES);
  if (!recent) return nothing;
  const people = recent.people && { added: recent.people.map(addedAt), unread: recent.unread };
  const added =
    people && addedBeforeAll(since) <= startedAt && since !== Infinity
      ? people.added.filter((one) => one !== null && one > startedAt).length
      : await countSince(kit, sequenceId, startedAt, at);
  return ok({
    ...seen,
    waiting: people
      ? (estimateFrom(basis, { ...people, lookedAt: 'all' })?.midway ?? null)
      : { from: 0, to: recent.total },
    until: untilNobodyWaits(basis, people),
    added,
  });
}

/** By the first day that began after that everywhere; nobody yet where that is to come. */
async function countSince(
  kit: WatchKit,
  sequenceId: number,
  startedAt: number,
  now: number,
): Promise<number | null> {
  const day = Math.ceil((startedAt + FURTHEST_EAST) / DAY);
  if (day * DAY > now) return 0;
  const count = await kit.countSubscribers(sequenceId, 'active', questionAbout(day));
  return count.ok ? count.value : null;
}
