import { expect, test } from 'vitest';
import type { Contents } from '../backup/backup.ts';
import type { Tools } from '../jobs/job.ts';
import { BACKUP, readerWith, restoreOf } from '../restore/testing/fakes.ts';
import { ok } from '../result.ts';
import type { Addition } from './addition.ts';
import { additionJob, groupsIn } from './definition.ts';
import type { Group } from './groups.ts';
import { nextAddition } from './machine.ts';
import { noAdditions } from './testing/fake-world.ts';

const NEW = 9001;
const NOW = Date.now();
const person = (id: number, days: number, state = 'active') => ({
  ...{ id, email_address: `${id}@example.com`, state },
  added_at: new Date(NOW - days * 86_400_000).toISOString(),
});
/** Its one email goes out after 30 days. The backup began long before it was complete. */
const contents: Contents = {
  sequence: {
    ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false, repeat: false },
    ...{ send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
  },
  emails: [{ id: 1, subject: 'A', published: true, position: 0, delay_value: 30, delay_unit: 'days' }],
  names: [],
  references: { excludedFrom: [], whole: true },
  people: [person(1, 1), person(2, 60), person(3, 1, 'cancelled'), person(4, 2)],
};

async function begun(group: Group, people: number) {
  const reader = await readerWith(contents);
  const made = { sequenceId: NEW, fingerprint: '', emails: [], named: true };
  const job = additionJob({
    latestRestore: async () => restoreOf({ state: { step: 'done' }, made }),
    kit: () => ({}) as never,
    openBackup: async () => reader,
    additions: noAdditions,
  });
  const row = await job.begin({ backupId: BACKUP, sequenceId: NEW, group, people }, NOW);
  if (!row.ok) throw new Error(JSON.stringify(row.problem));
  const addition = { ...row.value, state: { step: 'adding' } } as Addition;
  const event = await job.work(addition, await job.prepare(addition), {} as Tools<Addition>);
  return event.event === 'batch' ? event.people.map(({ id }) => id) : event;
}

test('only those of the group that a person chose are added, and only active ones', async () => {
  expect(await begun('start', 2)).toEqual([1, 4]);
  expect(await begun('midway', 3)).toEqual([1, 2, 4]);
});

test('nobody is at the start who may have had an email before the backup was complete', async () => {
  const reader = await readerWith(contents);
  const counted = { people: 4, unusable: 0, active: 3, start: 2, midway: 3, known: true };
  expect(await groupsIn(async () => reader, BACKUP)).toEqual(ok(counted));
});

test('what a problem stopped goes on with those who are left, and not from the start', () => {
  const [first, second] = [1, 2].map((id) => ({ id, email: `${id}@example.com` }));
  if (!first || !second) throw new Error();
  const sending = {
    state: { step: 'sending' },
    batch: { people: [first, second], maySent: false },
    counts: { added: 0, already: 0, gone: 0, refused: 0, unknown: 0 },
  } as Partial<Addition> as Addition;
  const problem = { kind: 'unreachable' } as const;
  const outcomes = [{ ...first, outcome: 'added' } as const];
  expect(nextAddition(sending, { event: 'sent', outcomes, left: [second], maySent: true, problem })).toEqual({
    state: { step: 'blocked', problem, before: 'adding', transient: true },
    batch: { people: [second], maySent: true },
    counts: { added: 1, already: 0, gone: 0, refused: 0, unknown: 0 },
  });
});
