import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { Job } from '../jobs/job.ts';
import { createRunner } from '../jobs/runner.ts';
import { type Kept, memoryJournal } from '../jobs/testing/memory-journal.ts';
import { fail } from '../result.ts';
import { retireJob } from '../retire/definition.ts';
import { createSequenceLists } from '../retire/lists.ts';
import { sequenceJobs } from '../sequence/definition.ts';
import { instantBackups, noSaves, review } from '../sequence/testing/fakes.ts';
import { watchJob } from './definition.ts';
import { MOST_LOOKS_A_DAY } from './looks.ts';
import { type Held, mostWithin, watchedKit } from './testing/watched-kit.ts';
import { isWatchEnded, type Watch } from './watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 20_000 * DAY + 10 * HOUR;
const SUBJECT = 'watch/80';

let clock: number;
let kept: Kept;
let kit: ReturnType<typeof watchedKit>;
let told: string[];
let alarms: Map<string, number>;
let runner: ReturnType<typeof live>;

function live() {
  const api = kit.api as never;
  const kinds = {
    ...sequenceJobs({
      kit: () => api,
      backups: instantBackups,
      saves: noSaves,
      pageAccount: async () => null,
      countdown: async () => 5000,
    }),
    retire: retireJob({
      kit: () => api,
      listSequences: createSequenceLists({ kit: () => api, now: () => clock }),
      remind: async () => undefined,
    }),
    watch: watchJob({
      kit: () => api,
      watches: async () => [...kept.jobs.values()].filter(({ kind }) => kind === 'watch') as Watch[],
      tellOfWatch: async ({ sequenceId }, news) => void told.push(`${sequenceId} ${news}`),
    }),
  };
  const isOpen = (job: Job) => !kinds[job.kind as 'watch'].hasEnded(job as never);
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

function begin() {
  clock = START;
  kept = { jobs: new Map(), items: [] };
  kit = watchedKit(() => clock);
  told = [];
  alarms = new Map();
  runner = live();
}
beforeEach(begin);

const settled = async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setTimeout(resolve, 0));
};
const last = (id = 80) =>
  [...kept.jobs.values()].filter(({ subject }) => subject === `watch/${id}`).at(-1) as Watch;
const asked = (what: string) => kit.asked.filter((one) => one.what === what);
async function watch(id = 80) {
  const shown = { ...review, sequence: { ...review.sequence, id } };
  const started = await runner.start('watch', { sequenceId: id, review: shown, notify: true });
  await settled();
  return started;
}
/** Time passes, and alarms ring as a browser rings them: whatever nobody sets or clears rings again in a minute. */
async function pass(ms: number) {
  const end = clock + ms;
  for (;;) {
    const [name, at] = [...alarms].toSorted((one, other) => one[1] - other[1])[0] ?? [];
    if (name === undefined || at === undefined || at > end) break;
    clock = Math.max(clock, at);
    alarms.set(name, clock + MINUTE);
    await runner.wake(name);
    await settled();
  }
  clock = end;
}
async function wish(wanted: string, subject = SUBJECT) {
  await runner.wish(subject, wanted);
  await settled();
}

/** Three emails in ten days; the last of two people was added two hours ago. */
const inUse = (): Held => kit.add(80, [0, 5, 5], [START - 20 * DAY, START - 2 * HOUR]);
/** At nine on the tenth day after; Kit may take half an hour. */
const THROUGH = 20_010 * DAY + 9 * HOUR;

test('it looks once, rests for as long as nobody can be through, and tells its owner when everybody is', async () => {
  inUse();
  await watch();
  expect(last()).toMatchObject({
    state: { step: 'resting', lookAt: START + 3 * DAY },
    found: { isActive: true, waiting: { from: 1, to: 1 }, until: { from: THROUGH }, added: 0 },
  });
  expect(kit.asked.map(({ what }) => what).toSorted()).toEqual(['count', 'emails', 'people', 'sequence']);
  await pass(THROUGH - START);
  expect([last().state.step, told]).toEqual(['resting', []]);
  expect(asked('emails')).toHaveLength(4);
  await pass(DAY);
  expect(told).toEqual(['80 clear']);
  expect(last()).toMatchObject({ state: { step: 'due' }, found: { waiting: { from: 0, to: 0 } } });
  // It is looked at on, and nobody is told twice.
  await pass(3 * DAY);
  expect([told, asked('emails').length]).toEqual([['80 clear'], 8]);
});

test('without its review nothing begins', async () => {
  expect(await runner.start('watch', { sequenceId: 81, review, notify: false })).toEqual(
    fail({ kind: 'no review' }),
  );
});

test('people who keep coming in are told of once, after a few days, with how many', async () => {
  const { people } = inUse();
  await watch();
  for (let day = 0; day < 4; day += 1) {
    await pass(DAY);
    people.push(clock - HOUR, clock - HOUR);
  }
  await pass(5 * DAY);
  expect(told).toEqual(['80 coming in']);
  expect(last()).toMatchObject({ state: { step: 'resting' }, found: { added: 8 } });
});

test('somebody who comes in after it was due has it wait again, and its owner is told again', async () => {
  const { people } = inUse();
  await watch();
  await pass(11 * DAY);
  expect(told).toEqual(['80 clear']);
  people.push(clock);
  await pass(DAY);
  expect(last().state.step).toBe('resting');
  await pass(12 * DAY);
  expect(told).toEqual(['80 clear', '80 coming in', '80 clear']);
});

test('of more people than can be read it says how many may wait, and still sees when nobody does', async () => {
  const people = Array.from({ length: 1500 }, (_, nth) => START - nth * MINUTE);
  kit.add(80, [0, 5, 5], people);
  await watch();
  expect(last().found).toMatchObject({ waiting: { from: 0, to: 1500 }, until: { from: START } });
  await pass(4 * DAY);
  people.push(clock, clock);
  await pass(4 * DAY);
  // By the day that surely began after the start.
  expect(last().found?.added).toBe(2);
  await pass(10 * DAY);
  expect(last().state.step).toBe('due');
});

test('a sequence that is paused is never called clear, and goes on when it is resumed', async () => {
  const { sequence } = inUse();
  await watch();
  sequence.active = false;
  await pass(40 * DAY);
  expect(last()).toMatchObject({ state: { step: 'resting' }, found: { isActive: false, until: null } });
  expect(told).toEqual([]);
  sequence.active = true;
  // Whoever was in it kept their place, and has all emails to come.
  await pass(9 * DAY);
  expect(last()).toMatchObject({ state: { step: 'resting' }, found: { waiting: { to: 1 } } });
  expect(told).toEqual([]);
  await pass(50 * DAY);
  expect([told, last().state.step]).toEqual([['80 clear'], 'due']);
});

test('one that was deleted in Kit ends, by Kit’s own word said twice', async () => {
  inUse();
  await watch();
  kit.held.delete(80);
  const before = kit.asked.length;
  await pass(4 * DAY);
  expect([last().state, kit.asked.length - before, alarms.size]).toEqual([
    { step: 'ended', why: 'deleted' },
    2,
    0,
  ]);
});

test('one 404 of its emails ends nothing', async () => {
  inUse();
  await watch();
  kit.api.emails = async () => fail({ kind: 'not found' });
  await wish('look');
  expect(last()).toMatchObject({ state: { step: 'resting' }, found: { waiting: null } });
});

test('a job of ours on the sequence is looked after at once: paused, resumed, deleted', async () => {
  const { sequence } = inUse();
  await watch();
  sequence.active = false;
  await wish('touched');
  expect(last()).toMatchObject({ state: { step: 'resting' }, found: { isActive: false } });
  sequence.active = true;
  await wish('touched');
  expect(last().found?.isActive).toBe(true);
  const before = kit.asked.length;
  await wish('touched');
  // Nothing has changed: it asked for nothing more than the sequence.
  expect(kit.asked.length - before).toBe(1);
  kit.held.delete(80);
  await wish('touched');
  expect(last().state).toEqual({ step: 'ended', why: 'deleted' });
});

test('Kit that cannot be looked at is asked again in six hours, and ends nothing', async () => {
  inUse();
  kit.trouble = fail({ kind: 'unreachable' });
  await watch();
  expect(last()).toMatchObject({ state: { step: 'resting', lookAt: START + 6 * HOUR }, found: null });
  kit.trouble = null;
  await pass(7 * HOUR);
  expect(last()).toMatchObject({ unseen: null, found: { waiting: { from: 1, to: 1 } } });
});

test('an account that was disconnected says so, and it goes on when that one is connected again', async () => {
  inUse();
  await watch();
  kit.trouble = fail({ kind: 'not connected' });
  await pass(3 * DAY + HOUR);
  expect(last()).toMatchObject({ unseen: { kind: 'not connected' }, state: { step: 'resting' } });
  kit.trouble = null;
  const before = kit.asked.length;
  await runner.reconnected(2);
  await settled();
  expect(kit.asked.length).toBe(before);
  await runner.reconnected(1);
  await settled();
  expect(last().unseen).toBe(null);
});

test('Stop watching ends it, also where it is due, and leaves no alarm', async () => {
  inUse();
  await watch();
  await wish('stop');
  expect([last().state, alarms.size]).toEqual([{ step: 'ended', why: 'stopped' }, 0]);
  await watch();
  await pass(11 * DAY);
  expect(last().state.step).toBe('due');
  await wish('stop');
  expect([last().state, alarms.size]).toEqual([{ step: 'ended', why: 'stopped' }, 0]);
});

test('a start of the background looks at nothing that is not due, and rings when it is', async () => {
  inUse();
  await watch();
  const before = kit.asked.length;
  for (let start = 0; start < 5; start += 1) {
    clock += HOUR;
    runner = live();
    await runner.resume();
    await settled();
  }
  expect([kit.asked.length, [...alarms.values()]]).toEqual([before, [START + 3 * DAY]]);
});

test('a browser that was closed for weeks makes one look when it starts', async () => {
  inUse();
  await watch();
  alarms.clear();
  clock += 30 * DAY;
  const before = asked('emails').length;
  runner = live();
  await settled();
  await pass(5 * MINUTE);
  expect([told, asked('emails').length - before]).toEqual([['80 clear'], 1]);
});

test('a clock that was set back does not silence it for longer than three days', async () => {
  inUse();
  await watch();
  await pass(9 * DAY);
  clock -= 8 * DAY;
  const before = asked('emails').length;
  runner = live();
  await settled();
  await pass(3 * DAY + HOUR);
  expect(asked('emails').length).toBeGreaterThan(before);
});

test('a notification that is wanted later is kept, and nothing else changes', async () => {
  inUse();
  await runner.start('watch', { sequenceId: 80, review, notify: false });
  await settled();
  const { state } = last();
  await wish('notify');
  expect(last()).toMatchObject({ notify: true, state, wish: null });
  expect(alarms.size).toBe(1);
});

test('Check now is answered at once as long as there is room, and put off from then on', async () => {
  inUse();
  await watch();
  for (let press = 0; press < 40; press += 1) {
    clock += MINUTE;
    await wish('look');
  }
  expect(asked('emails')).toHaveLength(MOST_LOOKS_A_DAY);
  expect(last()).toMatchObject({ state: { step: 'resting', lookAt: START + DAY } });
});

test('whatever happens in whatever order: nothing is written, looks are bounded, an alarm is there while it is open, and clear was so', async () => {
  const action = fc.constantFrom(
    ...([
      'day',
      'week',
      'week',
      'month',
      'hour',
      'death',
      'person',
      'paused',
      'gone',
      'trouble',
      'look',
      'stop',
    ] as const),
  );
  let cleared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 14 }), async (actions) => {
      begin();
      const { people, sequence } = inUse();
      await watch();
      for (const one of actions) {
        const before = told.length;
        if (one === 'hour') await pass(HOUR);
        if (one === 'day') await pass(DAY);
        if (one === 'week') await pass(7 * DAY);
        if (one === 'month') await pass(28 * DAY);
        if (one === 'death') runner = live();
        if (one === 'person') people.push(clock);
        if (one === 'paused') sequence.active = !sequence.active;
        if (one === 'gone') kit.held.delete(80);
        if (one === 'trouble') kit.trouble = kit.trouble ? null : fail({ kind: 'timeout' });
        if (one === 'look' || one === 'stop') await wish(one);
        await settled();
        if (told.slice(before).includes('80 clear')) {
          cleared += 1;
          expect(Math.max(...people)).toBeLessThan(clock - 9 * DAY);
        }
        const isOpen = !isWatchEnded(last().state);
        expect(alarms.size > 0).toBe(isOpen);
        if (isOpen) expect(last().nextAt).toBeGreaterThan(clock - 1);
      }
      expect(asked('write')).toEqual([]);
      const looks = asked('emails').map(({ at }) => at);
      expect(mostWithin(looks, DAY)).toBeLessThanOrEqual(MOST_LOOKS_A_DAY);
    }),
    { numRuns: 100 },
  );
  expect(cleared).toBeGreaterThan(5);
});

test('fifty retired and twenty watched over thirty days: within the limits, and no alarm is left', async () => {
  for (let id = 1; id <= 70; id += 1) {
    // Sequences of up to sixty days, in most of which others come in, from many a day to one in days.
    const { sequence } = kit.add(id, [0, 2 + (id % 20), 10, 10, id % 3 === 0 ? 20 : 1], [START - id * HOUR]);
    const shown = { ...review, sequence: { ...sequence } };
    if (id > 50) await watch(id);
    else {
      sequence.active = false;
      shown.sequence.active = false;
      await runner.start('retire', { sequenceId: id, review: shown, days: 30, notify: true });
      await settled();
    }
  }
  const begun = kit.asked.length;
  for (let hour = 0; hour < 30 * 24; hour += 1) {
    await pass(HOUR);
    for (let id = 52; id <= 70; id += 1) if (hour % (id - 51) === 0) kit.held.get(id)?.people.push(clock);
  }
  const during = kit.asked.slice(begun);
  const looks = during.filter(({ what }) => what === 'emails');
  const figures = {
    requests: during.length,
    'a day': Math.round(during.length / 30),
    'in a minute, at most': mostWithin(
      during.map(({ at }) => at),
      MINUTE,
    ),
    lists: during.filter(({ what }) => what === 'list').length,
    looks: looks.length,
    'looks in a day, at most': mostWithin(
      looks.map(({ at }) => at),
      DAY,
    ),
  };
  console.log('50 retired and 20 watched sequences over 30 days:', figures);
  // One list a day for all that rest; a look every three days for each that is watched, and some when one is through.
  expect(figures.lists).toBe(30);
  expect(figures.looks).toBeLessThanOrEqual(20 * 14);
  expect(figures['looks in a day, at most']).toBeLessThanOrEqual(MOST_LOOKS_A_DAY);
  expect(figures.requests).toBeLessThanOrEqual(30 + 5 * figures.looks);
  // Those of an API key, less what is left free for whoever presses something.
  expect(figures['in a minute, at most']).toBeLessThanOrEqual(100);
  expect(asked('write')).toEqual([]);
  for (const { subject } of [...kept.jobs.values()]) {
    await wish(subject.startsWith('watch') ? 'stop' : 'remove', subject);
  }
  expect(alarms.size).toBe(0);
});
