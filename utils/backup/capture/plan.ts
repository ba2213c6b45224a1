import { MOST_PER_PAGE } from '../../kit/calls/call.ts';
import type { AddedFilter } from '../../kit/calls/subscribers.ts';

const SECOND = 1_000;
const DAY = 86_400_000;

/** Spans no longer than this are cut within days. */
const WITHIN_DAYS = 2 * DAY;
/** Neighbours overlap by this much on both sides of a cut: Kit may include a bound or not, and knows no ms. */
const MARGIN = 2 * SECOND;
/** Shorter spans are not cut. */
const SHORTEST = 8 * SECOND;
/** Where a span is cut: first in the middle, elsewhere if too many people came just there. */
const PLACES = [1 / 2, 1 / 4, 3 / 4];
/** More people than this share, twice in two neighbours, are not worth the cut. */
const OVERLAP = 0.1;
/** Whatever Kit answers, it is not asked for more counts. */
const MOST_COUNTS = 400;

/** People whom Kit is asked for together. */
export interface Piece {
  added: AddedFilter;
  /** As Kit counted them; somebody at a border may be counted twice. */
  people: number;
}

/** A piece, and about when its people were added, in ms since 1970: the outermost are open to what is outside. */
interface Stretch extends Piece {
  from: number;
  until: number;
}

export const EVERYBODY: AddedFilter = { addedAfter: null, addedBefore: null };
/** No sequence at Kit is older than the year 2013, in ms since 1970. */
const FIRST = Date.UTC(2013, 0, 1);
const LONG_AGO: AddedFilter = { addedAfter: '2000-01-01', addedBefore: null };

/**
 * Divides the people of a sequence by when they were added, into pieces of some 10,000 to 50,000. Everybody is in
 * one piece at least, and few are in two. One piece is everybody, where dividing is of no use.
 *
 * What Kit's filters mean is not known: whether they include the bound, and whether they know moments or only days, of
 * which zone. So each cut is judged by what Kit counts on its two sides. A cut that loses anybody is not made; it is
 * tried again with whole days between the bounds, which no reading of them can lose.
 *
 * @param from since when most of them were added, `until` until when, in ms since 1970: where to look first.
 * @param count null where Kit gives no count.
 */
export async function divide(
  { total, from, until }: { total: number; from: number; until: number },
  count: (added: AddedFilter) => Promise<number | null>,
): Promise<Piece[]> {
  const enough = Math.min(50_000, Math.max(10_000, total / 4));
  let momentsLose = false;
  let counts = 0;
  const counted = (added: AddedFilter) => {
    counts += 1;
    return count(added);
  };

  /** Whether so many are fewer than the whole, even if somebody has left since that was counted. */
  async function loses(people: number, whole: Piece): Promise<boolean> {
    return people < whole.people && people < ((await counted(whole.added)) ?? whole.people);
  }

  async function split(stretch: Stretch): Promise<Piece[]> {
    const piece = { added: stretch.added, people: stretch.people };
    if (stretch.people <= enough) return [piece];
    for (const place of PLACES) {
      const at = cutAt(stretch, place);
      if (at === null) break;
      for (const bounds of boundsAt(at)) {
        if ((bounds.kind === 'moments' && momentsLose) || counts > MOST_COUNTS) continue;
        const halves = await cut(stretch, at, bounds);
        if (halves === 'loses' && bounds.kind === 'moments') momentsLose = true;
        if (typeof halves === 'string') continue;
        return (await Promise.all(halves.map(split))).flat();
      }
    }
    return [piece];
  }

  async function cut(whole: Stretch, at: number, { before, after }: Bounds) {
    const older: AddedFilter = { ...whole.added, addedBefore: before };
    const newer: AddedFilter = { ...whole.added, addedAfter: after };
    const [a, b] = await Promise.all([counted(older), counted(newer)]);
    if (a === null || b === null) return 'loses';
    if (await loses(a + b, whole)) return 'loses';
    if (a + b - whole.people > Math.max(MOST_PER_PAGE, OVERLAP * whole.people)) return 'overlaps';
    return [
      { added: older, people: a, from: whole.from, until: at },
      { added: newer, people: b, from: at, until: whole.until },
    ];
  }

  const everybody = { added: EVERYBODY, people: total };
  const begun = Math.max(FIRST, from);
  const [dated, earlier] = await Promise.all([
    counted(LONG_AGO),
    counted({ addedAfter: null, addedBefore: dayOf(begun) }),
  ]);
  // Who has no date is in no piece that asks for dates.
  if (dated === null || (await loses(dated, everybody))) return [everybody];
  const start = earlier !== null && earlier <= enough ? begun : FIRST;
  return merged(await split({ ...everybody, from: start, until }), enough);
}

/** Neighbours that are small enough together, as one: each piece costs a page that is not full. */
function merged(pieces: Piece[], enough: number): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const people = (last?.people ?? 0) + piece.people;
    if (!last || people > enough) result.push(piece);
    else
      result[result.length - 1] = { added: { ...last.added, addedBefore: piece.added.addedBefore }, people };
  }
  return result;
}

/** What the older side of a cut is asked before, and the newer side after. */
interface Bounds {
  kind: 'moments' | 'days';
  before: string;
  after: string;
}

function boundsAt(at: number): Bounds[] {
  const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const moments: Bounds = { kind: 'moments', before: moment(at + MARGIN), after: moment(at - MARGIN) };
  return at % DAY === 0
    ? [moments, { kind: 'days', before: dayOf(at + DAY), after: dayOf(at - DAY) }]
    : [moments];
}

/** A midnight in UTC, or a whole second where the stretch is short; null where it is too short. */
function cutAt({ from, until }: Stretch, place: number): number | null {
  const length = until - from;
  if (!(length >= SHORTEST)) return null;
  const step = length > WITHIN_DAYS ? DAY : SECOND;
  return Math.round((from + place * length) / step) * step;
}

/** yyyy-mm-dd */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Asks for everybody who was added since then, by days: no reading of a day leaves them out. */
export function since(time: number): AddedFilter {
  return { addedAfter: dayOf(time - 2 * DAY), addedBefore: null };
}
