import type { Kit } from '../kit/client.ts';
import { isForeignPage, type Review } from '../review/review.ts';
import {
  type Ended,
  hasEnded,
  type Operation,
  type OperationKind,
  type OperationState,
} from './operation.ts';
import { runDelete, runSetActive } from './run.ts';

/** How long a delete can still be cancelled, in ms. */
export const COUNTDOWN = 5_000;

export interface Surroundings {
  /** Kit as this account sees it. */
  kitFor(accountId: number): Pick<Kit, 'sequence' | 'countSubscribers' | 'setActive' | 'deleteSequence'>;
  findReview(id: string): Promise<Review | null>;
  now?(): number;
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface StartRequest {
  kind: OperationKind;
  sequenceId: number;
  reviewId: string;
}

type Follower = (operation: Operation) => void;

/**
 * Runs at most one operation per sequence. Whoever asks while one is open joins it and sees its progress.
 */
export function createOperations(around: Surroundings) {
  const { now = Date.now, sleep = pause } = around;
  /** The last operation of each sequence, open or ended. */
  const operations = new Map<number, Operation>();
  const countdowns = new Map<number, AbortController>();
  const followers = new Map<number, Set<Follower>>();

  function update(operation: Operation, state: OperationState) {
    const next = { ...operation, state };
    operations.set(operation.sequenceId, next);
    for (const follower of followers.get(operation.sequenceId) ?? []) {
      try {
        follower(next);
      } catch {
        // A panel that is just closing; the operation does not depend on who watches.
      }
    }
  }

  function openOperation(sequenceId: number): Operation | null {
    const operation = operations.get(sequenceId);
    return operation && !hasEnded(operation.state) ? operation : null;
  }

  /**
   * Follows what happens to a sequence, beginning with the operation that is open, if any. When a follower leaves,
   * a running countdown is cancelled: a panel that was closed deletes nothing.
   */
  function follow(sequenceId: number, follower: Follower): () => void {
    const group = followers.get(sequenceId) ?? new Set();
    followers.set(sequenceId, group.add(follower));
    const open = openOperation(sequenceId);
    if (open) follower(open);
    return () => {
      group.delete(follower);
      if (group.size === 0) followers.delete(sequenceId);
      countdowns.get(sequenceId)?.abort('panel closed');
    };
  }

  /** Starts an operation, or joins the one that is open on this sequence. */
  function start(request: StartRequest): Operation {
    const open = openOperation(request.sequenceId);
    if (open) return open;
    const operation: Operation = {
      id: crypto.randomUUID(),
      kind: request.kind,
      sequenceId: request.sequenceId,
      state: request.kind === 'delete' ? { step: 'waiting', until: now() + COUNTDOWN } : { step: 'checking' },
    };
    update(operation, operation.state);
    run(operation, request).then((state) => update(operation, state));
    return operation;
  }

  async function run(operation: Operation, { kind, sequenceId, reviewId }: StartRequest): Promise<Ended> {
    if (kind === 'delete') {
      const cancelled = await countDown(sequenceId);
      if (cancelled) return { step: 'cancelled', by: cancelled };
    }
    const review = await around.findReview(reviewId).catch(() => null);
    if (!review || review.sequence.id !== sequenceId) {
      return { step: 'refused', why: { kind: 'no review' } };
    }
    if (isForeignPage(review)) return { step: 'refused', why: { kind: 'foreign page' } };
    const steps = {
      kit: around.kitFor(review.account.id),
      review,
      step: (state: OperationState) => update(operation, state),
      sleep,
    };
    return kind === 'delete' ? runDelete(steps) : runSetActive(kind === 'resume', steps);
  }

  /** Null when the time is up; else who stopped it. */
  async function countDown(sequenceId: number): Promise<'person' | 'panel closed' | null> {
    const cancel = new AbortController();
    countdowns.set(sequenceId, cancel);
    if (!followers.has(sequenceId)) cancel.abort('panel closed');
    await sleep(COUNTDOWN, cancel.signal);
    countdowns.delete(sequenceId);
    return cancel.signal.aborted ? cancel.signal.reason : null;
  }

  /** Stops a running countdown; anything later can no longer be stopped. */
  function cancel(sequenceId: number): void {
    countdowns.get(sequenceId)?.abort('person');
  }

  return { follow, start, cancel };
}

/** Resolves after so many ms, or at once when the signal says so. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
