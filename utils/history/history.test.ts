import fc from 'fast-check';
import { parse } from 'papaparse';
import { expect, test } from 'vitest';
import type { Job } from '../jobs/job.ts';
import { JOB_FIELDS } from '../jobs/testing/fields.ts';
import { memoryJournal } from '../jobs/testing/memory-journal.ts';
import type { Addition } from '../people/addition.ts';
import { restoreOf } from '../restore/testing/fakes.ts';
import type { SequenceJobState } from '../sequence/sequence-job.ts';
import { leftAt } from '../sequence/testing/fakes.ts';
import { entryOf, type HistoryOutcome, isTold, mayBeRestored, type ToldJob } from './entry.ts';
import { historyCsv, historyJson } from './export.ts';
import { ALL_JOBS, type HistoryFilter, isWanted } from './filter.ts';
import { ENTRIES_AT_ONCE, readHistory } from './read.ts';

const additionOf = (change: Partial<Addition> = {}): Addition => ({
  ...JOB_FIELDS,
  kind: 'add people',
  subject: 'people/9001',
  state: { step: 'done' },
  backupId: JOB_FIELDS.id,
  account: { id: 1, name: 'Juniper' },
  sequenceId: 9001,
  sequenceName: 'Welcome, again',
  repeat: false,
  group: 'start',
  of: 1,
  counts: { added: 1, already: 0, gone: 0, refused: 0, unknown: 0 },
  place: { part: 1, person: 0 } as never,
  batch: { people: [], maySent: false },
  ...change,
});

test.each<[SequenceJobState, HistoryOutcome, string | null]>([
  [{ step: 'done', how: 'already' }, 'done', null],
  [{ step: 'cancelled', by: 'panel closed' }, 'canceled', 'panel closed'],
  [{ step: 'refused', why: { kind: 'gone' } }, 'refused', 'gone'],
  [{ step: 'failed', problem: { kind: 'timeout' }, effect: 'unknown' }, 'failed', 'timeout'],
  [{ step: 'sending' }, 'open', null],
])('a delete that is at %o', (state, outcome, reason) => {
  expect(entryOf(leftAt(state))).toMatchObject({
    outcome,
    reason,
    kind: 'delete',
    sequence: { id: 80, name: 'Welcome' },
    account: { id: 1 },
    atStake: 10,
    startedAt: 500,
    endedAt: outcome === 'open' ? null : 500,
  });
});

test.each<[SequenceJobState, boolean]>([
  [{ step: 'done', how: 'now' }, true],
  [{ step: 'done', how: 'already' }, true],
  [{ step: 'cancelled', by: 'person' }, false],
  [{ step: 'cancelled', by: 'background stopped' }, false],
  [{ step: 'refused', why: { kind: 'gone' } }, true],
  [{ step: 'refused', why: { kind: 'changed', changes: [] } }, false],
  [{ step: 'failed', problem: { kind: 'timeout' }, effect: 'unknown' }, true],
  [{ step: 'failed', problem: { kind: 'timeout' }, effect: 'not seen' }, false],
  [{ step: 'failed', problem: { kind: 'forbidden' }, effect: 'none' }, false],
  [{ step: 'sending' }, false],
])('of a delete at %j, a restore is offered: %s', (state, offered) => {
  expect(mayBeRestored(leftAt(state))).toBe(offered);
  expect(mayBeRestored(leftAt(state, { kind: 'back up' }))).toBe(true);
});

test('a restore names what it made, also while it looks for twins', () => {
  const made = { sequenceId: 9001, fingerprint: '', emails: [], named: true };
  const then = { step: 'done' } as const;
  const search = { looks: 0, waited: 0, look: null };
  expect(
    entryOf(restoreOf({ made, state: { step: 'rechecking', then, sends: 0, named: [], ...search } })),
  ).toMatchObject({ outcome: 'done', madeSequenceId: 9001 });
  expect(entryOf(restoreOf({ state: { step: 'undone', how: 'now' } })).outcome).toBe('canceled');
  const why = { kind: 'backup gone' } as const;
  expect(entryOf(restoreOf({ state: { step: 'refused', why } }))).toMatchObject({
    outcome: 'refused',
    reason: 'backup gone',
  });
});

test('what blocks is named, and whatever is open has no end', () => {
  const problem = { kind: 'unauthorized' } as const;
  const addition = additionOf({ state: { step: 'blocked', problem, before: 'adding', transient: false } });
  expect(entryOf(addition)).toMatchObject({ outcome: 'open', reason: 'unauthorized', endedAt: null });
  expect(entryOf(additionOf({ state: { step: 'cancelled' } })).outcome).toBe('canceled');
});

test('Kit’s request ids are found wherever a problem stands', () => {
  const lost = { kind: 'not from Kit', status: 502, requestId: 'req_1' } as const;
  const look = { kind: 'not understood', status: 200, requestId: 'req_2' } as const;
  expect(entryOf(leftAt({ step: 'settling', lost, look })).requestIds).toEqual(['req_1', 'req_2']);
});

test('lists of jobs are told by what is in them', () => {
  const list: Job = { ...JOB_FIELDS, kind: 'batch', subject: 'batch/1', state: { step: 'done' } };
  expect([isTold(list), isTold(additionOf()), isTold(leftAt({ step: 'sending' }))]).toEqual([
    false,
    true,
    true,
  ]);
});

test.each<[Partial<HistoryFilter>, boolean]>([
  [{}, true],
  [{ kind: 'delete' }, true],
  [{ kind: 'pause' }, false],
  [{ outcome: 'done' }, true],
  [{ outcome: 'open' }, false],
  [{ accountId: 1 }, true],
  [{ accountId: 2 }, false],
  [{ text: ' WELC ' }, true],
  [{ text: '80' }, true],
  [{ text: '8' }, false],
  [{ text: 'launch' }, false],
  [{ kind: 'delete', text: 'launch' }, false],
])('a delete that was done, and a filter of %o', (filter, wanted) => {
  const entry = entryOf(leftAt({ step: 'done', how: 'now' }));
  expect(isWanted(entry, { ...ALL_JOBS, ...filter })).toBe(wanted);
});

test('pages hold every job that is wanted once, newest first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('pause', 'delete', 'batch'), { maxLength: 1300 }),
      async (kinds) => {
        const journal = memoryJournal(() => false);
        const orders: number[] = [];
        for (const [at, kind] of kinds.entries()) {
          const job = leftAt({ step: 'done', how: 'now' });
          const { order } = await journal.write({ ...job, id: String(at), kind, order: at + 1 } as Job);
          if (kind === 'delete') orders.unshift(order);
        }
        const read: number[] = [];
        let before: number | null = null;
        do {
          const page: Awaited<ReturnType<typeof readHistory>> = await readHistory(
            journal,
            { ...ALL_JOBS, kind: 'delete' },
            before,
          );
          expect(page.jobs.length).toBeLessThanOrEqual(ENTRIES_AT_ONCE);
          read.push(...page.jobs.map(({ order }) => order));
          before = page.next;
        } while (before !== null);
        expect(read).toEqual(orders);
      },
    ),
    { numRuns: 15 },
  );
});

const PERSON = { id: 7, email: 'june@example.com' };
const WORDS = 'june@example.com is not a valid address';
const jobs: ToldJob[] = [
  leftAt({ step: 'failed', problem: { kind: 'invalid', messages: [WORDS] }, effect: 'none' }),
  additionOf({ batch: { people: [PERSON], maySent: true }, state: { step: 'sending' } }),
  additionOf({
    state: {
      step: 'blocked',
      problem: { kind: 'invalid', messages: [WORDS] },
      before: 'adding',
      transient: false,
    },
  }),
  restoreOf({ state: { step: 'done' } }),
];

test('no person and no address leaves in an export', () => {
  const entries = jobs.map(entryOf);
  for (const file of [historyCsv(entries), historyJson(entries)]) expect(file).not.toContain('june@');
});

test('an export holds every job, as other programs read it, and no formula', () => {
  const review = leftAt({ step: 'sending' }).review;
  if (!review) throw new Error('No review');
  const sequence = { ...review.sequence, name: '=HYPERLINK("x"),\n"y"' };
  const entries = [
    entryOf(leftAt({ step: 'done', how: 'now' }, { review: { ...review, sequence } })),
    ...jobs.map(entryOf),
  ];
  const { data, errors } = parse<Record<string, string>>(historyCsv(entries), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data).toHaveLength(entries.length);
  expect(data[0]).toMatchObject({
    started: '1970-01-01T00:00:00.500Z',
    kind: 'delete',
    outcome: 'done',
    sequence: `'=HYPERLINK("x"),\n"y"`,
    'sequence id': '80',
    'people at stake': '10',
  });
  expect(JSON.parse(historyJson(entries))[0]).toMatchObject({
    sequence: { id: 80, name: sequence.name },
    endedAt: '1970-01-01T00:00:00.500Z',
    steps: [{ step: 'done', at: '1970-01-01T00:00:00.500Z' }],
  });
});

test('those that are open are the ones whose outcome is, newest first and a page at a time', async () => {
  const journal = memoryJournal(({ state }: Job) => state.step === 'sending');
  const open: number[] = [];
  for (let at = 1; at <= 3 * ENTRIES_AT_ONCE; at += 1) {
    const job = leftAt(at % 2 === 0 ? { step: 'sending' } : { step: 'done', how: 'now' });
    const { order } = await journal.write({ ...job, id: String(at), order: at } as Job);
    if (at % 2 === 0) open.unshift(order);
  }
  const filter = { ...ALL_JOBS, outcome: 'open' } as const;
  const first = await readHistory(journal, filter, null);
  const second = await readHistory(journal, filter, first.next);
  expect(first.jobs).toHaveLength(ENTRIES_AT_ONCE);
  expect([...first.jobs, ...second.jobs].map(({ order }) => order)).toEqual(open);
  expect(second.next).toBeNull();
});
