import { describe, expect, test } from 'vitest';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { canonical, compare, type Held } from './compare.ts';
import { type LeftOut, planOf } from './plan.ts';

describe('the same, however it is written', () => {
  test.each<[string, string, unknown, unknown]>([
    ['days in any order', 'send_days', ['monday', 'friday'], ['friday', 'monday']],
    ['null and nothing', 'send_hour', null, undefined],
    ['no days and nothing', 'send_days', null, undefined],
    [
      'keys in any order, at any depth',
      'stats',
      { a: 1, b: [{ c: 2, d: 3 }] },
      { b: [{ d: 3, c: 2 }], a: 1 },
    ],
    [
      'exclusions in any order, together or apart, once or twice',
      'exclude_subscriber_sources',
      [
        { type: 'tag', ids: [2, 1] },
        { type: 'form', ids: [3] },
      ],
      [
        { type: 'form', ids: [3] },
        { type: 'tag', ids: [1] },
        { type: 'tag', ids: [2, 1] },
      ],
    ],
  ])('%s', (_, field, one, other) => {
    expect(canonical(field, one)).toBe(canonical(field, other));
  });
});

describe('not the same', () => {
  test.each<[string, string, unknown, unknown]>([
    ['other days', 'send_days', ['monday'], ['friday']],
    ['lists of another field in another order', 'content', ['a', 'b'], ['b', 'a']],
    ['null and false', 'hold', null, false],
    [
      'fewer exclusions',
      'exclude_subscriber_sources',
      [{ type: 'tag', ids: [1, 2] }],
      [{ type: 'tag', ids: [1] }],
    ],
    ['no exclusion', 'exclude_subscriber_sources', [{ type: 'tag', ids: [1] }], []],
    [
      'a tag and a form with its id',
      'exclude_subscriber_sources',
      [{ type: 'tag', ids: [1] }],
      [{ type: 'form', ids: [1] }],
    ],
  ])('%s', (_, field, one, other) => {
    expect(canonical(field, one)).not.toBe(canonical(field, other));
  });
});

describe('a restored sequence', () => {
  const sequence: Sequence = {
    ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false, repeat: false },
    ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC', email_address: 'me@example.com' },
  };
  const email: SequenceEmail = {
    ...{ id: 801, subject: 'Hello', position: 0, published: true, delay_value: 2, delay_unit: 'days' },
    ...{ content: '<p>Hello</p>', send_days: null },
  };
  const core = (change: Record<string, unknown> = {}, emails = [email]) => ({
    ...{ sequence: { ...sequence, ...change }, emails, names: [] },
    references: { excludedFrom: [], whole: true },
  });
  const held = (change: Record<string, unknown> = {}, more: Partial<Held> = {}): Held => ({
    sequence: { ...sequence, id: 9001, updated_at: 'now', active: false, ...change },
    ...{ emails: [{ ...email, id: 9002 }], extra: [] },
    ...more,
  });
  const differences = (is: Held, was = core(), leftOut: LeftOut[] = []) =>
    compare(was, planOf(was), leftOut, is).different.map(({ email, field, why }) => [email, field, why.kind]);

  test('is paused on purpose, and has its own ids and times', () => {
    const whole = compare(core(), planOf(core()), [], held());
    expect(whole.different).toEqual([
      { email: null, field: 'active', why: { kind: 'paused' }, was: 'true', is: 'false' },
    ]);
    expect(whole.notRestorable).toEqual([
      { email: null, field: 'id' },
      { email: null, field: 'updated_at' },
      { email: 0, field: 'id' },
    ]);
  });

  const paused = [null, 'active', 'paused'];
  test.each<[string, Held, ReturnType<typeof core>, LeftOut[], unknown[]]>([
    ['edited since', held({ send_hour: 10 }), core(), [], [null, 'send_hour', 'changed']],
    [
      'without what Kit did not take',
      held({ email_address: 'other@example.com' }),
      core(),
      [{ email: null, fields: ['email_address'], messages: ['No'] }],
      [null, 'email_address', 'refused'],
    ],
    [
      'where Kit chose',
      held({ time_zone: 'UTC' }),
      core({ time_zone: null }),
      [],
      [null, 'time_zone', 'not sent'],
    ],
    [
      'with what could not be told',
      held({ send_hour: 9 }),
      core({ send_hour: 99 }),
      [],
      [null, 'send_hour', 'not sent'],
    ],
    [
      'with a field of later days',
      held({ later: 1 }),
      core({ later: 2 }),
      [],
      [null, 'later', 'unknown field'],
    ],
    ['without an email', held({}, { emails: [null] }), core(), [], [0, '', 'missing']],
    [
      'without an email that Kit did not take',
      held({}, { emails: [null] }),
      core(),
      [{ email: 0, fields: [], messages: ['No'] }],
      [0, '', 'email refused'],
    ],
    ['with another email', held({}, { extra: [{ ...email, id: 7 }] }), core(), [], [null, '', 'extra']],
    [
      'with another subject',
      held({}, { emails: [{ ...email, subject: 'Hi' }] }),
      core(),
      [],
      [0, 'subject', 'changed'],
    ],
    [
      'with an email in another place',
      held({}, { emails: [{ ...email, position: 3 }] }),
      core(),
      [],
      [0, 'position', 'changed'],
    ],
  ])('%s', (_, is, was, leftOut, expected) => {
    expect(differences(is, was, leftOut).filter(([, , why]) => why !== 'paused')).toEqual([expected]);
    expect(differences(is, was, leftOut)).toContainEqual(paused);
  });

  test.each([null, undefined])('may have a position that Kit does not tell (%s)', (position) => {
    expect(differences(held({}, { emails: [{ ...email, position }] }))).toEqual([paused]);
  });

  test('is told in at most 400 characters of each side', () => {
    const long = 'x'.repeat(500);
    const [different] = compare(core(), planOf(core()), [], held({ name: long })).different;
    expect(different).toMatchObject({ field: 'name', was: '"Welcome"', is: `"${'x'.repeat(399)}…` });
  });
});
