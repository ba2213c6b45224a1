import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sequence, SequenceEmail } from '../kit/shapes.ts';
import { readerWith } from '../restore/testing/fakes.ts';
import { emailsOut, scheduleOf } from '../review/schedule.ts';
import { scheduledOf, timingOf } from '../review/timing.ts';
import { BEGINNING, countGroups, groupsOf, peopleFrom, standingOf } from './groups.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 2, 12);
const sequence: Sequence = {
  ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false, repeat: false },
  ...{ send_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] },
  ...{ send_hour: 9, time_zone: 'UTC' },
};
const emails: SequenceEmail[] = [2, 3].map((delay_value, position) => ({
  ...{ id: 801 + position, subject: 'A letter', position, published: true, delay_unit: 'days' },
  ...{ delay_value, send_days: null },
}));
const core = (change: Partial<Sequence> = {}, of = emails) => ({
  ...{ sequence: { ...sequence, ...change }, emails: of, names: [] },
  references: { excludedFrom: [], whole: true },
});
const person = (days: number, state = 'active') => ({
  ...{ id: 1 + Math.floor(days * 100), email_address: `${days}@example.com`, state },
  added_at: new Date(NOW - days * DAY).toISOString(),
});
const groups = (days: number, standing = standingOf(core(), NOW, NOW)) =>
  groupsOf(person(days), standing).join(' ');

test('from the start, over midway, to the end', () => {
  expect([0.5, 1, 3, 4, 20].map((days) => groups(days))).toEqual([
    'start midway',
    'start midway',
    'midway',
    'midway',
    '',
  ]);
});

test('only active people are in a group, and nobody of a sequence that sends nothing', () => {
  const standing = standingOf(core(), NOW, NOW);
  expect(groupsOf(person(0, 'cancelled'), standing)).toEqual([]);
  expect(groupsOf({ ...person(0), state: undefined }, standing)).toEqual([]);
  const drafts = emails.map((email) => ({ ...email, published: false }));
  const silent = standingOf(core({}, drafts), NOW, NOW);
  expect(groups(0, silent)).toBe('');
  expect(groupsOf({ ...person(0), added_at: null }, silent)).toEqual([]);
});

test('each bound counts as inside', () => {
  const standing = { start: 2000, midway: 1000, anybody: true, known: true, repeat: false };
  const of = (added: number) =>
    groupsOf({ ...person(0), added_at: new Date(added).toISOString() }, standing).join(' ');
  expect([2000, 1999, 1000, 999].map(of)).toEqual(['start midway', 'midway', 'midway', '']);
});

test('where it cannot be told, everybody may be midway, and nobody is surely at the start', () => {
  const standing = standingOf(core(), NOW, NOW);
  expect(groupsOf({ ...person(0), added_at: null }, standing)).toEqual(['midway']);
  const unknown = standingOf(core({ hold: 'maybe' }), NOW, NOW);
  expect(groups(0, unknown)).toBe('midway');
  // Whoever is added twice may begin twice.
  expect(unknown).toMatchObject({ known: false, repeat: true });
  for (const change of [{ active: false }, { repeat: true }]) {
    expect(groups(20, standingOf(core(change), NOW, NOW))).toBe('midway');
  }
});

test('two moments tell of everybody what the schedule tells of each', () => {
  const timing = timingOf(sequence);
  const scheduled = scheduledOf(emails);
  if (!timing || !scheduled) throw new Error('No schedule');
  const schedule = scheduleOf(timing, scheduled);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 12, noNaN: true }), (days) => {
      const added = Date.parse(person(days).added_at);
      const start = emailsOut(schedule, added, NOW, 'earliest') === 0;
      const midway = start || emailsOut(schedule, added, NOW, 'latest') < emails.length;
      expect(groups(days)).toBe([...(start ? ['start'] : []), ...(midway ? ['midway'] : [])].join(' '));
    }),
  );
});

test('the longer a backup took, the fewer are surely at the start, and the more may be midway', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      (days, took) => {
        const short = groups(days);
        const long = groups(days, standingOf(core(), NOW - took * DAY, NOW + took * DAY));
        if (long.includes('start')) expect(short).toContain('start');
        if (short.includes('midway')) expect(long).toContain('midway');
      },
    ),
  );
});

test('people are streamed from any place, and counted', async () => {
  const people = Array.from({ length: 25 }, (_, at) => person(at));
  const reader = await readerWith({ ...core(), people }, 10);
  const standing = standingOf(core(), NOW, NOW);
  const counted = await countGroups(reader, standing);
  expect(counted).toMatchObject({ value: { people: 25, active: 25, known: true } });
  const all: number[] = [];
  let place = BEGINNING;
  // Each time from where the last one stopped.
  for (let more = true; more; ) {
    more = false;
    for await (const one of peopleFrom(reader, place)) {
      if (!one.ok) throw new Error('Damaged');
      all.push(one.value.person.id);
      place = one.value.next;
      more = true;
      if (all.length % 7 === 0) break;
    }
  }
  expect(all).toEqual(people.map(({ id }) => id));
});

test('everybody is counted, and how many of them are active', async () => {
  const people = [person(0), person(3), person(20), person(0.5, 'cancelled'), person(0.6, 'bounced')];
  const reader = await readerWith({ ...core(), people });
  expect(await countGroups(reader, standingOf(core(), NOW, NOW))).toEqual({
    ok: true,
    value: { people: 5, unusable: 0, active: 3, start: 1, midway: 2, known: true },
  });
});

test('an edited part is not read', async () => {
  const reader = await readerWith({ ...core(), people: [person(0)] });
  const parts = reader.parts.bind(reader);
  reader.parts = async function* edited() {
    for await (const part of parts()) yield { ...part, text: part.text.replace('0@', '1@') };
  };
  const counted = await countGroups(reader, standingOf(core(), NOW, NOW));
  expect(counted).toEqual({ ok: false, problem: { kind: 'backup damaged' } });
});
