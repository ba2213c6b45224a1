import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createKit, type Kit } from '../../utils/kit/client.ts';
import { ok } from '../../utils/result.ts';
import { type Prism, startPrism } from './prism.ts';

const { examples } = (
  parse(readFileSync('utils/kit/openapi.yaml', 'utf8')) as {
    components: { examples: Record<string, { value: Record<string, Record<string, unknown>> }> };
  }
).components;
const example = (name: string) => examples[name]?.value ?? {};
const idOf = (name: string) => Number(example(name).sequence?.id);

let prism: Prism;
let kit: Kit;
/** What Prism is to answer with: `code=404`, `example=countOnly`. */
let prefer: string;
let violations: string[] = [];

beforeAll(async () => {
  prism = await startPrism();
  kit = createKit(
    { header: async () => ok({ 'X-Kit-Api-Key': 'kit_contract_key' }) },
    // Prism counts nothing and repeats its answer at once.
    {
      fetch: askPrism,
      sleep: async () => undefined,
      budget: { turn: async () => ok(null), refused: () => undefined },
    },
  );
});
afterAll(() => prism.stop());
afterEach(() => {
  const broken = violations;
  violations = [];
  expect(broken).toEqual([]);
});

async function askPrism(request: Request): Promise<Response> {
  const url = request.url.replace('https://api.kit.com', prism.origin);
  const headers = new Headers(request.headers);
  if (prefer) headers.set('prefer', prefer);
  const body = request.body ? await request.text() : null;
  const response = await fetch(url, { method: request.method, headers, body });
  const violation = response.headers.get('sl-violations');
  const isProblem = response.headers.get('content-type')?.includes('problem+json');
  if (violation) violations.push(violation);
  if (isProblem) violations.push(await response.clone().text());
  return response;
}

function asking<T>(preference: string, call: () => Promise<T>): Promise<T> {
  prefer = preference;
  return call();
}

describe('values', () => {
  test('account', async () => {
    const { id, name } = example('Account').account ?? {};
    expect(await asking('example=creator', () => kit.account())).toEqual({ ok: true, value: { id, name } });
  });

  test.each(['plain', 'withStats', 'withStatsNeverSent'])('sequence, %s', async (name) => {
    const key = `Sequence${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const answer = await asking(`example=${name}`, () => kit.sequence(idOf(key)));
    expect(answer).toEqual({ ok: true, value: example(key).sequence });
  });

  test.each(['active', 'all'] as const)('countSubscribers, %s', async (status) => {
    const answer = await asking('example=countOnly', () => kit.countSubscribers(24, status));
    const value = example('SequenceSubscriberListCountOnly').pagination?.total_count;
    expect(value).toBeGreaterThan(0);
    expect(answer).toEqual({ ok: true, value });
  });

  test('sequence, asked for its stats', async () => {
    const id = idOf('SequenceWithStats');
    const answer = await asking('example=withStats', () => kit.sequence(id, 'stats'));
    expect(answer).toEqual({ ok: true, value: example('SequenceWithStats').sequence });
  });

  test('countSubscribers of those who were added in a certain time', async () => {
    const added = { addedAfter: '2023-02-14', addedBefore: '2023-02-20T11:43:55Z' };
    const answer = await asking('example=countOnly', () => kit.countSubscribers(24, 'active', added));
    const value = example('SequenceSubscriberListCountOnly').pagination?.total_count;
    expect(answer).toEqual({ ok: true, value });
  });

  test.each([
    ['page', 'SequenceListPage', null],
    ['firstPageWithTotal', 'SequenceListFirstPageWithTotal', 'WzI0XQ=='],
    ['withStats', 'SequenceListWithStats', null],
  ])('sequences, %s', async (name, key, next) => {
    const answer = await asking(`example=${name}`, () => kit.sequences('WzI1XQ=='));
    expect(answer).toEqual({ ok: true, value: { items: example(key).sequences, next, unreadable: [] } });
  });

  test.each([
    ['page', 'SequenceEmailListPage'],
    ['withContentAndStats', 'SequenceEmailListWithContentAndStats'],
  ])('emails, %s', async (name, key) => {
    const answer = await asking(`example=${name}`, () => kit.emails(24));
    expect(answer).toEqual({ ok: true, value: example(key).emails });
  });

  test.each([
    ['page', 'SequenceEmailListPage'],
    ['withContentAndStats', 'SequenceEmailListWithContentAndStats'],
  ])('emails with content, %s', async (name, key) => {
    const answer = await asking(`example=${name}`, () => kit.emails(24, 'content'));
    expect(answer).toEqual({ ok: true, value: example(key).emails });
  });

  const NEW_EMAIL = { subject: 'Welcome', delay_value: 1, delay_unit: 'days', position: 0 } as const;

  test('email, created and changed', async () => {
    const { email } = example('SequenceEmailCreated');
    const id = Number(email?.id);
    expect(await asking('example=draft', () => kit.createEmail(24, NEW_EMAIL))).toEqual({
      ok: true,
      value: email,
    });
    for (const call of [() => kit.email(24, id), () => kit.updateEmail(24, id, { published: true })]) {
      expect(await asking('', call)).toMatchObject({ problem: { kind: 'not understood' } });
    }
  });

  test('subscribers', async () => {
    const answer = await asking('example=page', () => kit.subscribers(24, 'WzI1XQ=='));
    const { subscribers } = example('SequenceSubscriberListPage');
    expect(answer).toMatchObject({ ok: true, value: { items: subscribers } });
  });

  test('addSubscriber', async () => {
    const id = Number(example('SequenceSubscriberAdded').subscriber?.id);
    const add = () => kit.addSubscriber(24, id);
    expect(await asking('code=201', add)).toEqual({ ok: true, value: 'added' });
    expect(await asking('code=200', add)).toEqual({ ok: true, value: 'already' });
  });

  test.each([
    ['forms', 'FormListPage'],
    ['tags', 'TagListPage'],
    ['segments', 'SegmentListPage'],
  ] as const)('%s', async (name, key) => {
    const answer = await asking('example=page', () => kit[name](null));
    expect(answer).toMatchObject({ ok: true, value: { items: example(key)[name] } });
  });

  test('createSequence', async () => {
    const answer = await asking('', () => kit.createSequence({ name: 'Welcome series', active: false }));
    expect(answer).toEqual({ ok: true, value: example('SequenceCreated').sequence });
  });

  test('updateSequence', async () => {
    const id = idOf('SequencePaused');
    const sources = [{ type: 'sequence' as const, ids: [24] }];
    const answer = await asking('example=paused', () =>
      kit.updateSequence(id, { exclude_subscriber_sources: sources }),
    );
    expect(answer).toEqual({ ok: true, value: example('SequencePaused').sequence });
  });

  test('setActive', async () => {
    const answer = await asking('example=paused', () => kit.setActive(idOf('SequencePaused'), false));
    expect(answer).toEqual({ ok: true, value: example('SequencePaused').sequence });
  });

  test('setActive that Kit does not confirm', async () => {
    const answer = await asking('example=paused', () => kit.setActive(idOf('SequencePaused'), true));
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'not understood', status: 200 } });
  });

  test('deleteEmail', async () => {
    expect(await asking('', () => kit.deleteEmail(24, 7))).toEqual({ ok: true, value: null });
  });

  test('deleteSequence', async () => {
    expect(await asking('', () => kit.deleteSequence(24))).toEqual({ ok: true, value: null });
  });
});

const CALLS: Record<string, () => Promise<unknown>> = {
  account: () => kit.account(),
  sequence: () => kit.sequence(24),
  countSubscribers: () => kit.countSubscribers(24, 'all'),
  sequences: () => kit.sequences(null),
  emails: () => kit.emails(24),
  listEmails: () => kit.listEmails(24, 'content'),
  email: () => kit.email(24, 7),
  createEmail: () => kit.createEmail(24, { subject: 'Welcome', delay_value: 1, delay_unit: 'days' }),
  updateEmail: () => kit.updateEmail(24, 7, { published: true }),
  subscribers: () => kit.subscribers(24, null),
  addSubscriber: () => kit.addSubscriber(24, 9),
  forms: () => kit.forms(null),
  tags: () => kit.tags(null),
  segments: () => kit.segments(null),
  createSequence: () => kit.createSequence({ name: 'Welcome series' }),
  updateSequence: () => kit.updateSequence(24, { name: 'Welcome series' }),
  setActive: () => kit.setActive(24, false),
  deleteSequence: () => kit.deleteSequence(24),
  deleteEmail: () => kit.deleteEmail(24, 7),
};
const PROBLEMS: Record<number, object> = {
  401: { kind: 'unauthorized' },
  404: { kind: 'not found' },
  422: { kind: 'invalid', messages: expect.arrayContaining([expect.any(String)]) },
  429: { kind: 'rate limited' },
  500: { kind: 'server error', status: 500 },
};
/** The statuses that the contract does not document for each of them. */
const WITHOUT_404 = ['account', 'sequences', 'createSequence', 'forms', 'tags', 'segments'];
const WITH_422 = [
  'setActive',
  'updateSequence',
  'createSequence',
  'createEmail',
  'updateEmail',
  'addSubscriber',
];
const cases = Object.keys(CALLS).flatMap((name) =>
  Object.keys(PROBLEMS)
    .map(Number)
    .filter((status) => status !== 404 || !WITHOUT_404.includes(name))
    .filter((status) => status !== 422 || WITH_422.includes(name))
    .map((status) => ({ name, status })),
);

test.each(cases)('$name answered with $status', async ({ name, status }) => {
  const problem = await asking(`code=${status}`, CALLS[name] ?? (() => Promise.reject(name)));
  expect(problem).toEqual({ ok: false, problem: PROBLEMS[status] });
});

test('a request that breaks the contract would be noticed', async () => {
  prefer = '';
  await askPrism(
    new Request('https://api.kit.com/v4/sequences/24', {
      method: 'PUT',
      headers: { 'X-Kit-Api-Key': 'k', 'Content-Type': 'application/json' },
      body: '{"active":"no"}',
    }),
  );
  expect(violations.length).toBeGreaterThan(0);
  violations = [];
});
