import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fetchFrom } from '../../../demo/in-process.ts';
import { SEED, seededKit } from '../../../demo/seed.ts';
import { readWhole } from '../../kit/body.ts';
import type { Budget } from '../../kit/budget.ts';
import { createKit, type KitOptions } from '../../kit/client.ts';
import { ok } from '../../result.ts';
import type { Backup, KindOf, PartName } from '../backup.ts';
import { openBackupStore } from '../store.ts';
import { captureBackup } from './capture.ts';

const account = { id: SEED.account, name: 'Juniper Street Letters' };
const unlimited: Budget = { turn: async () => ok(null), refused: () => undefined };

interface Body {
  emails: object[];
  subscribers: object[];
  sequence: object;
}
type Fetch = NonNullable<KitOptions['fetch']>;

/** Changes replies, by how the path of the request ends. */
function bending(serve: Fetch, bends: Record<string, (body: Body) => unknown>): Fetch {
  return async (request) => {
    const reply = await serve(request);
    const path = new URL(request.url).pathname;
    const bend = Object.entries(bends).find(([end]) => path.endsWith(end))?.[1];
    if (!bend) return reply;
    const body = await reply.json();
    bend(body);
    return Response.json(body);
  };
}

async function backUp(held: ReturnType<typeof seededKit>, sequenceId: number, through?: Fetch) {
  held.limits.key = 10_000;
  const violations: string[] = [];
  const asked: URL[] = [];
  const serve = through ?? fetchFrom(held, violations);
  const kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': SEED.apiKey }) },
    {
      budget: unlimited,
      fetch: (request, most) => {
        asked.push(new URL(request.url));
        return serve(request, most);
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

const asText = async (read: Awaited<ReturnType<typeof backUp>>['read'], name: PartName) =>
  JSON.stringify(await read(name));

test('what Kit sends is kept as it was sent, whatever its fields are called and whatever is null in them', async () => {
  const held = seededKit();
  held.setSubscribers(SEED.empty, {});
  const sample = JSON.parse(readFileSync('demo/samples/subscribers-constructor.json', 'utf8'));
  const [{ fields, email_address }] = sample.subscribers;
  held.addSubscriber(SEED.empty, { fields, email_address });
  const odd = { id: null, email_address: 'nobody@example.com', fields: { prototype: 'P-8' } };
  const bent = bending(fetchFrom(held, []), {
    // As it may stand in the list, and as the email itself gives it.
    '/emails': ({ emails }) => {
      Object.assign(emails[0] ?? {}, { subject: null, published: null, constructor: 'Builder' });
      emails.push({ id: null, subject: 'Nobody' });
    },
    '/subscribers': ({ subscribers }) => subscribers.push(odd, odd),
    [`/sequences/${SEED.empty}`]: ({ sequence }) =>
      Object.assign(sequence, { email_count: null, subscriber_count: '0', prototype: 1 }),
  });
  const { backup, read } = await backUp(held, SEED.empty, bent);
  expect(await asText(read, 'people/0001')).toContain(
    '"fields":{"constructor":"Acme Builders","prototype":"P-7","builder":"kept"}',
  );
  // Listed twice on each page, and as often as the list was read: kept once.
  expect((await read('people/0001')).slice(1)).toEqual([odd]);
  expect(backup.people).toEqual({ kept: 2, expected: 1 });
  const emails = await read('emails');
  expect(emails).toHaveLength(held.sequence(SEED.empty).emails.length + 1);
  expect(await asText(read, 'emails')).toContain('"constructor":"Builder"');
  expect(await asText(read, 'emails')).toContain('{"id":null,"subject":"Nobody"}');
  expect(await asText(read, 'sequence')).toMatch(/"subscriber_count":"0".*"prototype":1/);
});

test('300 emails of 40 KB and people with much in their fields: complete', async () => {
  const held = seededKit();
  held.setSubscribers(SEED.empty, {});
  held.sequence(SEED.empty).emails = [];
  for (let index = 0; index < 300; index += 1) {
    held.addEmail(SEED.empty, { subject: `Email ${index}`, content: `<p>${index}</p>`.padEnd(40_000, 'x') });
  }
  const notes = 'y'.repeat(60_000);
  for (let index = 0; index < 200; index += 1) held.addSubscriber(SEED.empty, { fields: { notes } });
  const serve = fetchFrom(held, []);
  const { backup, read, asked } = await backUp(held, SEED.empty, async (request, most) =>
    readWhole(await serve(request), AbortSignal.any([]), most),
  );
  expect(backup).toMatchObject({ emails: 300, people: { kept: 200, expected: 200 } });
  expect(await read('emails')).toEqual(held.sequence(SEED.empty).emailsInOrder);
  // One by one they would be 300 requests.
  expect(asked.length).toBeLessThan(40);
}, 60_000);
