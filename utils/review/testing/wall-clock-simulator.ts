/**
 * A zone's clocks, by a list of when they change: made another way than zone.ts, to test it. Good for 2016 to 2033.
 * Moments are in ms since 1970, days are counted from 1970-01-01.
 */
export interface WallClock {
  dayOf(moment: number): number;
  /** An hour that the clock skips or repeats has a first and a second moment. */
  momentOf(day: number, hour: number, which: 'first' | 'second'): number;
  /** Moments from which on the clock shows another offset. */
  changes: number[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FROM = Date.UTC(2016, 0, 1);
const TO = Date.UTC(2033, 0, 1);
const clocks = new Map<string, WallClock>();

export function wallClock(zone: string): WallClock {
  const clock = clocks.get(zone) ?? makeClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function makeClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (moment: number) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(moment)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
  };
  const spans = [{ from: -Infinity, offset: offsetAt(FROM) }];
  let current = offsetAt(FROM);
  // No zone changes its clocks twice in three weeks.
  for (let probe = FROM; probe < TO; probe += 21 * DAY) {
    const next = offsetAt(probe + 21 * DAY);
    if (next === current) continue;
    let before = probe;
    let after = probe + 21 * DAY;
    while (after - before > MINUTE) {
      const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === current) before = middle;
      else after = middle;
    }
    spans.push({ from: after, offset: next });
    current = next;
  }
  spans.reverse();
  // Those who ask, ask mostly about the same half year again.
  let last = 0;
  const offsetOf = (moment: number) => {
    const holds = (index: number) =>
      (spans[index]?.from ?? Infinity) <= moment && moment < (spans[index - 1]?.from ?? Infinity);
    if (!holds(last)) last = spans.findIndex(({ from }) => from <= moment);
    return spans[last]?.offset ?? 0;
  };
  return {
    dayOf: (moment) => Math.floor((moment + offsetOf(moment)) / DAY),
    momentOf(day, hour, which) {
      const wall = day * DAY + hour * 60 * MINUTE;
      const moments = [wall - offsetOf(wall - DAY), wall - offsetOf(wall + DAY)];
      const shown = moments.filter((moment) => moment + offsetOf(moment) === wall);
      const choice = shown.length > 0 ? shown : moments;
      return which === 'first' ? Math.min(...choice) : Math.max(...choice);
    },
    changes: spans.map(({ from }) => from).filter(Number.isFinite),
  };
}
