import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emailsOut,
  inSendingOrder,
  type ScheduledEmail,
  type ScheduleOfSequence,
  scheduleOf,
} from './schedule.ts';
import { anyWorld, shownOf, WEEKDAYS } from './testing/estimate-worlds.ts';

const at = (text: string) => Date.parse(text);
const sequence: ScheduleOfSequence = {
  active: true,
  hold: false,
  repeat: false,
  send_days: WEEKDAYS,
  send_hour: 9,
  time_zone: 'America/New_York',
};
const email = (
  delay_value: number,
  delay_unit = 'days',
  more: Partial<ScheduledEmail> = {},
): ScheduledEmail => ({
  id: 1,
  subject: '',
  published: true,
  position: null,
  delay_value,
  delay_unit,
  send_days: null,
  ...more,
});

/** From when on somebody added then may have had so many emails, and surely has, to the minute. */
function moments(emails: ScheduledEmail[], addedAt: string, settings: Partial<ScheduleOfSequence> = {}) {
  const schedule = scheduleOf({ ...sequence, ...settings }, emails);
  return (['earliest', 'latest'] as const).map((bound) => {
    let from = at(addedAt);
    let to = from + 400 * 24 * 60 * 60_000;
    if (emailsOut(schedule, at(addedAt), to, bound) < emails.length) return 'never';
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (emailsOut(schedule, at(addedAt), middle, bound) === emails.length) to = middle;
      else from = middle + 1;
    }
    return new Date(to).toISOString().slice(0, 16);
  });
}

describe('when an email goes out', () => {
  // Half an hour is what sending to many people may take.
  test('at once, where the first has 0 days', () => {
    expect(moments([email(0)], '2026-11-20T03:00Z')).toEqual(['2026-11-20T03:00', '2026-11-20T03:00']);
  });

  test('days are those of the zone, counted from the day of the email before', () => {
    // 22:00 on the 19th in New York: full days are over at 22:00, and then the hour comes on the next day.
    expect(moments([email(1)], '2026-11-20T03:00Z')).toEqual(['2026-11-20T14:00', '2026-11-21T14:30']);
    // 7:00, before the hour: no choice.
    expect(moments([email(1)], '2026-11-20T12:00Z')).toEqual(['2026-11-21T14:00', '2026-11-21T14:30']);
    // From hour to hour there is none either.
    expect(moments([email(1), email(2)], '2026-11-20T12:00Z')).toEqual([
      '2026-11-23T14:00',
      '2026-11-23T14:30',
    ]);
  });

  test('the hour stays when the clocks change, at the end of a month and over a leap day', () => {
    expect(moments([email(1), email(1)], '2026-10-30T12:00Z')).toEqual([
      '2026-11-01T14:00',
      '2026-11-01T14:30',
    ]);
    expect(moments([email(1), email(1)], '2026-03-06T12:00Z')).toEqual([
      '2026-03-08T13:00',
      '2026-03-08T13:30',
    ]);
    expect(moments([email(1), email(1)], '2028-02-28T12:00Z')).toEqual([
      '2028-03-01T14:00',
      '2028-03-01T14:30',
    ]);
    expect(moments([email(1), email(1)], '2027-02-27T12:00Z')).toEqual([
      '2027-03-01T14:00',
      '2027-03-01T14:30',
    ]);
  });

  test('full days are not over at the same hour when the clocks change', () => {
    // 9:30 before clocks are turned back: 24 hours later it is 8:30, but the same time has not come again.
    expect(moments([email(1)], '2026-10-31T13:30Z')).toEqual(['2026-11-01T14:00', '2026-11-02T14:30']);
    // 8:30 before they are turned on: 24 hours later it is 9:30.
    expect(moments([email(1)], '2026-03-07T13:30Z')).toEqual(['2026-03-08T13:00', '2026-03-09T13:30']);
  });

  test('on the next allowed weekday', () => {
    // A Friday.
    const week = { send_days: ['monday', 'tuesday'] };
    expect(moments([email(1)], '2026-11-20T12:00Z', week)).toEqual(['2026-11-23T14:00', '2026-11-23T14:30']);
    expect(moments([email(1, 'days', { send_days: ['tuesday'] })], '2026-11-20T12:00Z', week)).toEqual([
      '2026-11-24T14:00',
      '2026-11-24T14:30',
    ]);
  });

  test('hours know no schedule; they are looked at every 15 minutes', () => {
    expect(moments([email(6, 'hours')], '2026-11-21T03:00Z', { send_days: ['monday'] })).toEqual([
      '2026-11-21T09:00',
      '2026-11-21T09:45',
    ]);
    // 23:30 in New York, or after midnight when it takes some time: a day on is the 21st or the 22nd.
    expect(moments([email(6, 'hours'), email(1)], '2026-11-20T22:30Z')).toEqual([
      '2026-11-21T14:00',
      '2026-11-22T14:30',
    ]);
  });

  test('a later one with 0 days: at once or when the hour comes next', () => {
    expect(moments([email(1), email(0)], '2026-11-20T12:00Z')).toEqual([
      '2026-11-21T14:00',
      '2026-11-22T14:30',
    ]);
    expect(moments([email(1, 'hours'), email(0)], '2026-11-20T12:00Z')).toEqual([
      '2026-11-20T14:00',
      '2026-11-20T14:30',
    ]);
    // Never before the email before it, from which the next is counted.
    const around = [email(1, 'hours'), email(0), email(1, 'hours')];
    expect(moments(around, '2026-11-20T15:00Z')[0]).toBe('2026-11-20T17:00');
  });

  test.each([
    ['a zone', { time_zone: null }, ['2026-11-20T19:00', '2026-11-22T21:30']],
    ['an hour', { send_hour: null }, ['2026-11-21T05:00', '2026-11-23T04:30']],
    ['days', { send_days: null }, ['2026-11-21T14:00', 'never']],
  ])('without %s, at any time that it could', (_, settings, expected) => {
    expect(moments([email(1)], '2026-11-20T12:00Z', settings)).toEqual(expected);
  });

  test.each([
    [1, 'weeks'],
    [-1, 'days'],
    [0.5, 'hours'],
    [Number.NaN, 'days'],
  ])('a delay of %d %s: at once or never', (value, unit) => {
    expect(moments([email(value, unit)], '2026-11-20T12:00Z')).toEqual(['2026-11-20T12:00', 'never']);
  });

  test('after a delay that no calendar holds: never', () => {
    expect(moments([email(1e15), email(1, 'hours'), email(1)], '2026-11-20T12:00Z')).toEqual([
      'never',
      'never',
    ]);
  });
});

test('drafts are left out; the order is by position, then id, those without a position last', () => {
  const list = [
    email(1, 'days', { id: 5, position: null }),
    email(1, 'days', { id: 4, position: null }),
    email(1, 'days', { id: 3, position: 2 }),
    email(1, 'days', { id: 2, position: 1, published: false }),
    email(1, 'days', { id: 9, position: 0 }),
    email(1, 'days', { id: 7, position: 2 }),
  ];
  expect(inSendingOrder(list).map(({ id }) => id)).toEqual([9, 3, 7, 4, 5]);
});

test('nobody has fewer than surely, and who was added later never has more', () => {
  const shown = anyWorld.chain((world) => fc.tuple(fc.constant(world.now), shownOf(world)));
  const ago = fc.nat(100 * 24 * 60 * 60_000);
  fc.assert(
    fc.property(shown, ago, ago, ([now, { sequence, emails }], one, other) => {
      const schedule = scheduleOf(sequence, emails);
      const out = (since: number, bound: 'earliest' | 'latest') =>
        emailsOut(schedule, now - since, now, bound);
      expect(out(one, 'latest')).toBeLessThanOrEqual(out(one, 'earliest'));
      for (const bound of ['earliest', 'latest'] as const) {
        expect(out(Math.max(one, other), bound)).toBeGreaterThanOrEqual(out(Math.min(one, other), bound));
      }
    }),
    { numRuns: 200 },
  );
});
