import { expect, test } from 'vitest';
import type { KitResult } from '../kit/client.ts';
import { fail, ok } from '../result.ts';
import { gatherReview, readAgain } from './gather.ts';

const account = { id: 1, name: 'Juniper' };
const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };

/** Answers nothing before everything was asked, so that a call that waits for another one never ends. */
function fakeKit(
  expected: number,
  broken: Partial<Record<'sequence' | 'active' | 'all' | 'emails', true>> = {},
) {
  const asked: string[] = [];
  let release = () => {};
  const everything = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function reply<T>(name: string, isBroken: true | undefined, value: T): Promise<KitResult<T>> {
    asked.push(name);
    if (asked.length === expected) release();
    await everything;
    return isBroken ? fail({ kind: 'server error', status: 503 }) : ok(value);
  }
  return {
    asked,
    sequence: (id: number) => reply(`sequence ${id}`, broken.sequence, sequence),
    countSubscribers: (id: number, status: 'active' | 'all') =>
      reply(`${status} ${id}`, broken[status], status === 'active' ? 7 : 9),
    emails: (id: number) =>
      reply(`emails ${id}`, broken.emails, [
        { id: 1, published: true },
        { id: 2, published: false },
        { id: 3, published: true },
      ]),
  };
}

test('four requests, all at once', async () => {
  const kit = fakeKit(4);
  const review = await gatherReview(kit, 80, account, 1);
  expect(kit.asked.toSorted()).toEqual(['active 80', 'all 80', 'emails 80', 'sequence 80']);
  expect(review).toMatchObject({
    ok: true,
    value: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account,
      pageAccountId: 1,
      sequence,
      activeSubscribers: { known: true, value: 7 },
      allSubscribers: { known: true, value: 9 },
      emails: { known: true, value: { published: 2, drafts: 1 } },
    },
  });
});

test.each([
  ['active', 'activeSubscribers'],
  ['all', 'allSubscribers'],
  ['emails', 'emails'],
] as const)('without %s, that part is unread and nothing else', async (part, field) => {
  const review = await gatherReview(fakeKit(4, { [part]: true }), 80, account, null);
  if (!review.ok) throw new Error('refused');
  const { activeSubscribers, allSubscribers, emails } = review.value;
  const unread = { known: false, problem: { kind: 'server error', status: 503 } };
  expect(review.value[field]).toEqual(unread);
  expect([activeSubscribers, allSubscribers, emails].filter(({ known }) => !known)).toHaveLength(1);
});

test('without the sequence there is no review', async () => {
  const problem = { kind: 'server error', status: 503 };
  expect(await gatherReview(fakeKit(4, { sequence: true }), 80, account, null)).toEqual({
    ok: false,
    problem,
  });
  expect(await readAgain(fakeKit(2, { sequence: true }), 80)).toEqual({ ok: false, problem });
});

test('two reviews have two ids', async () => {
  const [one, two] = await Promise.all([
    gatherReview(fakeKit(4), 80, account, null),
    gatherReview(fakeKit(4), 80, account, null),
  ]);
  expect(one.ok && two.ok && one.value.id !== two.value.id).toBe(true);
});

test('reading again: two requests, at once', async () => {
  const kit = fakeKit(2, { active: true });
  const again = await readAgain(kit, 80);
  expect(kit.asked).toEqual(['sequence 80', 'active 80']);
  expect(again).toMatchObject({ ok: true, value: { sequence, activeSubscribers: { known: false } } });
});
