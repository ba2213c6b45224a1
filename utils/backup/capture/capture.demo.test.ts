import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { fetchFrom } from '../../../demo/in-process.ts';
import { SEED, seededKit } from '../../../demo/seed.ts';
import type { Budget } from '../../kit/budget.ts';
import { createKit } from '../../kit/client.ts';
import { ok } from '../../result.ts';
import type { Backup, KindOf, PartName } from '../backup.ts';
import { openBackupStore } from '../store.ts';
import { captureBackup } from './capture.ts';

const account = { id: SEED.account, name: 'Juniper Street Letters' };
const unlimited: Budget = { turn: async () => ok(null), refused: () => undefined };

async function backUp(held: ReturnType<typeof seededKit>, sequenceId: number) {
  held.limits.key = 10_000;
  const violations: string[] = [];
  const asked: URL[] = [];
  const serve = fetchFrom(held, violations);
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
    {
      budget: unlimited,
      fetch: (request) => {
        asked.push(new URL(request.url));
        return serve(request);
      },
    },
  );
  const store = openBackupStore();
  const signal = new AbortController().signal;
  const taken = await captureBackup({ kit, store, signal, tell: () => undefined }, { account, sequenceId });
  if (!taken.ok) throw new Error(taken.problem.kind);
  const reader = await store.open(taken.value.id);
  const read = async <N extends PartName>(name: N) =>
    JSON.parse((await reader?.part(name))?.text ?? 'null') as Kind<N>;
  return { backup: taken.value as Backup, read, asked, violations };
}
type Kind<N extends PartName> = KindOf<N> extends 'people' ? { id: number }[] : Record<string, unknown>;

test('the embedded Kit: settings, emails, names, references and people as they are there', async () => {
  const held = seededKit();
  held.change(SEED.welcome, {
    exclude_subscriber_sources: [
      { type: 'tag', ids: [21] },
      { type: 'form', ids: [13] },
      { type: 'segment', ids: [41] },
      { type: 'sequence', ids: [SEED.paused] },
    ],
  });
  const { backup, read, violations } = await backUp(held, SEED.welcome);
  const there = held.sequence(SEED.welcome);
  expect(await read('sequence')).toMatchObject(there.settings);
  expect(await read('sequence')).toHaveProperty('stats.recipients');
  expect(await read('emails')).toEqual(there.emailsInOrder);
  expect(await read('names')).toEqual([
    { type: 'tag', id: 21, name: 'Customer' },
    { type: 'form', id: 13, name: 'Old footer form' },
    { type: 'segment', id: 41, name: 'Keen readers' },
    { type: 'sequence', id: SEED.paused, name: held.sequence(SEED.paused).settings.name },
  ]);
  expect(await read('references')).toEqual({
    excludedFrom: [99, SEED.excludes].map((id) => ({ id, name: held.sequence(id).settings.name })),
    whole: true,
  });
  const people = [...(await read('people/0001')), ...(await read('people/0002'))];
  const right = [...there.people.oldestFirst({})].map((place) => there.people.at(place));
  expect(people.sort((one, other) => one.id - other.id)).toEqual(
    right.sort((one, other) => one.id - other.id),
  );
  expect(backup).toMatchObject({ emails: 5, people: { kept: right.length }, sequence: { id: SEED.welcome } });
  expect(violations).toEqual([]);
});

test('30,000 people of the embedded Kit, by dates, in requests that it understands', async () => {
  const held = seededKit();
  const DAY = 86_400_000;
  held.setSubscribers(SEED.empty, {});
  held.addSubscribers(SEED.empty, 30_000, 'active', Date.now() - 20 * DAY, 57_000);
  held.addSubscribers(SEED.empty, 400, 'cancelled', Date.now() - 10 * DAY);
  held.settle();
  const { backup, asked, violations } = await backUp(held, SEED.empty);
  expect(backup.people).toEqual({ kept: 30_400, expected: 30_400 });
  expect(asked.filter(({ searchParams }) => searchParams.has('added_after')).length).toBeGreaterThan(10);
  expect(asked.length).toBeLessThan(70);
  expect(violations).toEqual([]);
});
