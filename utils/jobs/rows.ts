import { createMutex } from '../storage/mutex.ts';
import type { EngineEvent, Job, JobDefinition, Wish } from './job.ts';
import { type Journal, OutOfDate } from './journal.ts';
import { nextLook } from './pauses.ts';

/** Of very many steps, so many are kept. */
const STEPS_KEPT = 200;

type AnyEvent = EngineEvent | { event: string };
type AnyDefinition = JobDefinition<Job, unknown, { event: string }, unknown, unknown>;

interface Dependencies {
  journal: Journal;
  definitionOf(job: Job): AnyDefinition;
  isWatched(subject: string): boolean;
  now(): number;
  /** Told of a job that had ended or waited for a person, before it is written that it goes on. */
  goesOn(job: Job): Promise<void>;
  /** Told of each row as soon as it is written, before the next change. */
  written(job: Job): Promise<void>;
  /** Told what to show where the storage did not take a change. */
  unwritten(job: Job): void;
}

/**
 * The rows of the journal, and the only way to change them: one change after the other, each made of what the journal
 * holds. Where another life of the background wrote meanwhile, it is made anew. Methods reject when the browser's storage
 * fails.
 */
export function createRows(deps: Dependencies) {
  const { journal, definitionOf, now } = deps;
  const inTurn = createMutex();
  const turns = { run: <T>(task: () => Promise<T>): Promise<T> => inTurn.run(() => upToDate(task)) };
  /** Wishes that no step boundary has met yet. */
  const unheard = new Map<string, Wish>();
  /** Ends that the storage did not take, by the id of the job: they were told, and are written before anything else. */
  const untaken = new Map<string, { job: Job; items: unknown[] }>();

  async function read(id: string): Promise<Job> {
    const job = await journal.read(id);
    if (!job) throw new Error('The job is not in the journal');
    return job;
  }

  /** @param before what it is made of; for a new one the last one on its subject. Not given for what is written in any case. */
  async function write(before: Job | null | undefined, job: Job, items: unknown[] = []): Promise<Job> {
    if (before?.id === job.id && before.nextAt === null && job.nextAt !== null) await deps.goesOn(job);
    const written = await journal.write(job, items, before);
    await deps.written(written);
    return written;
  }

  /** Writes the end that the storage did not take before; null where there is none. */
  async function writeEnd(id: string): Promise<Job | null> {
    const ended = untaken.get(id);
    if (!ended) return null;
    const job = await write(undefined, ended.job, ended.items);
    untaken.delete(id);
    return job;
  }

  /**
   * What an event leads to, and then what a person wants, while nothing is under way. `changed` is false where neither
   * means anything to the job.
   */
  function change(id: string, event: AnyEvent): Promise<{ job: Job; changed: boolean }> {
    return turns.run(async () => {
      const ended = await writeEnd(id);
      if (ended) return { job: ended, changed: true };
      const before = await read(id);
      const definition = definitionOf(before);
      const fresh = unheard.get(id);
      const wish = fresh ?? before.wish;
      const wished = wish && { event: wish.wish, ...wish };
      const heard = wished ? definition.next(before, wished) : before;
      // It goes on as is wanted. Kept, the wish would undo later what nobody had seen yet when pressing.
      const isHeard = heard !== before && heard.state === before.state;
      const obey = (job: Job) => (wished && !isHeard ? definition.next(job, wished) : job);
      // Of a job at rest nothing is under way: a wish needs no look before it.
      const atRest = definition.hasEnded(before) || definition.rest(before) !== 'work';
      const atOnce = event.event === 'taken up' && atRest && obey(before) !== before;
      const reached = atOnce ? before : definition.next(before, event);
      const obeyed = obey(reached);
      unheard.delete(id);
      let after = obeyed;
      if (wish && (isHeard || obeyed !== reached)) {
        after = { ...obeyed, wish: null, ...(wish.by === 'person' && { askedAt: wish.at }) };
      } else {
        const pending = wish && mayBeObeyed(obeyed, wish) ? wish : null;
        if (pending !== obeyed.wish) after = { ...obeyed, wish: pending };
      }
      if (after === before) return { job: before, changed: false };
      const revived = definition.hasEnded(before) && !definition.hasEnded(after);
      // Another job has begun on its subject, where at most one may be open.
      if (revived && (await journal.latest(before.subject))?.id !== id)
        return { job: before, changed: false };
      const items = [
        ...(reached === before ? [] : (definition.items?.(before, event) ?? [])),
        ...(wished && obeyed !== reached ? (definition.items?.(reached, wished) ?? []) : []),
      ];
      after = stamped(before, after, definition, event.event === 'taken up');
      try {
        return { job: await write(before, after, items), changed: true };
      } catch (error) {
        const isOutOfDate = error instanceof OutOfDate;
        if (definition.hasEnded(after) && !isOutOfDate) untaken.set(id, { job: after, items });
        else if (fresh && !unheard.has(id)) unheard.set(id, fresh);
        if (!isOutOfDate) deps.unwritten(definition.unwritten(before, after));
        throw error;
      }
    });
  }

  /** Whether it takes the place of a wish that was not obeyed yet: "pause" takes back no "cancel". */
  function changesWhatIsPending(job: Job, wish: Wish): boolean {
    const { next, hasEnded } = definitionOf(job);
    const pending = unheard.get(job.id) ?? job.wish;
    if (!pending) return true;
    const obeyed = next(job, { event: pending.wish, ...pending });
    if (obeyed === job) return true;
    return !hasEnded(obeyed) && next(obeyed, { event: wish.wish, ...wish }) !== obeyed;
  }

  /**
   * Whether a later state may know what to do with a wish. One that waits for a person asks anew, and a panel that was
   * closed matters only while it had to be open.
   */
  function mayBeObeyed(job: Job, { by }: Wish): boolean {
    const definition = definitionOf(job);
    if (definition.hasEnded(job) || definition.rest(job) === 'person') return false;
    return by === 'person' || definition.needsWatcher(job);
  }

  function stamped(before: Job, after: Job, definition: AnyDefinition, takenUp: boolean): Job {
    const at = now();
    const { step } = after.state;
    const steps =
      step === before.state.step ? before.steps : [...before.steps, { step, at }].slice(-STEPS_KEPT);
    if (definition.hasEnded(after)) {
      return { ...after, steps, nextAt: null, rests: 0, seen: deps.isWatched(after.subject) };
    }
    const rest = definition.rest(after);
    const rests = rest === 'retry' ? before.rests + 1 : takenUp ? before.rests : 0;
    const nextAt = (rest === 'retry' && definition.restsUntil?.(after)) || nextLook(rest, rests, at);
    return { ...after, steps, rests, nextAt, seen: false };
  }

  return {
    change,
    /** Keeps a wish, for the next step boundary. It holds in memory even where the storage fails. */
    async want(from: Job, wish: Wish): Promise<void> {
      const { id } = from;
      if (changesWhatIsPending(from, wish)) unheard.set(id, wish);
      // The same one as before, perhaps, that the storage did not take.
      const pending = unheard.get(id);
      return turns.run(async () => {
        if ((await writeEnd(id)) || !pending) return;
        const job = await read(id);
        // A boundary has met it meanwhile, or it is written already.
        if (unheard.get(id) !== pending || isSame(job.wish, pending)) return;
        // Nobody looks after one that has ended: what it obeys is written at once, when it is taken up.
        if (definitionOf(job).hasEnded(job)) {
          if (definitionOf(job).next(job, { event: pending.wish, ...pending }) === job) unheard.delete(id);
          return;
        }
        // One that waited for a person is looked after from now on.
        await write(job, { ...job, wish: pending, nextAt: job.nextAt ?? nextLook('work', 0, now()) });
      });
    },
    /** Whether a wish has come that no step boundary has met yet. */
    isWished: (id: string): boolean => unheard.has(id),
    /** Writes a new job. Gives the one that is open on its subject, where there is one by now. */
    add: (job: Job): Promise<Job> =>
      turns.run(async () => {
        const latest = await journal.latest(job.subject);
        return latest && !definitionOf(latest).hasEnded(latest) ? latest : write(latest, job);
      }),
    /** Does something with what the journal holds, in order with all changes. */
    between: <T>(read: () => Promise<Job | null>, task: (job: Job | null) => T | Promise<T>): Promise<T> =>
      turns.run(async () => task(await read())),
    see: (id: string): Promise<void> =>
      turns.run(async () => {
        const job = await read(id);
        if (!job.seen) await journal.write({ ...job, seen: true }, [], job);
      }),
  };
}

/** So often in a row another life of the background may have written in between. */
const MOST_TRIES = 20;

/** Does it again where the journal held something else by the time it was to be written. */
async function upToDate<T>(task: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof OutOfDate) || tries >= MOST_TRIES) throw error;
    }
  }
}

const isSame = (one: Wish | null, other: Wish): boolean => one?.wish === other.wish && one.at === other.at;
