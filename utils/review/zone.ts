export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Offsets to UTC that clocks on Earth show, in ms: from UTC-12 to UTC+14. */
export const FURTHEST_WEST = -12 * HOUR;
export const FURTHEST_EAST = 14 * HOUR;

/** Which end of what is possible is asked for. */
export type Bound = 'earliest' | 'latest';

/**
 * Days and moments of a time zone. Moments are in ms since 1970, days are counted from 1970-01-01, hours are
 * 0 to 23. Where a clock change or an unknown zone leaves a choice, the bound says which end is wanted.
 * Later moments never have earlier days, even while a clock is turned back over midnight.
 */
export interface Zone {
  known: boolean;
  dayOf(moment: number, bound: Bound): number;
  momentOf(day: number, hour: number, bound: Bound): number;
}

/** No clock is turned further than this at once, but for the few islands that changed sides of the date line. */
const TURNED_AT_MOST = 3 * HOUR;
/** After the year 9999, which nobody plans for; dates end not much later. */
const LAST_DAY = 2_932_896;

/** The zone of an IANA name; every zone at once when there is no such zone. */
export function zoneNamed(name: string | null): Zone {
  const offset = offsetsOf(name);
  const around = (moment: number, bound: Bound) => {
    if (offset === null) return bound === 'earliest' ? FURTHEST_WEST : FURTHEST_EAST;
    const near = [moment - TURNED_AT_MOST, moment, moment + TURNED_AT_MOST].map(offset);
    return end(near, bound);
  };
  return {
    known: offset !== null,
    dayOf: (moment, bound) =>
      moment < LAST_DAY * DAY ? Math.floor((moment + around(moment, bound)) / DAY) : Infinity,
    momentOf(day, hour, bound) {
      if (day >= LAST_DAY) return Infinity;
      const wall = day * DAY + hour * HOUR;
      if (offset === null) return wall - (bound === 'earliest' ? FURTHEST_EAST : FURTHEST_WEST);
      // An hour that the clock skips or shows twice has two moments, by the offsets before and after the change.
      const both = [wall - FURTHEST_EAST, wall - FURTHEST_WEST].map((near) => wall - offset(near));
      const shown = both.filter((moment) => moment + offset(moment) === wall);
      return end(shown.length > 0 ? shown : both, bound);
    },
  };
}

function end(values: number[], bound: Bound): number {
  return bound === 'earliest' ? Math.min(...values) : Math.max(...values);
}

/** What has to be added to a moment to get what the zone's clocks show. */
type Offset = (moment: number) => number;

/** Asking the browser for an offset, or for a zone, takes long enough to remember both. */
const remembered = new Map<string, Offset>();

/** Null when there is no such zone. */
function offsetsOf(name: string | null): Offset | null {
  if (name === null) return null;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    return null;
  }
  // Clocks change on quarters of an hour, and never there and back within a week.
  const atQuarter = remembering(15 * MINUTE, (at) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute) - at;
  });
  const ofWeek = remembering(7 * DAY, (from) => {
    const offset = atQuarter(from);
    return offset === atQuarter(from + 7 * DAY) ? offset : 'changes';
  });
  const offset = (moment: number) => {
    const constant = ofWeek(moment);
    return constant === 'changes' ? atQuarter(moment) : constant;
  };
  remembered.set(name, offset);
  return offset;
}

/** A function of the last multiple of `step` up to a moment. */
function remembering<T extends number | string>(
  step: number,
  make: (at: number) => T,
): (moment: number) => T {
  const known = new Map<number, T>();
  return (moment) => {
    const at = Math.floor(moment / step) * step;
    const value = known.get(at) ?? make(at);
    known.set(at, value);
    return value;
  };
}
