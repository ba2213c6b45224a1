import { expect, test } from 'vitest';
import {
  type Caveat,
  type CountAnswer,
  estimate,
  type ScheduledEmail,
  type ScheduleOfSequence,
} from './estimate.ts';
import { WEEKDAYS } from './testing/estimate-worlds.ts';

const now = Date.parse('2026-11-20T15:00Z');
const usual: Caveat[] = ['schedule may have changed', 'automations may have moved people', 'by day'];

interface Change {
  sequence?: Partial<ScheduleOfSequence>;
  email?: Partial<ScheduledEmail>;
  answers?: CountAnswer[];
}

function caveats({ sequence, email, answers = [] }: Change) {
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
  return estimate({ ...all, ...sequence }, emails, 10, answers, now)?.caveats;
}

const after = (day: string, count: number | null): CountAnswer => ({
  question: { addedAfter: day, addedBefore: null },
  count,
});

test.each<[Caveat[], Change]>([
  [[], {}],
  [['paused'], { sequence: { active: false } }],
  [['repeat'], { sequence: { repeat: true } }],
  [['hold'], { sequence: { hold: true } }],
  [['time zone unknown'], { sequence: { time_zone: 'Tokyo' } }],
  [['send hour unknown'], { sequence: { send_hour: null } }],
  [['send days unknown'], { sequence: { send_days: null } }],
  [['send days unknown'], { email: { send_days: [] } }],
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

test('settings of no matter to emails that wait for hours are not spoken of', () => {
  const nothing = { time_zone: null, send_hour: null, send_days: null };
  const hours = { delay_value: 5, delay_unit: 'hours' };
  expect(caveats({ sequence: nothing, email: hours })).toEqual(usual);
  expect(caveats({ sequence: nothing, email: { delay_value: 0 } })).toEqual(usual);
});

test('a delay that nobody can count, after which no day is in question', () => {
  expect(caveats({ email: { delay_unit: 'weeks' } })).toEqual([...usual.slice(0, 2), 'delays unknown']);
});

test('days are not spoken of where no day is in question', () => {
  const hello = { id: 1, subject: '', published: true, position: 0, delay_value: 0, delay_unit: 'days' };
  const sequence = { active: true, hold: true, repeat: false, send_hour: 9, time_zone: 'UTC' };
  const week = { send_days: WEEKDAYS };
  expect(estimate({ ...sequence, ...week }, [{ ...hello, ...week }], 10, [], now)?.caveats).toEqual([
    'schedule may have changed',
    'automations may have moved people',
    'hold',
  ]);
  expect(estimate({ ...sequence, ...week }, [], 10, [], now)?.caveats).toEqual(['hold']);
});
