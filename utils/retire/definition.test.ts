import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../jobs/job.ts';
import { createRunner } from '../jobs/runner.ts';
import { type Kept, memoryJournal } from '../jobs/testing/memory-journal.ts';
import type { KitResult } from '../kit/client.ts';
import type { ListedSequence, Sequence } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { sequenceJobs } from '../sequence/definition.ts';
import { instantBackups, noSaves, review } from '../sequence/testing/fakes.ts';
import { retireJob } from './definition.ts';
import { createSequenceLists } from './lists.ts';
import { nextLookAfter } from './looks.ts';
import { isRetirementEnded, type Retirement } from './retirement.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const START = 20_000 * DAY + 10 * HOUR;
const SUBJECT = 'retire/80';

let clock: number;
let kept: Kept;
let atKit: (Sequence & ListedSequence) | null;
let others: ListedSequence[];
let unreadable: KitResult<never> | null;
let lists: number;
let gets: number;
let reminded: Retirement[];
let alarms: Map<string, number>;
let runner: ReturnType<typeof live>;

function live() {
  const kit = {
    sequence: async () => {
      gets += 1;
      return atKit ? ok({ ...atKit }) : fail({ kind: 'not found' } as const);
    },
    sequences: async () => {
      lists += 1;
      return unreadable ?? ok({ items: [...others, ...(atKit ? [atKit] : [])], next: null, unreadable: [] });
    },
    async setActive(_: number, active: boolean) {
      atKit = { ...(atKit as Sequence), active, updated_at: `changed at ${clock}` };
      return ok(atKit);
    },
    countSubscribers: async () => ok(10),
    emails: async () => ok([]),
  } as never;
  const kinds = {
    ...sequenceJobs({
      kit: () => kit,
      backups: instantBackups,
      saves: noSaves,
      pageAccount: async () => null,
      countdown: async () => 5000,
    }),
    retire: retireJob({
      kit: () => kit,
      listSequences: createSequenceLists({ kit: () => kit, now: () => clock }),
      remind: async (job) => void reminded.push(job),
    }),
  };
  const isOpen = (job: Job) => !kinds[job.kind as 'retire'].hasEnded(job as never);
  return createRunner(kinds, {
    journal: memoryJournal(isOpen, kept),
    alarms: {
      set: async (name, at) => void alarms.set(name, at),
      clear: async (name) => void alarms.delete(name),
      names: async () => [...alarms.keys()],
    },
    lock: (_, work) => work(),
    now: () => clock,
    sleep: async () => undefined,
  });
}

beforeEach(() => {
  clock = START;
  kept = { jobs: new Map(), items: [] };
  atKit = { ...review.sequence, subscriber_count: 10 };
  others = [];
  unreadable = null;
  [lists, gets] = [0, 0];
  reminded = [];
  alarms = new Map();
  runner = live();
});

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const job = (id = 80) =>
  [...kept.jobs.values()].find(({ subject }) => subject === `retire/${id}`) as Retirement;
async function retire(days: 7 | 30 | 90 = 7) {
  const started = await runner.start('retire', {
    sequenceId: 80,
    review: { ...review, sequence: { ...review.sequence, subscriber_count: 10 } },
    days,
    notify: true,
  });
  await settled();
  return started;
}
/** Time passes, and alarms ring as a browser rings them. */
async function pass(ms: number) {
  const end = clock + ms;
  for (;;) {
    const [name, at] = [...alarms].toSorted((one, other) => one[1] - other[1])[0] ?? [];
    if (name === undefined || at === undefined || at > end) break;
    clock = Math.max(clock, at);
    alarms.delete(name);
    await runner.wake(name);
    await settled();
  }
  clock = end;
}
async function wish(wanted: string) {
  await runner.wish(SUBJECT, wanted);
  await settled();
}

test('an active sequence is paused, rests, and its owner is told on the day', async () => {
  await retire();
  expect(atKit?.active).toBe(false);
  expect(job()).toMatchObject({ state: { step: 'resting', lookAt: nextLookAfter(START) }, retiredAt: START });
  expect(job().review.sequence.active).toBe(false);
  await pass(7 * DAY - 1);
  expect([job().state.step, reminded.length, lists]).toEqual(['resting', 0, 7]);
  await pass(DAY);
  expect(job()).toMatchObject({ state: { step: 'due' }, found: { added: 0, edited: false, referredBy: [] } });
  expect(reminded).toHaveLength(1);
  // It is looked at on, and nobody is told twice.
  await pass(5 * DAY);
  expect([reminded.length, lists]).toEqual([1, 13]);
});

test('one that is paused already is retired without another write', async () => {
  if (atKit) atKit.active = false;
  await retire();
  expect(atKit?.updated_at).toBe(review.sequence.updated_at);
  expect(job().state.step).toBe('resting');
});

test('a pause that does not come about leaves no reminder', async () => {
  if (atKit) atKit.name = 'Renamed';
  const foreign = { ...review, pageAccountId: 2 };
  await runner.start('retire', { sequenceId: 80, review: foreign, days: 7, notify: false });
  await settled();
  expect(job().state).toMatchObject({
    step: 'not paused',
    end: { step: 'refused', why: { kind: 'foreign page' } },
  });
  expect(atKit?.active).toBe(true);
  expect(alarms.size).toBe(0);
});

test('without its review nothing begins', async () => {
  expect(await runner.start('retire', { sequenceId: 81, review, days: 7, notify: false })).toEqual(
    fail({ kind: 'no review' }),
  );
});

test('what happened since is told: people, edits, and new references', async () => {
  others = [refersTo(90)];
  await retire();
  await pass(DAY);
  expect(job().found).toMatchObject({ added: 0, edited: false, referredBy: [] });
  if (atKit) Object.assign(atKit, { subscriber_count: 12, updated_at: 'edited' });
  others = [refersTo(90), refersTo(91)];
  await pass(DAY);
  expect(job().found).toMatchObject({
    added: 2,
    edited: true,
    referredBy: [{ id: 91, name: 'Other 91' }],
  });
});
const refersTo = (id: number): ListedSequence => ({
  id,
  name: `Other ${id}`,
  exclude_subscriber_sources: [{ type: 'sequence', ids: [80] }],
});

test('one that somebody resumed or deleted ends its reminder, by Kit’s own word and not by a list', async () => {
  await retire();
  const paused = atKit;
  atKit = null;
  gets = 0;
  await pass(DAY);
  // Twice, since one 404 is none.
  expect([job().state, gets, alarms.size]).toEqual([{ step: 'ended', why: 'deleted' }, 2, 0]);
  atKit = paused;
  runner = live();
  await retire();
  if (atKit) atKit.active = true;
  await pass(DAY);
  const last = [...kept.jobs.values()].filter(({ kind }) => kind === 'retire').at(-1) as Retirement;
  expect([last.state, alarms.size]).toEqual([{ step: 'ended', why: 'resumed' }, 0]);
});

test('a list that lags ends nothing', async () => {
  await retire();
  const behind = { ...(atKit as Sequence), active: true };
  others = [behind];
  await pass(DAY);
  expect(job()).toMatchObject({ state: { step: 'resting' }, found: { edited: false } });
});

test('Kit that cannot be looked at is asked again within the day, and the day is told all the same, later', async () => {
  await retire();
  unreadable = fail({ kind: 'unreachable' });
  await pass(DAY);
  expect(job()).toMatchObject({ unseen: { kind: 'unreachable' }, state: { step: 'resting' } });
  await pass(6 * DAY);
  expect(reminded).toHaveLength(0);
  await pass(4 * DAY);
  expect(job()).toMatchObject({ state: { step: 'due' }, found: null });
  unreadable = null;
  await pass(DAY);
  expect(job()).toMatchObject({ unseen: null, found: { added: 0 } });
});

test('a refused credential waits for its account, and no other', async () => {
  await retire();
  unreadable = fail({ kind: 'unauthorized' });
  await pass(DAY);
  unreadable = null;
  lists = 0;
  await runner.reconnected(2);
  await settled();
  expect(lists).toBe(0);
  await runner.reconnected(1);
  await settled();
  expect([lists, job().unseen]).toEqual([1, null]);
});

test('Keep longer moves the day, also one that has come', async () => {
  await retire();
  await pass(8 * DAY);
  expect(job().state.step).toBe('due');
  await wish('keep longer');
  expect(job()).toMatchObject({ state: { step: 'resting' }, remindedAt: null });
  await pass(29 * DAY);
  expect(reminded).toHaveLength(1);
  await pass(2 * DAY);
  expect(reminded).toHaveLength(2);
});

test('Bring back resumes it as it was left, and ends', async () => {
  await retire();
  await wish('bring back');
  await settled();
  expect([atKit?.active, job().state]).toEqual([true, { step: 'ended', why: 'brought back' }]);
  expect(alarms.size).toBe(0);
});

test('Bring back is refused where somebody changed it, says why, and can be pressed again', async () => {
  await retire();
  if (atKit) Object.assign(atKit, { name: 'Renamed', updated_at: 'edited' });
  await wish('bring back');
  expect(atKit?.active).toBe(false);
  const changes = [{ kind: 'renamed', to: 'Renamed' }];
  expect(job()).toMatchObject({
    state: { step: 'resting' },
    notBack: { step: 'refused', why: { kind: 'changed', changes } },
  });
  if (atKit)
    Object.assign(atKit, { name: review.sequence.name, updated_at: job().review.sequence.updated_at });
  await wish('bring back');
  expect(atKit?.active).toBe(true);
});

test.each([
  ['gone', 'deleted'],
  ['active', 'resumed'],
] as const)(
  'one that another job has left %s is looked at at once, whatever the list says',
  async (is, why) => {
    await retire();
    others = [{ ...(atKit as Sequence) }];
    if (is === 'gone') atKit = null;
    else if (atKit) atKit.active = true;
    await wish('touched');
    expect([job().state, lists, alarms.size]).toEqual([{ step: 'ended', why }, 0, 0]);
  },
);

test('one that another job has left as it was rests on until its day', async () => {
  await retire();
  await wish('touched');
  expect(job().state).toEqual({ step: 'resting', lookAt: nextLookAfter(START) });
});

test('a notification that is wanted later is kept, and nothing else changes', async () => {
  await runner.start('retire', { sequenceId: 80, review, days: 7, notify: false });
  await settled();
  const { state } = job();
  await wish('notify');
  expect(job()).toMatchObject({ notify: true, state, wish: null });
});

test('a reminder that is removed leaves the sequence paused, and no alarm', async () => {
  await retire();
  await wish('remove');
  expect([atKit?.active, job().state, alarms.size]).toEqual([false, { step: 'ended', why: 'removed' }, 0]);
});

test('a start of the background in between looks at nothing', async () => {
  await retire();
  for (let start = 0; start < 5; start += 1) {
    clock += HOUR;
    runner = live();
    await settled();
    await runner.resume();
    await settled();
  }
  expect(lists).toBe(0);
  expect([...alarms.values()]).toEqual([nextLookAfter(START)]);
});

test('a browser that was closed over the day tells it at its next start', async () => {
  await retire();
  alarms.clear();
  clock += 20 * DAY;
  runner = live();
  await settled();
  await pass(5 * 60_000);
  expect([reminded.length, lists]).toEqual([1, 1]);
});

test('a clock that was set back does not silence it for longer than a day', async () => {
  await retire(30);
  clock -= 10 * DAY;
  runner = live();
  await settled();
  await pass(DAY + HOUR);
  expect(lists).toBeGreaterThanOrEqual(1);
  expect(job().state).toEqual({ step: 'resting', lookAt: nextLookAfter(clock - HOUR) });
});

test('fifty of one account need one list a day, and no alarm is left when the last one ends', async () => {
  for (let id = 1; id <= 50; id += 1) {
    others.push({ ...review.sequence, id, active: false });
    kept.jobs.set(`r${id}`, {
      ...(await oneResting()),
      id: `r${id}`,
      subject: `retire/${id}`,
      sequenceId: id,
      order: id,
    } as Job);
  }
  runner = live();
  await settled();
  lists = 0;
  await pass(30 * DAY);
  expect(lists).toBe(30);
  for (let id = 1; id <= 50; id += 1) await runner.wish(`retire/${id}`, 'remove');
  await settled();
  expect([...kept.jobs.values()].every((row) => isRetirementEnded((row as Retirement).state))).toBe(true);
  expect(alarms.size).toBe(0);
});
let sample: Retirement | null = null;
async function oneResting(): Promise<Retirement> {
  if (!sample) {
    await retire(90);
    sample = structuredClone(job());
    kept.jobs.clear();
    alarms.clear();
    vi.clearAllMocks();
  }
  return sample;
}

test('whatever happens in whatever order, nothing is deleted, and only a press makes a sequence active', async () => {
  const action = fc.constantFrom(
    'day',
    'hour',
    'death',
    'gone',
    'resumed',
    'longer',
    'remove',
    'back',
    'unread',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      clock = START;
      kept = { jobs: new Map(), items: [] };
      atKit = { ...review.sequence, subscriber_count: 10 };
      unreadable = null;
      alarms = new Map();
      runner = live();
      await retire();
      let active = false;
      for (const one of actions) {
        if (one === 'day') await pass(DAY);
        if (one === 'hour') await pass(HOUR);
        if (one === 'death') runner = live();
        if (one === 'gone') atKit = null;
        if (one === 'resumed' && atKit) [atKit.active, active] = [true, true];
        if (one === 'unread') unreadable = unreadable ? null : fail({ kind: 'timeout' });
        if (one === 'longer') await wish('keep longer');
        if (one === 'remove') await wish('remove');
        if (one === 'back') {
          await wish('bring back');
          active = true;
        }
        await settled();
        if (atKit?.active) expect(active).toBe(true);
        const isOpen = !isRetirementEnded(job().state);
        expect(alarms.size > 0).toBe(isOpen);
      }
    }),
    { numRuns: 60 },
  );
});
