import { expect, test } from 'vitest';
import { asEmail } from '../kit/shapes.ts';
import { hasKnownDelay } from './schedule.ts';
import { scheduledOf, timingOf } from './timing.ts';

const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };
const timing = { hold: false, repeat: true, send_days: ['monday'], send_hour: 9, time_zone: 'Europe/Oslo' };

test('a sequence tells when it sends', () => {
  expect(timingOf({ ...sequence, ...timing })).toEqual({ active: true, ...timing });
});

test('days, hour and zone may be unknown; whether people stay or return may not', () => {
  expect(timingOf({ ...sequence, hold: true, repeat: false })).toEqual({
    ...{ active: true, hold: true, repeat: false },
    ...{ send_days: null, send_hour: null, time_zone: null },
  });
  expect(timingOf(sequence)).toBeNull();
  expect(timingOf({ ...sequence, ...timing, send_hour: 'nine' })).toBeNull();
});

test('emails keep what the estimate needs, and nothing of their content', () => {
  const email = { id: 1, published: true, delay_value: 2, delay_unit: 'days' };
  expect(
    scheduledOf([{ ...email, subject: 'Hello', position: 3, send_days: ['friday'], content: '<p>' }]),
  ).toEqual([{ ...email, subject: 'Hello', position: 3, send_days: ['friday'], recipients: null }]);
  expect(scheduledOf([email])).toEqual([
    { ...email, subject: '', position: null, send_days: null, recipients: null },
  ]);
  const recipientsOf = (stats: unknown) => scheduledOf([{ ...email, stats }])?.[0]?.recipients;
  expect(recipientsOf({ recipients: 40, opens: 3 })).toBe(40);
  for (const odd of [null, 40, {}, { recipients: null }, { recipients: '40' }, { recipients: -1 }]) {
    expect(recipientsOf(odd)).toBeNull();
  }
});

test('an email of which no delay is known has no unit, and spoils nothing for the others', () => {
  const email = { id: 1, published: true, delay_value: 2, delay_unit: 'days' };
  for (const unknown of [
    { delay_unit: 'days' },
    { delay_value: 2 },
    { delay_value: null, delay_unit: 'days' },
  ]) {
    const schedule = scheduledOf([email, { id: 2, published: true, ...unknown }]);
    expect(schedule?.map(hasKnownDelay)).toEqual([true, false]);
  }
});

test('emails of which one may be published or not leave nothing to reckon with', () => {
  const known = asEmail({ id: 1, published: true, delay_value: 2, delay_unit: 'days' });
  const unknown = asEmail({ id: 2, published: null, delay_value: 2, delay_unit: 'days' });
  if (!known || !unknown) throw new Error('Not readable');
  expect(scheduledOf([known])).toHaveLength(1);
  expect(scheduledOf([known, unknown])).toBeNull();
});
