import fc from 'fast-check';
import type { ScheduledEmail, ScheduleOfSequence } from '../estimate.ts';
import type { Past, SimulatedWorld } from './estimate-simulator.ts';

/** Random sequences and lists for tests of the estimate. */
const DAY = 24 * 60 * 60_000;

export const ZONES = [
  'UTC',
  'Etc/GMT+12',
  'Pacific/Kiritimati',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Europe/Dublin',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Antarctica/Troll',
];
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const zone = fc.constantFrom(...ZONES);
const someDays = fc.subarray(WEEKDAYS, { minLength: 1 });
const sendDays = fc.oneof(
  { weight: 3, arbitrary: fc.constant(WEEKDAYS) },
  fc.constant(WEEKDAYS.slice(0, 5)),
  someDays,
);

/** Ordinary moments, and those where calendars and clocks do something. */
export const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2032, 0, 1) }),
  fc
    .tuple(
      fc.constantFrom(
        '2024-02-29T00:00:00Z',
        '2028-03-01T00:00:00Z',
        '2027-01-01T00:00:00Z',
        '2026-03-08T07:00:00Z',
        '2026-11-01T06:00:00Z',
        '2026-03-29T01:00:00Z',
        '2026-10-25T01:00:00Z',
        '2026-04-04T15:00:00Z',
      ),
      fc.integer({ min: -5 * DAY, max: 5 * DAY }),
    )
    .map(([near, away]) => Date.parse(near) + away),
);

const delay = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ delay_value: fc.integer({ min: 1, max: 7 }), delay_unit: fc.constant('days') }),
  },
  fc.record({ delay_value: fc.integer({ min: 8, max: 30 }), delay_unit: fc.constant('days') }),
  fc.record({ delay_value: fc.integer({ min: 0, max: 80 }), delay_unit: fc.constant('hours') }),
  fc.record({ delay_value: fc.constant(0), delay_unit: fc.constant('days') }),
);

/** In sending order. Sent at once, a first email; drafts between; positions with gaps. */
const emails: fc.Arbitrary<ScheduledEmail[]> = fc
  .array(
    fc.record({
      delay,
      published: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
      send_days: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(null, WEEKDAYS) }, someDays),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ delay, published, send_days }, index) => ({
      id: 900 - index,
      subject: `Email ${index}`,
      published,
      position: index * 2,
      ...delay,
      send_days: delay.delay_unit === 'days' ? send_days : null,
    })),
  );

/** A running sequence about which everything is known. */
export const ordinaryWorld: fc.Arbitrary<SimulatedWorld> = fc.record({
  sequence: fc.record({
    active: fc.constant(true),
    hold: fc.boolean(),
    repeat: fc.constant(false),
    send_days: sendDays,
    send_hour: fc.integer({ min: 0, max: 23 }),
    time_zone: zone,
  }),
  emails,
  reading: fc.record({
    inclusive: fc.boolean(),
    filterZone: fc.oneof(fc.constant('UTC'), zone),
    ownDays: fc.constantFrom('narrow', 'replace'),
    fullDays: fc.boolean(),
    clockChange: fc.constantFrom('first', 'second'),
    addedAgain: fc.constantFrom('first', 'last'),
  }),
  now: moment,
  pausedAt: fc.constant(null),
  people: fc.oneof(fc.nat(30), fc.nat(300), fc.nat(300), fc.nat(3000)),
  age: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 700 })),
  growth: fc.constantFrom('even', 'faster and faster', 'imports'),
  automated: fc.constantFrom(0, 0, 0.3, 1),
  seed: fc.nat(),
});

/** Paused or repeating ones too. */
export const anyWorld: fc.Arbitrary<SimulatedWorld> = fc
  .tuple(ordinaryWorld, fc.boolean(), fc.option(fc.integer({ min: 0, max: 100 * DAY }), { freq: 2 }))
  .map(([world, repeat, pausedFor]) => ({
    ...world,
    sequence: { ...world.sequence, repeat, active: pausedFor === null },
    pausedAt: pausedFor === null ? null : world.now - pausedFor,
  }));

/** Worlds that were paused for a while, and had other delays. */
export const withPast = (worlds: fc.Arbitrary<SimulatedWorld>): fc.Arbitrary<SimulatedWorld> =>
  worlds.chain((world) => {
    const published = world.emails.filter(({ published }) => published);
    const ago = fc.integer({ min: 0, max: 300 * DAY });
    const past: fc.Arbitrary<Past> = fc.record({
      pauses: fc.array(
        fc.tuple(ago, fc.integer({ min: 1, max: 90 * DAY })).map(([before, long]) => {
          const from = world.now - before - long;
          return { from, to: from + long };
        }),
        { maxLength: 3 },
      ),
      edit: fc.option(
        fc.record({
          at: ago.map((before) => world.now - before),
          delays: fc.tuple(...published.map(() => delay)),
        }),
      ),
    });
    return past.map((past) => ({ ...world, past }));
  });

interface Shown {
  sequence: ScheduleOfSequence;
  emails: ScheduledEmail[];
}

/** What the API shows of a world: emails in any order, some of it missing or odd. */
export const shownOf = (world: SimulatedWorld): fc.Arbitrary<Shown> =>
  fc
    .record({
      send_days: fc.constantFrom(world.sequence.send_days, null, [], ['Mon', 'Tue']),
      send_hour: fc.constantFrom(world.sequence.send_hour, null, 24, 9.5, -1),
      time_zone: fc.constantFrom(world.sequence.time_zone, null, '', 'Eastern Time (US & Canada)'),
      positions: fc.boolean(),
      oddDelay: fc.nat(20),
      oddDays: fc.nat(20),
    })
    .chain(({ positions, oddDelay, oddDays, ...settings }) => {
      const shown = world.emails.map((email, index) => ({
        ...email,
        ...(positions ? {} : { position: null, id: index }),
        ...(index === oddDelay ? { delay_unit: 'fortnights' } : {}),
        ...(index === oddDays ? { send_days: ['everyday'] } : {}),
      }));
      return fc.record({
        sequence: fc.constant({ ...world.sequence, ...settings }),
        emails: fc.shuffledSubarray(shown, { minLength: shown.length }),
      });
    });
