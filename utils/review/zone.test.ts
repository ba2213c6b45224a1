import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moment, ZONES } from './testing/estimate-worlds.ts';
import { wallClock } from './testing/wall-clock-simulator.ts';
import { DAY, FURTHEST_EAST, FURTHEST_WEST, HOUR, zoneNamed } from './zone.ts';

const day = (text: string) => Date.parse(text) / DAY;
const at = (text: string) => Date.parse(text);
const name = fc.constantFrom(...ZONES);
const hour = fc.integer({ min: 0, max: 23 });

/** Moments around the clock changes of a zone, where it has any. */
const nearChange = (zone: string) => {
  const { changes } = wallClock(zone);
  const away = fc.integer({ min: -30 * HOUR, max: 30 * HOUR });
  const near = changes.length > 0 ? fc.constantFrom(...changes) : fc.constant(at('2026-01-01'));
  return fc.oneof(
    moment,
    fc.tuple(near, away).map(([change, by]) => change + by),
  );
};
const zoneAndMoment = name.chain((zone) => fc.tuple(fc.constant(zone), nearChange(zone)));

describe('a zone that is known', () => {
  test('has the days and hours that its clocks show', () => {
    fc.assert(
      fc.property(zoneAndMoment, hour, ([name, moment], hour) => {
        const zone = zoneNamed(name);
        const clock = wallClock(name);
        const day = clock.dayOf(moment);
        expect(zone.known).toBe(true);
        expect(zone.dayOf(moment, 'earliest')).toBeLessThanOrEqual(day);
        expect(zone.dayOf(moment, 'latest')).toBeGreaterThanOrEqual(day);
        expect(zone.momentOf(day, hour, 'earliest')).toBe(clock.momentOf(day, hour, 'first'));
        expect(zone.momentOf(day, hour, 'latest')).toBe(clock.momentOf(day, hour, 'second'));
      }),
      { numRuns: 500 },
    );
  });

  test('leaves no choice but for hours around a clock change', () => {
    fc.assert(
      fc.property(zoneAndMoment, hour, ([name, moment], hour) => {
        const zone = zoneNamed(name);
        const { changes, dayOf } = wallClock(name);
        fc.pre(changes.every((change) => Math.abs(change - moment) > 2 * DAY));
        expect(zone.dayOf(moment, 'earliest')).toBe(dayOf(moment));
        expect(zone.dayOf(moment, 'latest')).toBe(dayOf(moment));
        const early = zone.momentOf(dayOf(moment), hour, 'earliest');
        expect(zone.momentOf(dayOf(moment), hour, 'latest')).toBe(early);
      }),
    );
  });

  test('never has an earlier day later', () => {
    fc.assert(
      fc.property(zoneAndMoment, fc.nat(4 * HOUR), ([name, moment], later) => {
        const zone = zoneNamed(name);
        for (const bound of ['earliest', 'latest'] as const) {
          expect(zone.dayOf(moment + later, bound)).toBeGreaterThanOrEqual(zone.dayOf(moment, bound));
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['America/New_York', '2026-03-08', 2, '2026-03-08T06:00Z', '2026-03-08T07:00Z', 'skipped'],
    ['America/New_York', '2026-11-01', 1, '2026-11-01T05:00Z', '2026-11-01T06:00Z', 'shown twice'],
    ['America/New_York', '2026-11-01', 9, '2026-11-01T14:00Z', '2026-11-01T14:00Z', 'after the change'],
    ['Australia/Lord_Howe', '2026-10-04', 9, '2026-10-03T22:00Z', '2026-10-03T22:00Z', 'half an hour'],
    ['Asia/Kathmandu', '2028-02-29', 0, '2028-02-28T18:15Z', '2028-02-28T18:15Z', 'a leap day'],
    ['Pacific/Kiritimati', '2027-01-01', 0, '2026-12-31T10:00Z', '2026-12-31T10:00Z', 'UTC+14'],
    ['Etc/GMT+12', '2026-12-31', 23, '2027-01-01T11:00Z', '2027-01-01T11:00Z', 'UTC-12'],
  ])('%s, %s, %i h: %s to %s (%s)', (name, date, hour, earliest, latest) => {
    const zone = zoneNamed(name);
    expect(zone.momentOf(day(date), hour, 'earliest')).toBe(at(earliest));
    expect(zone.momentOf(day(date), hour, 'latest')).toBe(at(latest));
  });

  test('days turned back over midnight: from which on the next is sure, until when it was', () => {
    // On 2026-10-25 Beirut's clocks go from 0:00 back to 23:00 of the 24th.
    const zone = zoneNamed('Asia/Beirut');
    const change = at('2026-10-24T21:00Z');
    expect(zone.dayOf(change + HOUR / 2, 'earliest')).toBe(day('2026-10-24'));
    expect(zone.dayOf(change + HOUR / 2, 'latest')).toBe(day('2026-10-25'));
  });
});

describe('a zone that is not known', () => {
  test.each([[null], [''], ['Eastern Time (US & Canada)'], ['Mars/Base']])(
    '%j is every zone at once',
    (odd) => {
      const every = zoneNamed(odd);
      expect(every.known).toBe(false);
      fc.assert(
        fc.property(zoneAndMoment, hour, ([name, moment], hour) => {
          const clock = wallClock(name);
          const day = clock.dayOf(moment);
          expect(every.dayOf(moment, 'earliest')).toBeLessThanOrEqual(day);
          expect(every.dayOf(moment, 'latest')).toBeGreaterThanOrEqual(day);
          expect(every.momentOf(day, hour, 'earliest')).toBeLessThanOrEqual(
            clock.momentOf(day, hour, 'first'),
          );
          expect(every.momentOf(day, hour, 'latest')).toBeGreaterThanOrEqual(
            clock.momentOf(day, hour, 'second'),
          );
        }),
      );
    },
  );

  test('is no wider than the zones on Earth', () => {
    const every = zoneNamed(null);
    expect(every.momentOf(0, 0, 'latest') - every.momentOf(0, 0, 'earliest')).toBe(
      FURTHEST_EAST - FURTHEST_WEST,
    );
    expect(every.dayOf(0, 'latest') - every.dayOf(0, 'earliest')).toBe(1);
  });
});

test('a time that no calendar reaches is never', () => {
  for (const zone of [zoneNamed('UTC'), zoneNamed(null)]) {
    expect(zone.dayOf(1e300, 'earliest')).toBe(Infinity);
    expect(zone.momentOf(1e300, 9, 'latest')).toBe(Infinity);
    expect(zone.momentOf(Infinity, 9, 'earliest')).toBe(Infinity);
  }
});
