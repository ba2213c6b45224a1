import type { BackupProblem, BackupProgress } from '../backup/capture/capture.ts';
import { createFollowers } from '../journal/followers.ts';
import { sleep as sleepFor } from '../kit/clock.ts';
import type { Result } from '../result.ts';
import { isForeignPage, type Review } from '../review/review.ts';
import type { Journal } from './journal.ts';
import { nextOperationState, type OperationEvent } from './machine.ts';
import { isOperationEnded, type Operation, type OperationKind, type OperationState } from './operation.ts';
import { check, type OperationKit, send, settle } from './steps.ts';
import { createStoppable } from './stoppable.ts';

/** How long a delete can still be cancelled, in ms. */
export const COUNTDOWN = 5_000;
/** How long Kit is looked at for the outcome of a request, in ms, before it is called unknown. */
export const SETTLE_DEADLINE = 24 * 60 * 60_000;

export interface OperationDependencies {
  journal: Journal;
  /** Kit as this account sees it. */
  kit(accountId: number): OperationKit;
  findReview(id: string): Promise<Review | null>;
  backups: Backups;
  /** Runs `work` while nobody else in the extension works on this sequence. */
  lock(sequenceId: number, work: () => Promise<void>): Promise<void>;
  /** Makes sure that the background is started again while something is open. */
  watch(open: boolean): Promise<void>;
  now?(): number;
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The backups that deletes leave behind. */
export interface Backups {
  /** The id of an unfinished one to go on with, else a new one. Rejects when the browser's storage fails. */
  choose(review: Review): Promise<string>;
  /** Makes it, or goes on with it. Complete and verified when this says so. Ends early when the signal says so. */
  take(
    id: string,
    review: Review,
    signal: AbortSignal,
    tell: (progress: BackupProgress) => void,
  ): Promise<Result<unknown, BackupProblem>>;
  /** Notes when the sequence was deleted, null for not at all. Rejects when the browser's storage fails. */
  mark(id: string, deletedAt: number | null): Promise<void>;
}

export interface OperationRequest {
  kind: OperationKind;
  sequenceId: number;
  reviewId: string;
  /** Before a delete. */
  backUp: boolean;
}

/**
 * Runs at most one operation per sequence. Whoever asks while one is open joins it and sees its progress.
 * Those that an earlier life of the background left open are carried to an end by `resume`.
 */
export function createOperations(deps: OperationDependencies) {
  const { journal, now = Date.now, sleep = sleepFor } = deps;
  /** The open operations that are known here. */
  const known = new Map<number, Operation>();
  /** Sequences that somebody here is at work on. */
  const running = new Set<number>();
  const followers = createFollowers<number, Operation>();
  const stoppable = createStoppable();

  const tell = (operation: Operation) => followers.tell(operation.sequenceId, operation);

  function remember(operation: Operation): void {
    if (isOperationEnded(operation.state)) known.delete(operation.sequenceId);
    else known.set(operation.sequenceId, operation);
  }

  /** Journals what the event leads to, and only then lets it be known and done. */
  async function advance(before: Operation, event: OperationEvent): Promise<Operation> {
    const state = nextOperationState(before.kind, before.state, event);
    if (state === before.state) return before;
    let after = enter(before, state, now(), followers.any(before.sequenceId));
    try {
      await journal.write(after);
    } catch {
      // What is not written down is not done; what was done already is told all the same.
      if (isAhead(state)) after = enter(before, UNWRITTEN, now(), true);
    }
    remember(after);
    tell(after);
    return after;
  }

  async function work(operation: Operation, review: Review): Promise<OperationEvent> {
    const { kind, sequenceId, state } = operation;
    const kit = deps.kit(review.account.id);
    switch (state.step) {
      case 'intended':
        return { event: 'begun', backUp: operation.backupId !== null, until: now() + COUNTDOWN };
      case 'backing up':
        return backUp(operation, review);
      case 'waiting': {
        // Nobody watching is a closed panel.
        if (!followers.any(sequenceId)) return { event: 'cancelled', by: 'panel closed' };
        const { by } = await stoppable.run(sequenceId, (stopped) => sleep(COUNTDOWN, stopped));
        return by ? { event: 'cancelled', by } : { event: 'time is up' };
      }
      case 'checking':
        return check(kit, kind, review);
      case 'sending':
        return sendMarked(operation, kit);
      default: {
        const event = await settle(kit, kind, sequenceId, (ms) => sleep(ms));
        const tooLong = now() - operation.startedAt > SETTLE_DEADLINE;
        return event.event === 'no look' && tooLong ? { event: 'given up' } : event;
      }
    }
  }

  async function backUp(operation: Operation, review: Review): Promise<OperationEvent> {
    const { sequenceId, backupId } = operation;
    if (backupId === null) return noBackup({ kind: 'storage failed' });
    const tellProgress = (progress: BackupProgress) => {
      if (known.get(sequenceId)?.id !== operation.id) return;
      const shown: Operation = { ...operation, state: { step: 'backing up', progress } };
      remember(shown);
      tell(shown);
    };
    const { by, result } = await stoppable.run(sequenceId, (stopped) =>
      deps.backups.take(backupId, review, stopped, tellProgress),
    );
    // What was kept so far stays, for the next one to go on with.
    if (by) return { event: 'cancelled', by };
    return result.ok ? { event: 'backed up', until: now() + COUNTDOWN } : noBackup(result.problem);
  }

  /** The mark keeps a backup from being forgotten, so it is made before the delete, and taken back if there was none. */
  async function sendMarked({ kind, sequenceId, backupId }: Operation, kit: OperationKit) {
    if (backupId === null) return send(kit, kind, sequenceId);
    try {
      await deps.backups.mark(backupId, now());
    } catch {
      return { event: 'failed', problem: { kind: 'storage failed' } } as const;
    }
    const event = await send(kit, kind, sequenceId);
    if (event.event === 'failed') await deps.backups.mark(backupId, null).catch(() => undefined);
    return event;
  }

  /** Until it has ended, or Kit cannot be looked at; then `resume` goes on with it. */
  async function run(operation: Operation): Promise<void> {
    const { review } = operation;
    if (!review) return;
    let current = operation;
    while (!isOperationEnded(current.state)) {
      const event = await work(current, review);
      current = await advance(current, event);
      if (event.event === 'no look') break;
    }
    await deps.watch(known.size > 0);
  }

  async function alone(sequenceId: number, task: () => Promise<void>): Promise<void> {
    running.add(sequenceId);
    try {
      await deps.lock(sequenceId, task);
    } finally {
      running.delete(sequenceId);
    }
  }

  /**
   * Goes on with everything that is open and that nobody is at work on. Resolves when it is known what that is;
   * what becomes of it is told to followers.
   */
  async function resume(): Promise<void> {
    const open = (await journal.open()).filter(({ sequenceId }) => !running.has(sequenceId));
    await Promise.all(
      open.map(
        (entry) =>
          new Promise<void>((looked) => {
            alone(entry.sequenceId, async () => {
              // Another life of the background may have ended it while this one waited.
              const latest = (await journal.read(entry.id)) ?? entry;
              const current = await advance(latest, { event: 'taken up' });
              remember(current);
              looked();
              if (!isOperationEnded(current.state)) await run(current);
            })
              .catch(() => undefined)
              .finally(looked);
          }),
      ),
    );
    if (known.size === 0) await deps.watch(false);
  }

  /** The browser's storage may fail; whoever asks then finds nothing open. */
  const recovered = resume().catch(() => undefined);

  async function reviewFor({ sequenceId, reviewId }: OperationRequest): Promise<Review | null> {
    const review = await deps.findReview(reviewId).catch(() => null);
    return review?.sequence.id === sequenceId ? review : null;
  }

  async function begin(reserved: Operation, request: OperationRequest): Promise<void> {
    const review = await reviewFor(request);
    if (!review) {
      await advance(reserved, { event: 'refused', why: { kind: 'no review' } });
      return;
    }
    let intended = { ...reserved, review };
    if (isForeignPage(review)) {
      await advance(intended, { event: 'refused', why: { kind: 'foreign page' } });
      return;
    }
    try {
      if (request.kind === 'delete' && request.backUp) {
        intended = { ...intended, backupId: await deps.backups.choose(review) };
      }
      await deps.watch(true);
      await journal.write(intended);
    } catch {
      await advance(intended, { event: 'failed', problem: { kind: 'storage failed' } });
      return;
    }
    await run(intended);
  }

  /** Starts an operation, or joins the one that is open on this sequence. */
  async function start(request: OperationRequest): Promise<Operation> {
    await recovered;
    const { kind, sequenceId } = request;
    const open = known.get(sequenceId);
    if (open) return open;
    const at = now();
    const reserved: Operation = {
      id: crypto.randomUUID(),
      kind,
      sequenceId,
      review: null,
      backupId: null,
      state: { step: 'intended' },
      startedAt: at,
      steps: [{ step: 'intended', at }],
      seen: false,
    };
    known.set(sequenceId, reserved);
    // What breaks after the intent was written is left to `resume`.
    alone(sequenceId, () => begin(reserved, request)).catch(() => undefined);
    return reserved;
  }

  /**
   * Follows what happens to a sequence, beginning with the operation that is open, or that ended when nobody was
   * there to be told. When a follower leaves, a running backup or countdown is cancelled: a panel that was closed
   * deletes nothing.
   */
  function follow(sequenceId: number, follower: (operation: Operation) => void): () => void {
    const leave = followers.add(sequenceId, follower);
    recovered.then(async () => {
      const ended = known.has(sequenceId) ? null : await unseen(sequenceId);
      const operation = known.get(sequenceId) ?? ended;
      if (operation && followers.has(sequenceId, follower)) follower(operation);
    });
    return () => {
      leave();
      stoppable.stop(sequenceId, 'panel closed');
    };
  }

  async function unseen(sequenceId: number): Promise<Operation | null> {
    const latest = await journal.latest(sequenceId).catch(() => null);
    if (!latest || latest.seen || !isOperationEnded(latest.state)) return null;
    const seen = { ...latest, seen: true };
    await journal.write(seen).catch(() => undefined);
    return seen;
  }

  /** Stops a running backup or countdown; anything later can no longer be stopped. */
  function cancel(sequenceId: number): void {
    stoppable.stop(sequenceId, 'person');
  }

  return { follow, start, cancel, resume };
}

const noBackup = (problem: BackupProblem): OperationEvent => ({
  event: 'refused',
  why: { kind: 'no backup', problem },
});

const UNWRITTEN: OperationState = { step: 'failed', problem: { kind: 'storage failed' }, effect: 'none' };

/** Something is still to be done in this state that must not be done unwritten. */
const isAhead = ({ step }: OperationState) =>
  step === 'backing up' || step === 'waiting' || step === 'checking' || step === 'sending';

function enter(before: Operation, state: OperationState, at: number, watched: boolean): Operation {
  const steps = state.step === before.state.step ? before.steps : [...before.steps, { step: state.step, at }];
  return { ...before, state, steps, seen: isOperationEnded(state) && watched };
}
