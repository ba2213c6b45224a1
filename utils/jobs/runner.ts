import { sleep as sleepFor } from '../kit/clock.ts';
import { fail, ok, type Result } from '../result.ts';
import { createSingleFlight } from '../storage/single-flight.ts';
import { type Alarms, createJobAlarms } from './alarms.ts';
import { createFollowers } from './followers.ts';
import type { EngineEvent, Job, JobDefinition, Tools, Wisher } from './job.ts';
import { type Journal, ofKinds } from './journal.ts';
import { LEAST_LOOKS, LONGEST_PLANNED, LONGEST_REST, nextLook } from './pauses.ts';
import { createRows } from './rows.ts';
import { createWaiters } from './waiters.ts';

export interface RunnerDependencies {
  journal: Journal;
  alarms: Alarms;
  /** Runs `work` while nobody else in the extension works on this subject. */
  lock(subject: string, work: () => Promise<void>): Promise<void>;
  now?(): number;
  /** In ms, from no certain time on. */
  monotonic?(): number;
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** Told of every row that was written. */
  written?(job: Job): void;
}

type AnyDefinition = JobDefinition<Job, unknown, { event: string }, unknown, unknown>;
type StorageFailed = { kind: 'storage failed' };
type Started<D> =
  D extends JobDefinition<infer J, infer _, infer __, infer Problem, infer ___>
    ? Result<J, Problem | StorageFailed>
    : never;
type RequestOf<D extends AnyDefinition> = Parameters<D['subjectOf']>[0];

const GIVEN_UP: EngineEvent = { event: 'given up' };
const RECONNECTED: EngineEvent = { event: 'reconnected' };

/**
 * Runs jobs of every kind: at most one per subject, each step journaled before it is taken. Whoever asks for a job
 * while one is open on its subject joins that one. What an earlier life of the background left open is taken up.
 *
 * @param kinds the definitions, by kind.
 */
export function createRunner<Kinds extends Record<string, AnyDefinition>>(
  kinds: Kinds,
  {
    journal: wholeJournal,
    alarms: browserAlarms,
    lock,
    now = Date.now,
    monotonic = () => performance.now(),
    sleep = sleepFor,
    written,
  }: RunnerDependencies,
) {
  const journal = ofKinds(wholeJournal, ({ kind }) => Object.hasOwn(kinds, kind));
  const alarms = createJobAlarms(browserAlarms, now);
  const followers = createFollowers<string, Job>();
  /**
   * The jobs that somebody here is at work on, or waits for the lock to be, by id. `stop` ends the step that is under way
   * early, where that can be.
   */
  const running = new Map<string, { stop: AbortController }>();
  /** Open jobs as followers saw them last, with progress that is not journaled. */
  const shown = new Map<string, Job>();
  const waiters = createWaiters(isAtRest);
  /** How many wishes are about to find their job, by subject: a later one must not overtake them. */
  const coming = new Map<string, number>();
  const starting = createSingleFlight<string, Result<Job, unknown>>();
  /** The starts that are under way, by subject. */
  const beginning = new Map<string, Promise<unknown>>();
  const rows = createRows({
    journal,
    definitionOf,
    isWatched: followers.any,
    now,
    // An alarm that fails keeps nobody from what they want.
    goesOn: (job) => alarms.arm(job).catch(() => undefined),
    async written(job) {
      show(job);
      // The journal holds when it is to go on; an alarm that failed is set again at the next start.
      await alarms.arm(job).catch(() => undefined);
      waiters.hear(job);
      written?.(job);
    },
    unwritten: (job) => followers.tell(job.subject, job),
  });

  function definitionOf({ kind }: Pick<Job, 'kind'>): AnyDefinition {
    const definition = kinds[kind];
    if (!definition) throw new Error(`No such kind of job: ${kind}`);
    return definition;
  }

  const hasEnded = (job: Job) => definitionOf(job).hasEnded(job);
  /**
   * By the computer's clock, the only one that goes on while the browser is closed. Somebody may set it, which is why all
   * that follows is harmless: what acts ends before it has sent anything or asks a person, and a look is given up only after
   * `LEAST_LOOKS` in vain. Of a clock that was set back further than that nobody knows: it counts as overdue too, and
   * one that was set back less lets nothing go on for more than another deadline.
   */
  const isOverdue = (job: Job) => Math.abs(now() - job.askedAt) > definitionOf(job).deadline;

  /** Nothing happens to it before a person wants something. */
  function isAtRest(job: Job): boolean {
    return hasEnded(job) || (definitionOf(job).rest(job) === 'person' && job.wish === null);
  }

  function show(job: Job): void {
    if (hasEnded(job)) shown.delete(job.subject);
    else shown.set(job.subject, job);
    followers.tell(job.subject, job);
  }

  /** Until it has ended or rests. A failure of the storage ends it too; its alarm has it taken up again. */
  async function run(from: Job, at: { stop: AbortController }): Promise<void> {
    const definition = definitionOf(from);
    let job = from;
    let prepared: { context: unknown } | undefined;
    for (let turn = 0; !hasEnded(job) && definition.rest(job) === 'work'; ) {
      at.stop = new AbortController();
      if (rows.isWished(job.id)) at.stop.abort();
      const looks = definition.onlyLooks(job);
      let own: { event: string } | null = null;
      if (job.attended && definition.needsWatcher(job) && !followers.any(job.subject)) {
        own = { event: 'cancel', ...closed() };
      } else if (isOverdue(job) && !looks) own = GIVEN_UP;
      let event = own;
      if (!event) {
        try {
          prepared ??= { context: await definition.prepare(job) };
          event = await definition.work(job, prepared.context, toolsOf(job, turn, at.stop.signal));
        } catch (error) {
          // A look that always breaks must not be tried for ever. What acts may have acted: it is taken up first.
          if (!looks || !isOverdue(job)) throw error;
          event = GIVEN_UP;
        }
      }
      let after = await rows.change(job.id, event);
      // A definition that has no answer to it would be asked for ever.
      if (own && !after.changed) return;
      const isInVain = looks && event !== GIVEN_UP && after.job.rests >= LEAST_LOOKS;
      if (isInVain && isOverdue(after.job) && !isAtRest(after.job)) {
        after = await rows.change(job.id, GIVEN_UP);
      }
      turn = after.changed ? 0 : turn + 1;
      job = after.job;
    }
  }

  const closed = () => ({ by: 'panel closed' as const, at: now() });

  function toolsOf(job: Job, turn: number, signal: AbortSignal): Tools<Job> {
    return {
      now,
      monotonic,
      signal,
      sleep: (ms) => sleep(ms, signal),
      wait: (ms) => sleep(ms),
      turn,
      show(progressed) {
        const last = shown.get(job.subject);
        // It may come when the step is over already, and knows nothing of wishes.
        if (last?.id === job.id && last.state.step === progressed.state.step) {
          show({ ...progressed, wish: last.wish });
        }
      },
      children: () => journal.children(job.id),
      async child(place, kind, request) {
        const there = (await journal.children(job.id)).find(({ parent }) => parent?.place === place);
        if (there) return ok(there);
        const started = await startAs(kind, request, { id: job.id, place });
        if (!started.ok) return started;
        const { parent } = started.value;
        return parent?.id === job.id && parent.place === place ? started : fail({ kind: 'busy' });
      },
      rested: (id) => waiters.wait(id, () => journal.read(id), signal),
      wish: (id, wish) => want(() => journal.read(id), wish, 'person'),
    };
  }

  /** Nobody else is at work on this subject meanwhile. */
  async function alone(job: Job, task: (at: { stop: AbortController }) => Promise<void>): Promise<void> {
    const { id, subject } = job;
    if (running.has(id)) return;
    const at = { stop: new AbortController() };
    running.set(id, at);
    try {
      await lock(subject, () => task(at));
    } finally {
      running.delete(id);
    }
    // It came when the work was just over, and nobody has met it.
    if (rows.isWished(id)) await takeUp(job);
  }

  /**
   * Goes on with a job that nobody is at work on, and what may have been under way is looked for.
   *
   * @param why what the job meets, made of what the journal holds; that it is taken up, where this says nothing else.
   */
  function takeUp(
    job: Job,
    taken: () => void = () => undefined,
    why?: (current: Job) => EngineEvent,
  ): Promise<void> {
    return alone(job, async (at) => {
      // Another life of the background may have ended it while this one waited.
      const { job: current } = await rows.change(
        job.id,
        why ? why((await journal.read(job.id)) ?? job) : { event: 'taken up', at: now() },
      );
      if (!hasEnded(current)) shown.set(current.subject, current);
      else if (shown.get(current.subject)?.id === current.id) shown.delete(current.subject);
      waiters.hear(current);
      taken();
      await run(current, at);
    });
  }

  /**
   * Goes on with every open job that waits for no person. Resolves when it is known what those are; what becomes of
   * them is told to followers.
   */
  const resume = async (): Promise<void> => takeUpAll(await journal.open());

  async function takeUpAll(jobs: Job[]): Promise<void> {
    await Promise.all(
      jobs
        .filter((job) => !isAtRest(job) && !running.has(job.id))
        .map(
          (job) =>
            new Promise<void>((taken) => {
              takeUp(job, taken)
                .catch(() => undefined)
                .finally(taken);
            }),
        ),
    );
  }

  /**
   * This account was connected again, so that what waits for it goes on; what was asked for too long ago asks a person
   * first.
   */
  async function reconnected(accountId: number): Promise<void> {
    await recovered;
    const waits = (job: Job) => definitionOf(job).waitsForAccount?.(job) === accountId;
    const why = (job: Job): EngineEvent => {
      if (!isAtRest(job) || !waits(job)) return { event: 'taken up', at: now() };
      return isOverdue(job) ? GIVEN_UP : RECONNECTED;
    };
    for (const job of (await journal.open()).filter(waits))
      takeUp(job, undefined, why).catch(() => undefined);
  }

  async function recover(): Promise<void> {
    const open = await journal.open();
    // Without alarms it is taken up all the same.
    await armAll(open.filter((job) => !isAtRest(job))).catch(() => undefined);
    await takeUpAll(open.filter(isDue));
  }

  /** Most starts are alarms of other jobs: what rests goes on resting, unless the clock was set back meanwhile. */
  function isDue(job: Job): boolean {
    const nextAt = job.nextAt ?? 0;
    const { rest, restsUntil, restsAtMost = LONGEST_PLANNED } = definitionOf(job);
    const rests = !hasEnded(job) && rest(job) === 'retry' && job.wish === null;
    return !rests || nextAt <= now() || nextAt > now() + (restsUntil ? restsAtMost : LONGEST_REST);
  }

  /** It rests until a time that it named itself. */
  const isPlanned = (job: Job) => definitionOf(job).restsUntil !== undefined && !isDue(job);

  /** Sets every alarm anew, since a browser that was restarted may have lost them, and clears those of no open job. */
  async function armAll(jobs: Job[]): Promise<void> {
    for (const job of jobs) await (isDue(job) ? alarms.armSoon(job.id) : alarms.arm(job));
    await alarms.keepOnly(jobs.map(({ id }) => id));
  }

  /** The browser's storage may fail; whoever asks then finds nothing open. */
  const recovered = recover().catch(() => undefined);

  async function begin(kind: string, request: unknown, parent: Job['parent']): Promise<Result<Job, unknown>> {
    await recovered;
    const definition = definitionOf({ kind });
    const subject = definition.subjectOf(request);
    const latest = await journal.latest(subject);
    if (latest && !hasEnded(latest)) {
      // The storage may have failed in the middle of it: whoever presses again need not wait for its alarm.
      if (!isAtRest(latest)) takeUp(latest).catch(() => undefined);
      return ok(shown.get(subject) ?? latest);
    }
    const at = now();
    const begun = await definition.begin(request, at);
    if (!begun.ok) return begun;
    const id = crypto.randomUUID();
    const job: Job = {
      ...begun.value,
      ...(parent && { attended: false, priority: 'bulk' as const }),
      ...{ id, order: 0, wish: null, parent, startedAt: at, askedAt: at, rests: 0, seen: false },
      nextAt: null,
      steps: [{ step: begun.value.state.step, at }],
    };
    if (!isAtRest(job)) job.nextAt = nextLook('work', 0, at);
    // Before the intent is written, so that nothing that is written is forgotten.
    await alarms.arm(job);
    const written = await rows.add(job).catch(async (error) => {
      await alarms.disarm(id);
      throw error;
    });
    if (written.id !== id) {
      await alarms.disarm(id);
      return ok(written);
    }
    // What breaks after the intent was written is left to its alarm.
    alone(written, (stop) => run(written, stop)).catch(() => undefined);
    return ok(written);
  }

  /** Rejects when the storage fails. */
  async function startAs(
    kind: string,
    request: unknown,
    parent: Job['parent'],
  ): Promise<Result<Job, unknown>> {
    const subject = definitionOf({ kind }).subjectOf(request);
    for (;;) {
      let isOwn = false;
      const started = await starting(subject, () => {
        isOwn = true;
        const begun = begin(kind, request, parent).finally(() => beginning.delete(subject));
        beginning.set(subject, begun);
        return begun;
      });
      // Why another request was refused says nothing of this one.
      if (started.ok || isOwn) return started;
    }
  }

  /** Starts a job, or joins the one that is open on its subject, of whatever kind that is. */
  const start = <K extends keyof Kinds & string>(kind: K, request: RequestOf<Kinds[K]>) => {
    const failed = (): Result<Job, StorageFailed> => fail({ kind: 'storage failed' });
    return startAs(kind, request, null).catch(failed) as Promise<Started<Kinds[K]>>;
  };

  async function want(find: () => Promise<Job | null>, wish: string, by: Wisher): Promise<void> {
    await recovered;
    const job = await find();
    if (!job) return;
    if (running.has(job.id)) return keep(job, wish, by);
    const definition = definitionOf(job);
    const wanted = { event: wish, wish, by, at: now() };
    const isObeyed = (from: Job) => definition.next(from, wanted) !== from;
    const lookedAfter = definition.next(job, { event: 'taken up', at: wanted.at });
    if (!isObeyed(job) && !isObeyed(lookedAfter)) {
      if (lookedAfter !== job) takeUp(job).catch(() => undefined);
      return;
    }
    await keep(job, wish, by);
  }

  async function keep(job: Job, wish: string, by: Wisher): Promise<void> {
    const kept = rows.want(job, { wish, by, at: now() });
    running.get(job.id)?.stop.abort();
    // It holds in memory where the storage fails.
    const unkept = await kept.then(
      () => null,
      (error) => ({ error }),
    );
    // One that is running meets it between two steps. What one that has ended obeys is written when it is taken up.
    const taken = new Promise<void>((written, failed) => {
      takeUp(job, written).then(written, failed);
    });
    if (hasEnded(job)) await taken;
    else taken.catch(() => undefined);
    if (unkept) throw unkept.error;
  }

  /** Journals what a person wants of the last job on a subject; the job meets it between two of its steps. */
  function wish(subject: string, wanted: string, by: Wisher = 'person'): Promise<void> {
    const job = shown.get(subject);
    const others = coming.get(subject) ?? 0;
    // What is under way hears it at once: while the journal is read, a step could pass.
    if (job && running.has(job.id) && others === 0) return keep(job, wanted, by);
    coming.set(subject, others + 1);
    return want(() => journal.latest(subject), wanted, by).finally(() => {
      const left = (coming.get(subject) ?? 0) - 1;
      if (left > 0) coming.set(subject, left);
      else coming.delete(subject);
    });
  }

  /**
   * Follows what happens to a subject, beginning with the job that is open, or one that ended before. When a follower
   * leaves, a job that has to be watched is cancelled: a panel that was closed deletes nothing.
   */
  function follow(subject: string, follower: (job: Job) => void): () => void {
    const leave = followers.add(subject, follower);
    recovered
      .then(() =>
        rows.between(
          () => journal.latest(subject),
          (latest) => {
            const job = shown.get(subject) ?? latest;
            if (!job || !followers.has(subject, follower)) return;
            if (hasEnded(job) && job.seen && definitionOf(job).retold !== 'always') return;
            follower(job);
            if (hasEnded(job) && !job.seen) rows.see(job.id).catch(() => undefined);
          },
        ),
      )
      .catch(() => undefined);
    return () => {
      leave();
      const cancel = () => {
        const job = shown.get(subject);
        if (job?.attended && definitionOf(job).needsWatcher(job)) {
          wish(subject, 'cancel', 'panel closed').catch(() => undefined);
        }
      };
      // Whoever leaves before their job is journaled may not be the only one who follows.
      const begun = beginning.get(subject);
      if (begun) begun.then(cancel, () => undefined);
      else cancel();
    };
  }

  /** An alarm has rung. */
  async function wake(name: string): Promise<void> {
    const id = alarms.idOf(name);
    if (id === null) return;
    // It has rung and is gone: another one, before anything is tried that may break or take its time.
    await alarms.armSoon(id).catch(() => undefined);
    await recovered;
    const job = await rows.between(
      () => journal.read(id),
      async (job) => {
        if (!job || isAtRest(job)) await alarms.disarm(id);
        // It rang too early: the clock was set back since.
        else if (isPlanned(job)) await alarms.arm(job);
        return job;
      },
    );
    if (job && !isAtRest(job) && !isPlanned(job)) takeUp(job).catch(() => undefined);
  }

  return { start, wish, follow, resume, reconnected, wake, note: rows.change };
}
