import { expect, test, vi } from 'vitest';
import type { KitResult } from '../kit/client.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { emailChanges } from './emails.ts';

const email = (id: number, change: Partial<SequenceEmail> = {}): SequenceEmail => ({
  id,
  published: true,
  subject: `Email ${id}`,
  position: id,
  content: `<p>${id}</p>`,
  send_days: ['monday'],
  ...change,
});
const kept = [email(1), email(2)];

/** A Kit whose list may lag behind the emails themselves. */
function setUp(now: SequenceEmail[], list = now) {
  const byId = vi.fn(async (_sequenceId: number, id: number): Promise<KitResult<SequenceEmail>> => {
    const found = now.find((one) => one.id === id);
    return found ? ok(found) : fail({ kind: 'not found' });
  });
  const listEmails = vi.fn(async () => ok({ items: list, unreadable: [] }));
  return { listEmails, email: byId };
}

test('an email that was rewritten a moment ago is found, though Kit’s list does not show it yet', async () => {
  const kit = setUp([email(1), email(2, { content: '<p>New</p>' })], kept);
  expect(await emailChanges(kit, 80, kept)).toEqual(ok([{ kind: 'email edited', subject: 'Email 2' }]));
  expect(kit.listEmails).toHaveBeenCalledExactlyOnceWith(80, 'content');
});

test('of very many, twenty are read one by one, four at a time, and those that the list gives otherwise', async () => {
  const many = Array.from({ length: 300 }, (_, at) => email(at + 1));
  let running = 0;
  const kit = setUp(many, many.with(250, email(251, { content: '<p>Old</p>' })));
  const { email: byId } = kit;
  const watched = vi.fn(async (sequenceId: number, id: number) => {
    running += 1;
    expect(running).toBeLessThanOrEqual(4);
    const answer = await byId(sequenceId, id);
    running -= 1;
    return answer;
  });
  expect(await emailChanges({ ...kit, email: watched }, 80, many)).toEqual(ok([]));
  expect(watched.mock.calls.map(([, id]) => id)).toEqual([
    ...Array.from({ length: 20 }, (_, at) => at + 1),
    251,
  ]);
});

test.each<[string, Partial<SequenceEmail>]>([
  ['rewritten', { content: '<p>New</p>' }],
  ['renamed', { subject: 'Other' }],
  ['published or taken back', { published: false }],
  ['delayed', { delay_value: 3, delay_unit: 'days' }],
  ['sent on other days', { send_days: ['friday'] }],
  ['moved', { position: 9 }],
])('one that was %s is named as the backup knows it', async (_, change) => {
  const before = [email(1, { delay_value: 2, delay_unit: 'days' }), email(2)];
  const now = [email(1, { delay_value: 2, delay_unit: 'days', ...change }), email(2)];
  expect(await emailChanges(setUp(now), 80, before)).toEqual(
    ok([{ kind: 'email edited', subject: 'Email 1' }]),
  );
});

test('new ones and removed ones are named', async () => {
  expect(await emailChanges(setUp([email(1), email(3, { subject: null })]), 80, kept)).toEqual(
    ok([
      { kind: 'email removed', subject: 'Email 2' },
      { kind: 'email added', subject: null },
    ]),
  );
});

test('where the list lags, lacks content, or names one that is gone, the email itself decides', async () => {
  const now = [email(1), email(2)];
  const old = [email(1, { content: '<p>Old</p>' }), email(2, { content: null }), email(3)];
  expect(await emailChanges(setUp(now, old), 80, kept)).toEqual(ok([]));
  expect(await emailChanges(setUp(now, [email(1)]), 80, kept)).toEqual(ok([]));
  const { content: _, ...bare } = email(2);
  const kit = setUp(now, [email(1), bare]);
  expect(await emailChanges(kit, 80, kept)).toEqual(ok([]));
  const rewritten = setUp([email(1), email(2, { content: '<p>New</p>' })], [email(1), bare]);
  expect(await emailChanges(rewritten, 80, kept)).toEqual(ok([{ kind: 'email edited', subject: 'Email 2' }]));
});

test('what moves by itself is no change', async () => {
  const now = [email(1, { stats: { opens: 5 } }), email(2, { unknown: 1 })];
  expect(await emailChanges(setUp(now), 80, [email(1, { stats: { opens: 4 } }), email(2)])).toEqual(ok([]));
});

test('what cannot be read is said, and a few changes are enough', async () => {
  const problem = { kind: 'timeout' } as const;
  const broken = { ...setUp([]), listEmails: async () => fail(problem) };
  expect(await emailChanges(broken, 80, kept)).toEqual(fail(problem));
  const half = { ...setUp([email(1)]), email: async () => fail(problem) };
  expect(await emailChanges(half, 80, kept)).toEqual(fail(problem));
  const many = Array.from({ length: 50 }, (_, at) => email(at + 10));
  const kit = setUp(many);
  const changes = await emailChanges(kit, 80, []);
  expect(changes.ok && changes.value).toHaveLength(3);
  expect(kit.email).toHaveBeenCalledTimes(4);
});
