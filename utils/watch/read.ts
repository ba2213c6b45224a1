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
const WEEK = 7 * DAY;

/**
 * Looks who waits, in four requests: the sequence, its emails, how many are in it, and those of them who may be waiting. A
 * fifth counts who came in since the watch began, where those are not among them.
 */
export async function readSeen(
  kit: WatchKit,
  { sequenceId, startedAt, found }: Pick<Watch, 'sequenceId' | 'startedAt' | 'found'>,
  { sleep, now }: { sleep(ms: number): Promise<void>; now(): number },
): Promise<KitResult<Seen>> {
  const sequence = await lookTwice(() => kit.sequence(sequenceId, 'stats'), sleep);
  if (!sequence.ok) return sequence;
  const [active, emails] = await Promise.all([
    kit.countSubscribers(sequenceId, 'active'),
    kit.emails(sequenceId, 'stats'),
  ]);
  const at = now();
  const isActive = sequence.value.active;
  const activeBefore = found?.activeAt ?? startedAt;
  // In whole weeks, so that it sends on the same days of the week.
  const pause =
    isActive && found?.isActive === false ? WEEK * Math.ceil(Math.max(0, at - activeBefore) / WEEK) : 0;
  const late = (found?.late ?? 0) + pause;
  const seen = { at, isActive, activeAt: isActive ? at : activeBefore, late };
  const nothing = ok({ ...seen, waiting: null, until: null, added: null });
  // The sequence was there just now: only what it says of itself, twice, counts as gone.
  const isGone = [active, emails].some((answer) => !answer.ok && answer.problem.kind === 'not found');
  if (isGone) return nothing;
  if (!active.ok) return active;
  if (!emails.ok) return emails;
  const schedule = scheduledOf(emails.value);
  const basis = basisOf({ sequence: sequence.value, activeSubscribers: reading(active), schedule }, at);
  if (!basis) return nothing;
  // Whoever was through so long ago is through now, whatever the pause was.
  const latest = { ...basis, now: at - late };
  const since = daysToLookAt(latest).all;
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
  const least = people && estimateFrom(basis, { ...people, lookedAt: 'all' });
  const most = people && estimateFrom(latest, { ...people, lookedAt: 'all' });
  const until = untilNobodyWaits(basis, people);
  const waiting = !people
    ? { from: 0, to: recent.total }
    : least && most && { from: least.midway.from, to: Math.max(least.midway.to, most.midway.to) };
  return ok({
    ...seen,
    // Nobody is late any more.
    ...(waiting?.to === 0 && { late: 0 }),
    waiting,
    until: until && { from: until.from, to: until.to + late },
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
