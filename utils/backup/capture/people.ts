import { atMost } from '../../kit/at-most.ts';
import type { AddedFilter } from '../../kit/calls/subscribers.ts';
import type { Kit } from '../../kit/client.ts';
import { asSent } from '../../kit/item.ts';
import type { KitProblem } from '../../kit/problems.ts';
import type { Chain } from '../checkpoint.ts';
import { type Asker, AT_ONCE } from './asker.ts';
import type { Ledger } from './ledger.ts';
import { divide, EVERYBODY, since } from './plan.ts';
import { BackupAborted } from './problems.ts';

/** So many people are read in one chain: five pages, faster than they could be divided. */
const FEW = 5_000;
/** Kit's lists lag behind by seconds to minutes. So the newest are read again, and again after these ms. */
const LOOKS = [0, 10_000, 30_000, 60_000];
/** Who was added so many ms before the start may not have been shown yet. */
const LAG = 600_000;
/** A chain that gives so many pages without anybody on them has no end. */
const MOST_EMPTY = 5;

export type PeopleKit = Pick<Kit, 'countSubscribers' | 'subscribers'>;

interface Tools {
  asker: Asker;
  kit: PeopleKit;
  ledger: Ledger;
  /** Called after each page. */
  tell(): void;
  now(): number;
}

/**
 * Reads everybody in the sequence, each once. Ends when there are as many as Kit counted before the last look, with a
 * `BackupAborted` if that never comes.
 *
 * @param createdAt when the sequence was made, in ms since 1970, where Kit says so.
 */
export async function readPeople(tools: Tools, id: number, createdAt: number): Promise<void> {
  const { asker, kit, ledger, tell, now } = tools;
  const inParallel = atMost(AT_ONCE);

  const countAll = () => asker.need('people', () => kit.countSubscribers(id, 'all'));
  const count = async (added: AddedFilter) => {
    const answer = await asker.ask(() => kit.countSubscribers(id, 'all', added));
    return answer.ok ? answer.value : null;
  };

  async function expect(expected: number): Promise<void> {
    await ledger.save({ people: { kept: ledger.kept, expected } });
    tell();
  }

  async function readOpen(): Promise<void> {
    const open = (ledger.chains ?? []).flatMap((chain, place) => (chain.done ? [] : [{ chain, place }]));
    const ends = await asker.together(
      open.map(({ chain, place }) => inParallel(() => readChain(tools, id, chain, place))),
    );
    if (ends.every(Boolean)) return;
    // What Kit lists by date cannot be relied on.
    await ledger.add([chainOf(EVERYBODY, Math.max(ledger.kept, ledger.backup.people.expected ?? 0))]);
    await readOpen();
  }

  const total = await countAll();
  await expect(total);
  if (!ledger.chains) {
    const from = createdAt < now() ? createdAt : 0;
    const pieces =
      total > FEW
        ? await divide({ total, from, until: now() }, count)
        : [{ added: EVERYBODY, people: total }];
    await ledger.add(pieces.map(({ added, people }) => chainOf(added, people)));
  }
  await readOpen();

  const newest = since(ledger.backup.startedAt - LAG);
  for (const wait of LOOKS) {
    if (wait > 0) await asker.pause(wait);
    // Before reading: whoever is counted here is on the list then. The other way round, a sequence that many people
    // join would never be whole.
    const [expected, lately] = await asker.together([countAll(), count(newest)]);
    await expect(expected);
    const isWhole = () => ledger.kept >= expected;
    const isWorthwhile = lately !== null && (lately <= FEW || (!isWhole() && lately < expected));
    if (wait > 0 && expected <= FEW) await ledger.add([chainOf(EVERYBODY, expected)]);
    else if (isWorthwhile && lately > 0) await ledger.add([chainOf(newest, lately)]);
    await readOpen();
    if (isWhole()) return;
  }
  const expected = await countAll();
  await expect(expected);
  await ledger.add([chainOf(EVERYBODY, expected)]);
  await readOpen();
  if (ledger.kept < expected)
    throw new BackupAborted({ kind: 'people missing', kept: ledger.kept, expected });
}

const chainOf = (added: AddedFilter, people: number): Chain => ({ added, people, after: null, done: false });
const isOfEverybody = ({ added }: Chain) => added.addedAfter === null && added.addedBefore === null;

/** Whether it came to its end. A chain through everybody that has none is good for what it gave. */
async function readChain(
  { asker, kit, ledger, tell }: Tools,
  id: number,
  from: Chain,
  place: number,
): Promise<boolean> {
  const { added } = from;
  let after = from.after;
  let received = 0;
  let empty = 0;
  let turnedBack = false;
  // The next page is asked for while this one is written, but not the one after that.
  let written = Promise.resolve();
  async function keep(people: unknown[], next: Pick<Chain, 'after' | 'done'>): Promise<void> {
    const before = written;
    written = ledger.keep(place, people, next);
    // Heard of with the next page, or at the end.
    written.catch(() => undefined);
    after = next.after;
    await before;
    tell();
  }
  try {
    for (;;) {
      const page = await asker.ask(() => kit.subscribers(id, after, added));
      if (page.ok) {
        const { items, next, unreadable } = page.value;
        const people = [...items.map(asSent), ...unreadable];
        received += people.length;
        empty = people.length === 0 ? empty + 1 : 0;
        const isEndless = next === after || received > 2 * from.people + FEW || empty > MOST_EMPTY;
        const isStuck = next !== null && isEndless;
        await keep(people, { after: isStuck ? null : next, done: isStuck || next === null });
        if (isStuck) return isOfEverybody(from);
        if (next === null) return true;
      } else if (isOdd(page.problem) && after !== null && !turnedBack) {
        // A cursor may not be for ever. Those that come again are not kept again.
        turnedBack = true;
        received = 0;
        await keep([], { after: null, done: false });
      } else if (isOdd(page.problem) && !isOfEverybody(from)) {
        await keep([], { after: null, done: true });
        return false;
      } else throw new BackupAborted({ kind: 'kit', of: 'people', problem: page.problem });
    }
  } finally {
    // Nothing is written behind the back of who asked; and a write that failed is why it ends.
    await written;
  }
}

/** Kit refuses what it was asked, or answers beside the point: asking otherwise may help. */
const isOdd = ({ kind }: KitProblem) => kind === 'invalid' || kind === 'not understood';
