import type { BackupReader } from '../backup/backup.ts';
import { createFollowers } from '../journal/followers.ts';
import type { Account } from '../kit/client.ts';
import { sleep as sleepFor } from '../kit/clock.ts';
import { fail, ok, type Result } from '../result.ts';
import { createSingleFlight } from '../storage/single-flight.ts';
import type { RestoreJournal } from './journal.ts';
import { type Loss, lossesOf } from './losses.ts';
import { isPending, nextRestore, type RestoreEvent } from './machine.ts';
import { planOf } from './plan.ts';
import { failure, type RestoreKit } from './problems.ts';
import { type BackupReadProblem, readCore } from './read.ts';
import { pauseBefore } from './reconcile.ts';
import { offer, type RelinkOffer, type RelinkProblem, relink } from './relinks.ts';
import { isRestoreEnded, type Restore, type RestoreRefusal } from './restore.ts';
import { type Context, work } from './work.ts';

/** How long a restore goes on by itself when Kit cannot be reached, in ms. After that a person has to ask for it. */
export const RESTORE_DEADLINE = 24 * 60 * 60_000;
const STEPS_KEPT = 200;

export interface RestoreDependencies {
  journal: RestoreJournal;
  /** Kit as this account sees it. */
  kit(accountId: number): RestoreKit;
  /** Those that are connected. */
  accounts(): Promise<Account[]>;
  openBackup(id: string): Promise<BackupReader | null>;
  /** Runs `work` while nobody else in the extension restores from this backup. */
  lock(backupId: string, work: () => Promise<void>): Promise<void>;
  /** Makes sure that the background is started again while something is open. */
  watch(open: boolean): Promise<void>;
  now?(): number;
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface RestoreRequest {
  backupId: string;
  accountId: number;
}

type NotRestored = { kind: 'not restored' };
type StorageFailed = { kind: 'storage failed' };

/**
 * Runs at most one restore per backup. Whoever asks while one is open joins it. The journal is the truth: each change is
 * made of what it holds, and written before it is told or acted upon.
 */
export function createRestores(deps: RestoreDependencies) {
  const { journal, now = Date.now, sleep = sleepFor } = deps;
  const followers = createFollowers<string, Restore>();
  /** Backups that somebody here is at work on, with what wakes them from a pause. */
  const running = new Map<string, AbortController>();
  const joining = createSingleFlight<string, Result<Restore, RestoreRefusal>>();
  /** The last change of each row that is under way, so that none is made of what another one is about to replace. */
  const turns = new Map<string, Promise<unknown>>();

  function change({ id }: Restore, event: RestoreEvent): Promise<Restore> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(
      () => changeNow(id, event),
      () => changeNow(id, event),
    );
    turns.set(id, turn);
    const forget = () => turns.get(id) === turn && turns.delete(id);
    turn.then(forget, forget);
    return turn;
  }

  async function changeNow(id: string, event: RestoreEvent): Promise<Restore> {
    const before = await journal.read(id);
    if (!before) throw new Error('The restore is not in the journal');
    const changed = nextRestore(before, event);
    if (changed === before) return before;
    const after = entered(before, changed, now());
    try {
      await journal.write(after);
    } catch (error) {
      tellUnwritten(before);
      throw error;
    }
    followers.tell(after.backupId, after);
    return after;
  }

  /** What is not written down is not done; what was done already is looked for when the storage works again. */
  function tellUnwritten(restore: Restore): void {
    const { state } = restore;
    if (isRestoreEnded(state) || state.step === 'blocked') return;
    const problem = { kind: 'storage failed' } as const;
    followers.tell(restore.backupId, {
      ...restore,
      state: { step: 'blocked', problem, before: state, transient: true },
    });
  }

  async function contextOf(
    restore: Restore,
    signal: AbortSignal,
  ): Promise<Result<Context, BackupReadProblem>> {
    const reader = await deps.openBackup(restore.backupId);
    const core = reader ? await readCore(reader) : fail({ kind: 'backup gone' } as const);
    if (!core.ok) return core;
    return ok({
      kit: deps.kit(restore.account.id),
      core: core.value,
      plan: planOf(core.value),
      people: reader?.backup.people.kept ?? 0,
      now,
      pause: (look: number) => sleep(pauseBefore(look), signal),
      sleep: (ms: number) => sleep(ms),
    });
  }

  /** Until it has ended, a person has to do something, or Kit cannot be asked; then `resume` goes on with it. */
  async function run(restore: Restore, signal: AbortSignal): Promise<void> {
    if (!isPending(restore)) return;
    const context = await contextOf(restore, signal);
    let current = restore;
    for (let look = 0; !isRestoreEnded(current.state) && current.state.step !== 'blocked'; look += 1) {
      const { step } = current.state;
      let event: RestoreEvent = { event: 'stopped' };
      if (!current.stopping) {
        event = context.ok ? await work(context.value, current, look) : unreadable(step, context.problem);
      }
      current = await change(current, event);
      if (event.event === 'no look') break;
      if (event.event !== 'not yet') look = -1;
    }
  }

  /** Nobody else is at work on this backup meanwhile. */
  async function alone(backupId: string, task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (running.has(backupId)) return;
    const controller = new AbortController();
    running.set(backupId, controller);
    try {
      await deps.watch(true);
      await deps.lock(backupId, () => task(controller.signal));
    } finally {
      running.delete(backupId);
      await watchWhatIsOpen();
    }
  }

  async function watchWhatIsOpen(): Promise<void> {
    const pending = (await journal.open()).filter(goesOn);
    await deps.watch(running.size > 0 || pending.length > 0);
  }

  const goesOn = (restore: Restore) => isPending(restore) && now() - restore.askedAt <= RESTORE_DEADLINE;

  /** Goes on with one that nobody is at work on, by looking at what became of what may have been sent. */
  function takeUp({ id, backupId }: Restore, event: RestoreEvent): Promise<void> {
    return alone(backupId, async (signal) => {
      const latest = await journal.read(id);
      // Another life of the background may have ended it while this one waited.
      if (!latest) return;
      await run(await change(latest, event), signal);
    });
  }

  /** Goes on with everything that is open. Resolves when it is known what that is; followers are told the rest. */
  async function resume(): Promise<void> {
    const open = (await journal.open()).filter(goesOn);
    for (const restore of open) {
      if (running.has(restore.backupId)) continue;
      takeUp(restore, { event: 'taken up', at: now() }).catch(() => undefined);
    }
    if (open.length === 0 && running.size === 0) await deps.watch(false);
  }

  /** The browser's storage may fail; whoever asks then finds nothing open. */
  const recovered = resume().catch(() => undefined);

  async function begin({ backupId, accountId }: RestoreRequest): Promise<Result<Restore, RestoreRefusal>> {
    await recovered;
    const latest = await journal.latest(backupId);
    if (latest && !isRestoreEnded(latest.state)) return ok(latest);
    const backup = (await deps.openBackup(backupId))?.backup;
    if (!backup) return fail({ kind: 'backup gone' });
    if (backup.completedAt === null) return fail({ kind: 'backup incomplete' });
    const { account, sequence } = backup;
    if (account.id !== accountId) return fail({ kind: 'foreign account', account });
    const connected = await deps.accounts();
    if (!connected.some(({ id }) => id === account.id)) return fail({ kind: 'not connected', account });
    const at = now();
    const restore: Restore = {
      id: crypto.randomUUID(),
      backupId,
      account,
      sequence,
      state: { step: 'checking' },
      made: null,
      lostAt: null,
      stopping: false,
      leftOut: [],
      losses: [],
      comparison: null,
      relinked: {},
      startedAt: at,
      askedAt: at,
      steps: [{ step: 'checking', at }],
    };
    await journal.write(restore);
    followers.tell(backupId, restore);
    // What breaks after the intent was written is left to `resume`.
    alone(backupId, (signal) => run(restore, signal)).catch(() => undefined);
    return ok(restore);
  }

  /** Starts a restore, or joins the one that is open. It ends in a refusal when nothing can be sent. */
  function start(request: RestoreRequest): Promise<Result<Restore, RestoreRefusal>> {
    return joining(request.backupId, () =>
      begin(request).catch(() => fail({ kind: 'storage failed' } as const)),
    );
  }

  /** Lets a person's wish into the row, and sees that somebody is at work on it. */
  async function ask(backupId: string, wish: RestoreEvent): Promise<void> {
    await recovered;
    const at = running.get(backupId);
    if (!at) return alone(backupId, (signal) => grant(backupId, wish, signal));
    if (wish.event !== 'stop asked') return;
    const latest = await journal.latest(backupId);
    if (latest && (await change(latest, wish)).stopping) at.abort();
  }

  async function grant(backupId: string, wish: RestoreEvent, signal: AbortSignal): Promise<void> {
    const latest = await journal.latest(backupId);
    if (!latest) return;
    const granted = await change(latest, wish);
    // A state that was just entered was not begun; in any other, a look comes first.
    const entered = granted.state !== latest.state && granted.state.step !== latest.state.step;
    await run(entered ? granted : await change(granted, { event: 'taken up', at: now() }), signal);
  }

  const wish = (backupId: string, event: RestoreEvent) => void ask(backupId, event).catch(() => undefined);

  /** Follows the restores of a backup, beginning with the latest one, which may have ended. */
  function follow(backupId: string, follower: (restore: Restore) => void): () => void {
    const leave = followers.add(backupId, follower);
    recovered
      .then(() => journal.latest(backupId))
      .then((latest) => latest && followers.has(backupId, follower) && follower(latest))
      .catch(() => undefined);
    return leave;
  }

  /** What cannot be restored, for a person to know before anything is sent. */
  async function losses(backupId: string): Promise<Result<Loss[], BackupReadProblem | StorageFailed>> {
    try {
      const reader = await deps.openBackup(backupId);
      if (!reader) return fail({ kind: 'backup gone' });
      const core = await readCore(reader);
      return core.ok ? ok(lossesOf(core.value, reader.backup.people.kept)) : core;
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  /** The restore that is whole, and what its backup says of other sequences. */
  async function whole(backupId: string) {
    const restore = await journal.latest(backupId);
    if (restore?.state.step !== 'done' || !restore.made) return fail({ kind: 'not restored' } as const);
    const reader = await deps.openBackup(backupId);
    const core = reader ? await readCore(reader) : fail({ kind: 'backup gone' } as const);
    if (!core.ok) return core;
    const ids = { from: restore.sequence.id, to: restore.made.sequenceId };
    const { excludedFrom } = core.value.references;
    return ok({ restore, ids, kit: deps.kit(restore.account.id), excludedFrom });
  }

  /** The sequences that excluded the old one, each as it is at Kit now. */
  async function relinks(
    backupId: string,
  ): Promise<Result<RelinkOffer[], BackupReadProblem | NotRestored | StorageFailed>> {
    try {
      const found = await whole(backupId);
      if (!found.ok) return found;
      const { kit, ids, excludedFrom } = found.value;
      const others = excludedFrom.filter(({ id }) => id !== ids.from);
      return ok(await Promise.all(others.map((sequence) => offer(kit, sequence, ids))));
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  /** @param request `shown`: of the offer that a person said yes to. */
  async function relinkOne(request: {
    backupId: string;
    sequenceId: number;
    shown: string;
  }): Promise<Result<'done', RelinkProblem | BackupReadProblem | NotRestored>> {
    const { backupId, sequenceId, shown } = request;
    try {
      const found = await whole(backupId);
      if (!found.ok) return found;
      const { restore, kit, ids, excludedFrom } = found.value;
      if (!excludedFrom.some(({ id }) => id === sequenceId)) return fail({ kind: 'not found' });
      const note = async (to: 'sending' | 'done') =>
        void (await change(restore, { event: 'relink', sequenceId, to }));
      const answer = await relink(kit, sequenceId, shown, ids, () => note('sending'));
      // It is done whether or not that can be written down.
      if (answer.ok) await note('done').catch(() => undefined);
      return answer;
    } catch {
      return fail({ kind: 'storage failed' });
    }
  }

  return {
    start,
    /** Stops; what is under way is still heard. Then `undo` can remove what was made. */
    cancel: (backupId: string) => wish(backupId, { event: 'stop asked' }),
    /** Removes what a cancelled restore made, if nobody has touched it since. */
    undo: (backupId: string) => wish(backupId, { event: 'undo asked', at: now() }),
    retry: (backupId: string) => wish(backupId, { event: 'retried', at: now() }),
    follow,
    resume,
    losses,
    relinks,
    relink: relinkOne,
  };
}

/** The backup cannot be read (any more). */
function unreadable(step: Restore['state']['step'], problem: BackupReadProblem): RestoreEvent {
  if (step === 'checking') return { event: 'refused', why: problem };
  const removal = step === 'inspecting' || step === 'deleting' || step === 'settling';
  return removal ? { event: 'kept', why: { kind: 'problem', problem } } : failure(problem);
}

function entered(before: Restore, after: Restore, at: number): Restore {
  const { step } = after.state;
  if (step === before.state.step) return after;
  return { ...after, steps: [...after.steps, { step, at }].slice(-STEPS_KEPT) };
}
