import { expect, test, vi } from 'vitest';
import { fail, ok } from '../result.ts';
import type { Review } from '../review/review.ts';
import { hasEnded, type Operation } from './operation.ts';
import { COUNTDOWN, createOperations, type Surroundings } from './operations.ts';

const reviewId = '0b9ee1f6-6f0c-4b50-9f5b-1d2a3c4d5e6f';
const sequence = { id: 80, name: 'Welcome', active: true, updated_at: '2026-11-02T09:00:00Z' };
const review: Review = {
  id: reviewId,
  at: 0,
  account: { id: 1, name: 'Juniper' },
  pageAccountId: 1,
  sequence,
  activeSubscribers: { known: true, value: 10 },
  allSubscribers: { known: true, value: 10 },
  emails: { known: true, value: { published: 1, drafts: 0 } },
};
const remove = { kind: 'delete', sequenceId: 80, reviewId } as const;

/** Operations on a Kit that obeys, with a countdown that ends when `elapse` is called. */
function setUp(change: Partial<Surroundings> = {}) {
  let elapse = () => {};
  const kit = {
    sequence: vi.fn(async () => ok(sequence)),
    countSubscribers: vi.fn(async () => ok(10)),
    setActive: vi.fn(async (_id: number, active: boolean) => ok({ ...sequence, active })),
    deleteSequence: vi.fn(async () => ok(null)),
  };
  const sleep = vi.fn(
    (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        elapse = resolve;
        if (signal?.aborted) resolve();
        signal?.addEventListener('abort', () => resolve());
      }),
  );
  const kitFor = vi.fn((_accountId: number) => kit);
  const operations = createOperations({
    kitFor,
    findReview: async (id) => (id === reviewId ? review : null),
    now: () => 1000,
    sleep,
    ...change,
  });
  const seen: Operation[] = [];
  let end = (_operation: Operation) => {};
  const ended = new Promise<Operation>((resolve) => {
    end = resolve;
  });
  const leave = operations.follow(80, (operation) => {
    seen.push(operation);
    if (hasEnded(operation.state)) end(operation);
  });
  const steps = () => seen.map(({ state }) => state.step);
  return { operations, kit, kitFor, sleep, seen, steps, ended, leave, elapse: () => elapse() };
}

test('a delete counts down, checks, and is sent once', async () => {
  const { operations, kit, sleep, steps, ended, elapse } = setUp();
  const started = operations.start(remove);
  expect(started.state).toEqual({ step: 'waiting', until: 1000 + COUNTDOWN });
  expect(sleep).toHaveBeenCalledWith(COUNTDOWN, expect.any(AbortSignal));
  expect(kit.sequence).not.toHaveBeenCalled();
  elapse();
  expect(await ended).toEqual({ ...started, state: { step: 'done', how: 'now' } });
  expect(steps()).toEqual(['waiting', 'checking', 'sending', 'done']);
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
  expect(kit.deleteSequence).toHaveBeenCalledWith(80);
});

test('pause and resume do not count down', async () => {
  const { operations, kit, sleep, ended } = setUp();
  operations.start({ ...remove, kind: 'pause' });
  expect((await ended).state).toEqual({ step: 'done', how: 'now' });
  expect(kit.setActive).toHaveBeenCalledWith(80, false);
  expect(sleep).not.toHaveBeenCalled();
  const other = setUp({ findReview: async () => review });
  other.kit.sequence.mockResolvedValue(ok({ ...sequence, active: true }));
  other.operations.start({ ...remove, kind: 'resume' });
  expect((await other.ended).state).toEqual({ step: 'done', how: 'already' });
});

test('whoever starts while one is open joins it', async () => {
  const { operations, kit, ended, elapse } = setUp();
  const first = operations.start(remove);
  const second = operations.start(remove);
  const pause = operations.start({ ...remove, kind: 'pause' });
  expect([second, pause]).toEqual([first, first]);
  elapse();
  await ended;
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
  expect(kit.setActive).not.toHaveBeenCalled();
});

test('another one can be started after the end', async () => {
  const { operations, kit, ended, elapse } = setUp();
  const first = operations.start(remove);
  operations.cancel(80);
  await ended;
  const second = operations.start(remove);
  expect(second.id).not.toBe(first.id);
  elapse();
  await vi.waitUntil(() => kit.deleteSequence.mock.calls.length === 1);
});

test('cancelling in the countdown sends nothing', async () => {
  const { operations, kit, ended } = setUp();
  operations.start(remove);
  operations.cancel(80);
  expect((await ended).state).toEqual({ step: 'cancelled', by: 'person' });
  expect(kit.sequence).not.toHaveBeenCalled();
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('cancelling another sequence changes nothing', async () => {
  const { operations, ended, elapse } = setUp();
  operations.start(remove);
  operations.cancel(81);
  elapse();
  expect((await ended).state).toEqual({ step: 'done', how: 'now' });
});

test('cancelling after the countdown is too late', async () => {
  const { operations, kit, ended, elapse } = setUp();
  kit.deleteSequence.mockImplementation(async () => {
    operations.cancel(80);
    return ok(null);
  });
  operations.start(remove);
  elapse();
  expect((await ended).state).toEqual({ step: 'done', how: 'now' });
});

test('a panel that closes in the countdown deletes nothing', async () => {
  const { operations, kit, leave, ended } = setUp();
  operations.follow(80, () => {});
  operations.start(remove);
  leave();
  const seen: Operation[] = [];
  const last = new Promise<void>((resolve) => {
    operations.follow(80, (operation) => {
      seen.push(operation);
      if (hasEnded(operation.state)) resolve();
    });
  });
  await last;
  expect(seen.at(-1)?.state).toEqual({ step: 'cancelled', by: 'panel closed' });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
  await expect(Promise.race([ended, Promise.resolve('nobody told')])).resolves.toBe('nobody told');
});

test('a delete that nobody follows is cancelled', async () => {
  const { operations, kit, leave } = setUp();
  leave();
  operations.start(remove);
  await vi.waitUntil(() => operations.start({ ...remove, kind: 'pause' }).kind === 'pause');
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('who follows later sees the open operation, and not one that has ended', async () => {
  const { operations, ended, elapse } = setUp();
  const started = operations.start(remove);
  const during = vi.fn();
  operations.follow(80, during);
  expect(during).toHaveBeenCalledExactlyOnceWith(started);
  elapse();
  await ended;
  const after = vi.fn();
  operations.follow(80, after);
  expect(after).not.toHaveBeenCalled();
});

test('a panel on another sequence hears nothing', async () => {
  const { operations, ended, elapse } = setUp();
  const other = vi.fn();
  operations.follow(81, other);
  operations.start(remove);
  elapse();
  await ended;
  expect(other).not.toHaveBeenCalled();
});

const otherSequence = { ...review, sequence: { ...sequence, id: 81 } };
const foreign = { ...review, pageAccountId: 2 };
test.each<[string, Partial<Surroundings>, string]>([
  ['an unknown review', { findReview: async () => null }, 'no review'],
  ['reviews that cannot be read', { findReview: () => Promise.reject(new Error('gone')) }, 'no review'],
  ['a review of another sequence', { findReview: async () => otherSequence }, 'no review'],
  ['a page of another account', { findReview: async () => foreign }, 'foreign page'],
])('%s: refused, and nothing sent', async (_name, change, kind) => {
  for (const wanted of ['delete', 'pause', 'resume'] as const) {
    const { operations, kit, ended, elapse } = setUp(change);
    operations.start({ ...remove, kind: wanted });
    elapse();
    expect((await ended).state).toEqual({ step: 'refused', why: { kind } });
    expect(kit.sequence).not.toHaveBeenCalled();
    expect(kit.deleteSequence).not.toHaveBeenCalled();
    expect(kit.setActive).not.toHaveBeenCalled();
  }
});

test('the account of the review is the one that asks Kit', async () => {
  const account = { id: 7, name: 'Second' };
  const { operations, kitFor, ended, elapse } = setUp({
    findReview: async () => ({ ...review, account, pageAccountId: null }),
  });
  operations.start(remove);
  elapse();
  expect((await ended).state).toEqual({ step: 'done', how: 'now' });
  expect(kitFor.mock.calls).toEqual([[7]]);
});

test('more people than reviewed: refused', async () => {
  const { operations, kit, ended, elapse } = setUp();
  kit.countSubscribers.mockResolvedValue(ok(11));
  operations.start(remove);
  elapse();
  expect((await ended).state).toMatchObject({ step: 'refused', why: { kind: 'changed' } });
  expect(kit.deleteSequence).not.toHaveBeenCalled();
});

test('a reply that is lost is looked for, never repeated', async () => {
  const { operations, kit, steps, ended, elapse } = setUp();
  kit.deleteSequence.mockResolvedValue(fail({ kind: 'timeout' }) as never);
  kit.sequence.mockResolvedValueOnce(ok(sequence)).mockResolvedValue(fail({ kind: 'not found' }) as never);
  operations.start(remove);
  elapse();
  expect((await ended).state).toEqual({ step: 'done', how: 'now' });
  expect(steps()).toEqual(['waiting', 'checking', 'sending', 'settling', 'done']);
  expect(kit.deleteSequence).toHaveBeenCalledOnce();
});
