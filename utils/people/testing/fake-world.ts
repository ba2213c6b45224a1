import { vi } from 'vitest';
import type { Contents } from '../../backup/backup.ts';
import { createRunner } from '../../jobs/runner.ts';
import { fakeBrowser } from '../../jobs/testing/fake-browser.ts';
import type { KitResult } from '../../kit/problems.ts';
import { BACKUP, readerWith, restoreOf } from '../../restore/testing/fakes.ts';
import { fail, ok } from '../../result.ts';
import { type Addition, isAdditionEnded, type PersonOutcome, subjectOfAddition } from '../addition.ts';
import { additionJob } from '../definition.ts';
import type { Additions } from '../earlier.ts';
import type { Group } from '../groups.ts';
import type { AdditionKit } from '../sending.ts';

/** How many there are, unless a test says otherwise. */
export const PEOPLE = 70;
/** The restored sequence. */
export const NEW = 9001;
/** None before. */
export const noAdditions: Additions = {
  latest: async () => null,
  outcomes: async () => ({ items: [], next: null }),
};
type Answer = KitResult<'added' | 'already'>;

interface Change {
  repeat?: boolean;
  people?: number;
  /** What Kit says when somebody is added, before it is done or instead. */
  answer?: (id: number) => Answer | undefined | Promise<Answer | undefined>;
}

/** Additions to a sequence of a Kit that holds little else. Time passes only where a test says so. */
export async function setUp(change: Change = {}) {
  const { people = PEOPLE } = change;
  const at = Date.now();
  const contents: Contents = {
    sequence: {
      ...{ id: 80, name: 'Welcome', active: true, updated_at: 'then', hold: false },
      ...{ repeat: change.repeat ?? false, send_days: ['monday'], send_hour: 9, time_zone: 'UTC' },
    },
    emails: [{ id: 1, subject: 'A', published: true, position: 0, delay_value: 30, delay_unit: 'days' }],
    names: [],
    references: { excludedFrom: [], whole: true },
    people: Array.from({ length: people }, (_, index) => ({
      ...{ id: index + 1, email_address: `${index + 1}@example.com`, state: 'active' },
      added_at: new Date(at - 1000).toISOString(),
    })),
  };
  const reader = await readerWith(contents, 32);
  const held = { active: false, inIt: [] as number[] };
  const sequence = () => ({ id: NEW, name: 'Welcome', active: held.active, updated_at: 'now' });
  const world = { answer: change.answer ?? (() => undefined), atOnce: 0, most: 0, now: at };
  const kit: AdditionKit = {
    sequence: async () => ok(sequence()),
    setActive: async (_id, active) => {
      held.active = active;
      return ok(sequence());
    },
    addSubscriber: async (_id, id) => {
      world.atOnce += 1;
      world.most = Math.max(world.most, world.atOnce);
      await Promise.resolve();
      world.atOnce -= 1;
      if (!held.active) return fail({ kind: 'invalid', messages: ['Sequence is inactive'] });
      const instead = await world.answer(id);
      if (instead) return instead;
      const already = held.inIt.includes(id);
      if (!already) held.inIt.push(id);
      return ok(already ? 'already' : 'added');
    },
  };
  const restored = { to: NEW };
  const browser = fakeBrowser((job) => !isAdditionEnded(job as Addition));
  const told: Addition[] = [];
  /** The background dies, wherever it is, and is started again. */
  function live() {
    const { deps, mortal } = browser.start();
    const job = additionJob({
      latestRestore: async () => {
        const made = { sequenceId: restored.to, fingerprint: '', emails: [], named: true };
        return restoreOf({ state: { step: 'done' }, made });
      },
      kit: () => mortal(kit),
      openBackup: async () => reader,
      additions: {
        latest: async (id) => (await deps.journal.latest(subjectOfAddition(id))) as Addition | null,
        outcomes: (id, after) => deps.journal.items(id, after),
      },
    });
    const runner = createRunner(
      { 'add people': job },
      { ...deps, now: () => world.now, sleep: async () => undefined },
    );
    runner.follow(subjectOfAddition(NEW), (addition) => told.push(addition as Addition));
    return runner;
  }
  let runner = live();
  const reach = (step: Addition['state']['step']) =>
    vi.waitFor(
      () => {
        const last = told.at(-1);
        if (last?.state.step !== step) throw new Error(`At ${JSON.stringify(last?.state)}`);
        return last;
      },
      { interval: 1, timeout: 10_000 },
    );
  const startFor = (count: number, sequenceId = NEW, group: Group = 'start') =>
    runner.start('add people', { backupId: BACKUP, sequenceId, group, people: count });
  const wish = (wanted: 'pause' | 'resume' | 'stop') => runner.wish(subjectOfAddition(NEW), wanted);
  /** In the order of their ids, and how many pages they came in. */
  const report = async (id = told.at(-1)?.id ?? '') => {
    const all: PersonOutcome[] = [];
    let pages = 0;
    for (let after: number | null = null; pages === 0 || after !== null; pages += 1) {
      const page: { items: unknown[]; next: number | null } = await browser.journal.items(id, after);
      all.push(...(page.items as PersonOutcome[]));
      after = page.next;
    }
    return { all: all.toSorted((one, other) => one.id - other.id), pages };
  };
  return {
    ...{ held, told, reach, report, world, restored, kit, browser, startFor },
    start: (group?: Group) => startFor(people, NEW, group),
    pause: () => wish('pause'),
    goOn: () => wish('resume'),
    stop: () => wish('stop'),
    resume: () => runner.resume(),
    reconnected: (accountId: number) => runner.reconnected(accountId),
    restart: () => {
      runner = live();
    },
    /** The alarm that is set rings, at its time. */
    async ring() {
      const [[name, at] = ['', 0]] = browser.alarms;
      world.now = Math.max(world.now, at);
      browser.alarms.delete(name);
      await runner.wake(name);
    },
  };
}
