import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SequenceEmail } from '../kit/shapes.ts';
import { compare } from './compare.ts';
import { lossesOf } from './losses.ts';
import { type Core, markedName, planOf } from './plan.ts';

const email = (change: Partial<SequenceEmail> = {}): SequenceEmail => ({
  ...{ id: 801, subject: 'Hello', preview_text: null, content: '<p>{{ x }}</p>', published: true },
  ...{ position: 0, delay_value: 1, delay_unit: 'days', send_days: ['monday'], email_template_id: null },
  ...{ email_address: 'june@example.com' },
  ...change,
});
const core = (change: Record<string, unknown> = {}, emails = [email()]): Core => ({
  sequence: {
    ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false, repeat: true },
    ...{ send_days: ['monday', 'friday'], send_hour: 9, time_zone: 'Europe/Berlin' },
    ...{ email_address: null, email_template_id: null, exclude_subscriber_sources: [] },
    ...change,
  },
  emails,
  names: [],
  references: { excludedFrom: [], whole: true },
});

test('what is null is left out, and what may be foreign is left out of the minimal form', () => {
  const plain = { hold: false, repeat: true, send_hour: 9, time_zone: 'Europe/Berlin' };
  const full = { name: 'Welcome', active: false, ...plain, send_days: ['monday', 'friday'] };
  expect(planOf(core()).sequence).toEqual({ full, minimal: full });
  const foreign = {
    email_address: 'post@example.com',
    email_template_id: 3,
    exclude_subscriber_sources: [{ type: 'tag', ids: [1] }],
  };
  expect(planOf(core(foreign)).sequence).toEqual({ full: { ...full, ...foreign }, minimal: full });
});

test('only exclusions that Kit takes are sent, and not the own id', () => {
  const given = [
    { type: 'sequence', ids: [80, 81] },
    { type: 'planet', ids: [3] },
    // A form of its own, that has the same number.
    { type: 'form', ids: [4, 80] },
  ];
  const backup = core({ exclude_subscriber_sources: given });
  expect(planOf(backup).sequence.full.exclude_subscriber_sources).toEqual([
    { type: 'sequence', ids: [81] },
    { type: 'form', ids: [4, 80] },
  ]);
  expect(lossesOf(backup, 0)).toEqual(
    expect.arrayContaining([{ kind: 'own exclusion' }, { kind: 'exclusion', type: 'planet', ids: [3] }]),
  );
});

test.each<[string, unknown, boolean]>([
  ['null', null, false],
  ['nothing', undefined, false],
  ['a text', 'everybody', true],
  ['a list of something else', ['everybody'], true],
  ['ids that are no numbers', [{ type: 'tag', ids: ['VIP'] }], true],
])('exclusions that are %s are not sent, and lost only where they were some', (_, given, isLost) => {
  const backup = core({ exclude_subscriber_sources: given });
  expect(planOf(backup).sequence.full).not.toHaveProperty('exclude_subscriber_sources');
  const loss = { kind: 'setting', field: 'exclude_subscriber_sources' };
  expect(lossesOf(backup, 0).filter(({ kind }) => kind === 'setting')).toEqual(isLost ? [loss] : []);
});

test('emails go in the order of their positions, then of their ids, as drafts', () => {
  const emails = [
    email({ id: 5, subject: 'Third', position: null }),
    email({ id: 4, subject: 'Fourth', position: null, published: false }),
    email({ id: 9, subject: 'First', position: 0 }),
  ];
  const plan = planOf(core({}, emails));
  expect(
    plan.emails.map(({ full, publish }) => [full.subject, full.position, full.published, publish]),
  ).toEqual([
    ['First', 0, false, true],
    ['Fourth', 1, false, false],
    ['Third', 2, false, true],
  ]);
});

test.each<[string, Partial<SequenceEmail>, object]>([
  ['its own days', {}, { send_days: ['monday'] }],
  ['by hours no days', { delay_unit: 'hours' }, { delay_unit: 'hours' }],
  [
    'a whole week no days',
    { send_days: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] },
    {},
  ],
  ['days that are none', { send_days: ['someday'] }, {}],
  ['its template', { email_template_id: 3, send_days: null }, { email_template_id: 3 }],
  ['its preview text', { preview_text: 'Psst', send_days: null }, { preview_text: 'Psst' }],
])('an email is sent with %s', (_, change, more) => {
  const [planned] = planOf(core({}, [email(change)])).emails;
  expect(planned?.full).toEqual({
    ...{ subject: 'Hello', content: '<p>{{ x }}</p>', delay_value: 1, delay_unit: 'days' },
    ...{ position: 0, published: false },
    ...more,
  });
});

test('a delay that Kit does not take is said, and leaves a draft', () => {
  const emails = [email({ delay_unit: 'weeks' }), email({ id: 802, position: 1, delay_value: 0 })];
  const backup = core({}, emails);
  const [odd, late] = planOf(backup).emails;
  expect(odd).toMatchObject({ publish: false, full: { delay_value: 1, delay_unit: 'days' } });
  expect(late).toMatchObject({ publish: true, full: { delay_value: 0 }, minimal: { delay_value: 1 } });
  expect(lossesOf(backup, 0)).toEqual(
    expect.arrayContaining([
      { kind: 'delay', email: 0, value: 1, unit: 'weeks' },
      { kind: 'no delay', emails: [1] },
    ]),
  );
});

test('what is lost is said: people, senders of their own, unknown fields, settings of another kind', () => {
  const emails = [0, 1, 2].map((position) =>
    email({
      id: 801 + position,
      position,
      ...(position === 1 && { email_address: 'x@example.com', mood: 1 }),
    }),
  );
  const losses = lossesOf(core({ colour: 'red', send_hour: 25, send_days: [] }, emails), 7);
  expect(losses).toEqual([
    ...[{ kind: 'ids' }, { kind: 'created at' }, { kind: 'stats' }, { kind: 'automations' }],
    ...[{ kind: 'people', people: 7 }, { kind: 'paused' }, { kind: 'setting', field: 'send_hour' }],
    { kind: 'send days', email: null, days: [] },
    { kind: 'unknown fields', email: null, fields: ['colour'] },
    { kind: 'unknown fields', email: 1, fields: ['mood'] },
    { kind: 'sender', emails: [1], address: 'x@example.com' },
  ]);
});

test('the mark stands behind the name, however long that is', () => {
  expect(markedName('Welcome', '3f9a2c7e')).toBe('Welcome (restoring 3f9a2c7e)');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
      const marked = markedName(name, '3f9a2c7e');
      expect(marked.endsWith(' (restoring 3f9a2c7e)')).toBe(true);
      expect([...marked].length).toBeLessThanOrEqual(80 + 1 + 21);
      expect(marked.isWellFormed()).toBe(true);
    }),
  );
});

const json = fc.jsonValue({ maxDepth: 2 });

test('every field is in exactly one place, and differs only where it does', () => {
  const fields = fc.dictionary(fc.constantFrom('hold', 'send_hour', 'stats', 'colour', 'shape'), json);
  fc.assert(
    fc.property(fields, fields, (was, is) => {
      const backup = core(was, []);
      const held = { sequence: { ...core(is, []).sequence, id: 9 }, emails: [], extra: [] };
      const { same, different, notRestorable } = compare(backup, planOf(backup), [], held);
      const all = new Set([...Object.keys(backup.sequence), ...Object.keys(held.sequence)]);
      expect(same + different.length + notRestorable.length).toBe(all.size);
      expect(notRestorable).toContainEqual({ email: null, field: 'id' });
      for (const { field, why } of different) {
        expect(['stats', 'id']).not.toContain(field);
        if (field === 'colour' || field === 'shape') expect(why).toEqual({ kind: 'unknown field' });
      }
    }),
  );
  const backup = core({ colour: 'red' });
  const held = { sequence: backup.sequence, emails: backup.emails, extra: [] };
  expect(compare(backup, planOf(backup), [], held)).toMatchObject({ different: [], notRestorable: [] });
});

test('a difference says why: refused, not sent, changed, missing, extra', () => {
  const emails = [email({ email_template_id: 3 }), email({ id: 802, position: 1, delay_unit: 'weeks' })];
  const backup = core({ active: false }, emails);
  const messages = ['No such template'];
  const held = {
    sequence: { ...backup.sequence, time_zone: 'UTC' },
    emails: [
      email({ id: 1, content: 'x'.repeat(1000) }),
      email({ id: 2, delay_unit: 'days', published: false, position: 1 }),
    ],
    extra: [email({ id: 3, subject: 'Mine' })],
  };
  const leftOut = [{ email: 0, fields: ['email_template_id'], messages }];
  const { different } = compare(backup, planOf(backup), leftOut, held);
  expect(different.map(({ email, field, why }) => [email, field, why.kind])).toEqual([
    [null, 'time_zone', 'changed'],
    [0, 'content', 'changed'],
    [0, 'email_template_id', 'refused'],
    [1, 'published', 'not sent'],
    [1, 'delay_unit', 'not sent'],
    [null, '', 'extra'],
  ]);
  expect(different[1]?.is.length).toBeLessThan(500);
  const without = { ...held, emails: [null, null], extra: [] };
  expect(compare(backup, planOf(backup), [], without).different.slice(1)).toMatchObject([
    { email: 0, field: '', why: { kind: 'missing' }, was: 'Hello' },
    { email: 1, field: '', why: { kind: 'missing' }, was: 'Hello' },
  ]);
});
