import { describe, expect, test } from 'vitest';
import type { Account, KitResult } from '../kit/client.ts';
import type { KitProblem } from '../kit/problems.ts';
import { asEmail } from '../kit/shapes.ts';
import { fail, ok } from '../result.ts';
import { gatherReview, readAgain } from './gather.ts';
import { NO_CACHE } from './others.ts';
import { atStake } from './review.ts';

const account = { id: 1, name: 'Juniper' };
const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };

const email = (id: number, published = true) => ({
  ...{ id, published, subject: `Letter ${id}`, position: id, delay_value: 1, delay_unit: 'days' },
  send_days: null,
});

/** Answers nothing before everything was asked, so that a call that waits for another one never ends. */
function fakeKit(
  expected: number,
  broken: Partial<Record<'sequence' | 'active' | 'emails' | 'sequences', true>> = {},
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
    countSubscribers: (id: number, status: 'active' | 'all') => reply(`${status} ${id}`, broken.active, 7),
    emails: (id: number) => reply(`emails ${id}`, broken.emails, [email(1), email(2, false), email(3)]),
    sequences: () =>
      reply('sequences', broken.sequences, {
        items: [
          { id: 80, name: 'Welcome', exclude_subscriber_sources: [] },
          { id: 93, name: 'Win back', exclude_subscriber_sources: [{ type: 'sequence', ids: [80] }] },
        ],
        next: null,
        unreadable: [],
      }),
  };
}

const target = { sequenceId: 80, pageAccountId: 1 };
/** A review through the only account. */
const gather = (kit: ReturnType<Parameters<typeof gatherReview>[1]>) =>
  gatherReview([account], () => kit, target);

test('one account: four requests, all at once', async () => {
  const kit = fakeKit(4);
  const review = await gather(kit);
  expect(kit.asked.toSorted()).toEqual(['active 80', 'emails 80', 'sequence 80', 'sequences']);
  expect(review).toMatchObject({
    ok: true,
    value: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account,
      pageAccountId: 1,
      sequence,
      activeSubscribers: { known: true, value: 7 },
      allSubscribers: null,
      emails: { known: true, value: { published: 2, drafts: 1 } },
      schedule: [email(1), email(2, false), email(3)],
      references: { excludedFrom: [{ id: 93, name: 'Win back' }], whole: true },
    },
  });
});

const unread = { known: false, problem: { kind: 'server error', status: 503 } };
test.each([
  ['active', { activeSubscribers: unread }],
  ['emails', { emails: unread, schedule: null }],
  ['sequences', { references: { excludedFrom: [], whole: false } }],
] as const)('without %s, that part is unread and nothing else', async (part, expected) => {
  const [whole, lacking] = await Promise.all([gather(fakeKit(4)), gather(fakeKit(4, { [part]: true }))]);
  if (!whole.ok || !lacking.ok) throw new Error('refused');
  const { id: _id, at: _at, ...others } = whole.value;
  expect(lacking.value).toMatchObject({ ...others, ...expected });
});

test('an email of which Kit does not say whether it is published makes their numbers unknown, and nothing else', async () => {
  const unsaid = asEmail({ ...email(2), published: null });
  if (!unsaid) throw new Error('Not readable');
  const kit = { ...fakeKit(3), emails: async () => ok([email(1), unsaid]) };
  expect(await gather(kit)).toMatchObject({
    ok: true,
    value: {
      activeSubscribers: { known: true, value: 7 },
      emails: { known: false, problem: { kind: 'not understood' } },
      schedule: null,
    },
  });
});

test('a subject that is null and counts that are null cost nothing', async () => {
  const kit = fakeKit(4);
  const review = await gather({
    ...kit,
    sequence: async (id) => {
      const read = await kit.sequence(id);
      return read.ok ? ok({ ...read.value, email_count: null, subscriber_count: null }) : read;
    },
    emails: async (id) => {
      const read = await kit.emails(id);
      return read.ok ? ok(read.value.map((one) => ({ ...one, subject: null }))) : read;
    },
  });
  if (!review.ok) throw new Error('No review');
  expect(review.value.emails).toEqual({ known: true, value: { published: 2, drafts: 1 } });
  expect(review.value.schedule).toHaveLength(3);
  expect(atStake(review.value)).toBe(7);
});

test('without the sequence there is no review', async () => {
  const problem = { kind: 'server error', status: 503 };
  expect(await gather(fakeKit(4, { sequence: true }))).toEqual({
    ok: false,
    problem: { problem, accounts: [account] },
  });
  expect(await readAgain(fakeKit(2, { sequence: true }), 80)).toEqual({ ok: false, problem });
});

test('automations and Rules are to be read only if somebody wants that', async () => {
  const without = await gather(fakeKit(4));
  expect(without).toMatchObject({ value: { automations: null, rules: null } });
  const kit = fakeKit(4);
  const wanted = await gatherReview([account], () => kit, target, NO_CACHE, true);
  expect(wanted).toMatchObject({
    value: { automations: { state: 'reading' }, rules: { state: 'reading' } },
  });
});

test('two reviews have two ids', async () => {
  const [one, two] = await Promise.all([gather(fakeKit(4)), gather(fakeKit(4))]);
  expect(one.ok && two.ok && one.value.id !== two.value.id).toBe(true);
});

test('reading again: two requests, at once', async () => {
  const kit = fakeKit(2, { active: true });
  const again = await readAgain(kit, 80);
  expect(kit.asked).toEqual(['sequence 80', 'active 80']);
  expect(again).toMatchObject({ ok: true, value: { sequence, activeSubscribers: { known: false } } });
});

describe('several accounts', () => {
  const alder = { id: 2, name: 'Alder' };
  const birch = { id: 3, name: 'Birch' };
  const connected = [alder, birch, account];
  const FOUR = ['sequence', 'active', 'emails', 'sequences'];

  /** Kits that log who was asked what, in rounds: a round is what was asked before anything was answered. */
  function kits(answers: Record<number, KitProblem | 'has it'>) {
    const rounds: string[][] = [];
    let open: string[] | null = null;
    const log = async (call: string) => {
      if (!open) {
        open = [];
        rounds.push(open);
      }
      open.push(call);
      // Answers come after every question that does not wait for one.
      await new Promise((resolve) => setTimeout(resolve));
      open = null;
    };
    const kitFor = (id: number) => {
      const reply = async <T>(call: string, value: T): Promise<KitResult<T>> => {
        await log(`${id} ${call}`);
        const answer = answers[id] ?? 'has it';
        return answer === 'has it' ? ok(value) : fail(answer);
      };
      return {
        sequence: () => reply('sequence', sequence),
        countSubscribers: (_id: number, status: 'active' | 'all') => reply(status, id),
        emails: () => reply('emails', []),
        sequences: () => reply('sequences', { items: [], next: null, unreadable: [] }),
      };
    };
    return { rounds, kitFor };
  }
  const absent: KitProblem = { kind: 'not found' };
  const look = (kitFor: ReturnType<typeof kits>['kitFor'], pageAccountId: number | null, who: Account[]) =>
    gatherReview(who, kitFor, { sequenceId: 80, pageAccountId });

  test("the page's account, when it has the sequence: the same four requests, and nobody else is asked", async () => {
    const { rounds, kitFor } = kits({});
    const review = await look(kitFor, 3, connected);
    expect(review).toMatchObject({ ok: true, value: { account: birch, activeSubscribers: { value: 3 } } });
    expect(rounds).toEqual([FOUR.map((call) => `3 ${call}`)]);
  });

  test('a page that tells no account: each is asked once, then the owner for the rest', async () => {
    const { rounds, kitFor } = kits({ 1: absent, 2: absent });
    const review = await look(kitFor, null, connected);
    expect(review).toMatchObject({ ok: true, value: { account: birch, pageAccountId: null } });
    expect(rounds).toEqual([
      ['2 sequence', '3 sequence', '1 sequence'],
      ['3 active', '3 emails', '3 sequences'],
    ]);
  });

  test('a page of an account that is not connected: the same, and the review tells of the page', async () => {
    const { rounds, kitFor } = kits({ 1: absent, 2: absent });
    const review = await look(kitFor, 9, connected);
    expect(review).toMatchObject({ ok: true, value: { account: birch, pageAccountId: 9 } });
    expect(rounds).toHaveLength(2);
  });

  test("404 from the page's account: the others are asked, and it is not asked again", async () => {
    const { rounds, kitFor } = kits({ 3: absent, 2: absent });
    const review = await look(kitFor, 3, connected);
    expect(review).toMatchObject({ ok: true, value: { account, pageAccountId: 3 } });
    expect(rounds).toEqual([
      FOUR.map((call) => `3 ${call}`),
      ['2 sequence', '1 sequence'],
      ['1 active', '1 emails', '1 sequences'],
    ]);
  });

  test("any other problem of the page's account is the answer", async () => {
    const { rounds, kitFor } = kits({ 3: { kind: 'unauthorized' } });
    expect(await look(kitFor, 3, connected)).toEqual({
      ok: false,
      problem: { problem: { kind: 'unauthorized' }, accounts: [birch] },
    });
    expect(rounds).toHaveLength(1);
  });

  test('none has it: not found, with everybody who was asked', async () => {
    const { kitFor } = kits({ 1: absent, 2: absent, 3: absent });
    expect(await look(kitFor, 3, connected)).toEqual({
      ok: false,
      problem: { problem: absent, accounts: [birch, alder, account] },
    });
  });

  test('nobody connected: said so, and nobody asked', async () => {
    const { rounds, kitFor } = kits({});
    expect(await look(kitFor, 1, [])).toEqual({
      ok: false,
      problem: { problem: { kind: 'not connected' }, accounts: [] },
    });
    expect(rounds).toEqual([]);
  });
});
