import { describe, expect, test } from 'vitest';
import type { Job, JobDefinition, Wish } from './job.ts';
import { createRows } from './rows.ts';
import { type Kept, memoryJournal } from './testing/memory-journal.ts';
import { type Toy, toyHasEnded, toyJob } from './testing/toy.ts';

const definition = toyJob('toy', { send: async () => undefined, look: async () => null });
const row = (change: Partial<Toy>): Toy => ({
  ...{ id: '1', kind: 'toy', subject: 's', order: 1, state: { step: 'working' }, progress: 0, wish: null },
  ...{ attended: false, priority: 'interactive', parent: null, startedAt: 0, askedAt: 0, nextAt: 60_000 },
  ...{ rests: 0, steps: [], seen: false },
  ...change,
});
const wish = (wanted: string): Wish => ({ wish: wanted, by: 'person', at: 5 });

const BEFORE: Partial<Toy> = { state: { step: 'intended' } };

/** What an event makes of a journal that holds these rows, the first of which it happens to. */
async function changed(rows: [Toy, ...Toy[]], event: string, change: { items?: undefined } = {}) {
  const kept: Kept = { jobs: new Map(rows.map((one) => [one.id, one])), items: [] };
  const written: Job[] = [];
  const { change: changeRow } = createRows({
    journal: memoryJournal((job) => !toyHasEnded(job), kept),
    definitionOf: () =>
      ({ ...definition, ...change }) as unknown as JobDefinition<
        Job,
        unknown,
        { event: string },
        unknown,
        unknown
      >,
    isWatched: () => true,
    now: () => 7,
    goesOn: async () => undefined,
    written: async (job) => void written.push(job),
    unwritten: () => undefined,
  });
  const { job, changed } = await changeRow(rows[0].id, { event });
  return { job, changed, written: written.length, items: kept.items.map(({ item }) => item) };
}

describe('what comes of a step is kept with it', () => {
  test.each<[string, Partial<Toy>, string, string, unknown[]]>([
    ['of an event', {}, 'worked', 'sending', ['worked s']],
    ['of a wish too, after it', { wish: wish('cancel') }, 'worked', 'cancelled', ['worked s', 'cancel s']],
    // The event means nothing before it has begun, the wish does.
    ['of a wish alone', { ...BEFORE, wish: wish('cancel') }, 'worked', 'cancelled', ['cancel s']],
    // It came too late.
    [
      'of no wish that means nothing',
      { state: { step: 'settling' }, wish: wish('cancel') },
      'found',
      'done',
      [],
    ],
  ])('%s', async (_, change, event, step, items) => {
    const after = await changed([row(change)], event);
    expect(after).toMatchObject({ job: { state: { step }, wish: null }, changed: true, items });
  });

  test('nothing, for a kind of job of which nothing is kept', async () => {
    const after = await changed([row({ wish: wish('cancel') })], 'worked', { items: undefined });
    expect(after).toMatchObject({ job: { state: { step: 'cancelled' } }, written: 1, items: [] });
  });
});

describe('a job that has ended and is wanted again', () => {
  const ended = row({ state: { step: 'cancelled', by: 'person' }, nextAt: null, wish: wish('again') });

  test('goes on, where it is the last one on its subject', async () => {
    const after = await changed([ended, row({ id: '2', order: 2, subject: 'other' })], 'taken up');
    expect(after).toMatchObject({ job: { state: { step: 'working' } }, changed: true, written: 1 });
  });

  test('stays as it is, where another one has begun there', async () => {
    const after = await changed([ended, row({ id: '2', order: 2 })], 'taken up');
    expect(after).toEqual({ job: ended, changed: false, written: 0, items: [] });
  });
});
