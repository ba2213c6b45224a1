import { expect, test } from 'vitest';
import {
  type Cause,
  type Caveat,
  type CountAnswer,
  estimate,
  type ScheduledEmail,
  type ScheduleOfSequence,
} from './estimate.ts';
import { WEEKDAYS } from './testing/estimate-worlds.ts';

const now = Date.parse('2026-11-20T15:00Z');
const usual: Caveat[] = ['schedule may have changed', 'automations may have moved people'];

interface Change {
  sequence?: Partial<ScheduleOfSequence>;
  email?: Partial<ScheduledEmail>;
  answers?: CountAnswer[];
}

function made({ sequence, email, answers = [] }: Change) {
  const all = {
    active: true,
    hold: false,
    repeat: false,
    send_days: WEEKDAYS,
    send_hour: 9,
    time_zone: 'Asia/Tokyo',
  };
  const first = { id: 1, subject: 'Hello', published: true, position: 0, send_days: null };
  const delay = { delay_value: 2, delay_unit: 'days' };
  const emails = [
    { ...first, ...delay, ...email },
    { ...first, delay_value: 3, delay_unit: 'hours', id: 2, position: 1 },
  ];
  return estimate({ sequence: { ...all, ...sequence }, emails, active: 10, now }, answers);
}
const caveats = (change: Change) => made(change)?.caveats;
const causes = (change: Change) => made(change)?.causes;

const after = (day: string, count: number | null): CountAnswer => ({
  question: { addedAfter: day, addedBefore: null },
  count,
});

test.each<[Caveat[], Change]>([
  [[], {}],
  [['hold'], { sequence: { hold: true } }],
  [['order unknown'], { email: { position: null } }],
  [['order unknown'], { email: { position: 1 } }],
  [['some counts unread'], { answers: [after('2026-11-01', null)] }],
  [['counts disagree'], { answers: [after('2026-11-01', 11)] }],
  [
    ['counts disagree'],
    { answers: [{ question: { addedAfter: null, addedBefore: '2026-11-01' }, count: 11 }] },
  ],
  [['counts disagree'], { answers: [after('2026-11-05', 6), after('2026-11-01', 5)] }],
  [[], { answers: [after('2026-11-05', 5), after('2026-11-01', 5)] }],
])('%j', (expected, change) => {
  expect(caveats(change)).toEqual([...usual, ...expected]);
});

test.each<[Cause[], Change]>([
  [['by day'], {}],
  [['paused', 'by day'], { sequence: { active: false } }],
  [['repeat', 'by day'], { sequence: { repeat: true } }],
  [['by day', 'time zone unknown'], { sequence: { time_zone: 'Tokyo' } }],
  [['by day', 'send hour unknown'], { sequence: { send_hour: null } }],
  [['by day', 'send days unknown'], { sequence: { send_days: null } }],
  [['by day', 'send days unknown'], { email: { send_days: [] } }],
  [['delays unknown'], { email: { delay_unit: 'weeks' } }],
])('why people who are counted by days make ranges: %j', (expected, change) => {
  expect(causes(change)).toEqual(expected);
});

test('settings of no matter to emails that wait for hours are not spoken of', () => {
  const nothing = { time_zone: null, send_hour: null, send_days: null };
  const hours = { delay_value: 5, delay_unit: 'hours' };
  expect(causes({ sequence: nothing, email: hours })).toEqual(['by day']);
  expect(causes({ sequence: nothing, email: { delay_value: 0 } })).toEqual(['by day']);
});

test('nothing is spoken of where nothing is in question', () => {
  const hello = { id: 1, subject: '', published: true, position: 0, delay_value: 0, delay_unit: 'days' };
  const sequence = { active: true, hold: true, repeat: false, send_hour: 9, time_zone: 'UTC' };
  const week = { send_days: WEEKDAYS };
  expect(
    estimate({ sequence: { ...sequence, ...week }, emails: [{ ...hello, ...week }], active: 10, now }, [])
      ?.caveats,
  ).toEqual(['schedule may have changed', 'automations may have moved people', 'hold']);
  expect(estimate({ sequence: { ...sequence, ...week }, emails: [], active: 10, now }, [])?.caveats).toEqual([
    'hold',
  ]);
});
