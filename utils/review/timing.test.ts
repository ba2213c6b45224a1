import { expect, test } from 'vitest';
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
  ).toEqual([{ ...email, subject: 'Hello', position: 3, send_days: ['friday'] }]);
  expect(scheduledOf([email])).toEqual([{ ...email, subject: '', position: null, send_days: null }]);
});

test('one email of which no delay is known leaves nothing to reckon with', () => {
  const email = { id: 1, published: true, delay_value: 2, delay_unit: 'days' };
  expect(scheduledOf([email, { id: 2, published: true, delay_unit: 'days' }])).toBeNull();
  expect(scheduledOf([email, { id: 2, published: false, delay_value: 2 }])).toBeNull();
});
