import { fail, ok } from '../result.ts';
import { sleep } from './clock.ts';
import { NO_PAUSE, pauseAfter, pausedFor } from './pause.ts';
import { type KitResult, rateLimited } from './problems.ts';
import { MAX_TURN_WAIT, type Priority, roomFor, stillCounted, waitFor } from './window.ts';

/** Hands out turns to send one request each, so that no more go out than Kit allows. */
export interface Budget {
  /**
   * Gives a turn, or "rate limited" when a person would have to wait too long for it. Rejects when the signal ends
   * the wait, or when the memory fails.
   */
  turn(priority: Priority, signal?: AbortSignal): Promise<KitResult<null>>;
  /** To be told of each 429, with its `Retry-After` in ms: nobody gets a turn for a while. */
  refused(retryAfter: number | null): void;
}

interface Dependencies {
  /** The kind of credential in use: Kit's limit depends on it. */
  kind?(): Promise<Parameters<typeof roomFor>[0]>;
  /** Keeps the times of the last requests, in ms since 1970, while the background is stopped. */
  memory?: { read(): Promise<number[]>; write(times: number[]): Promise<void> };
  now?(): number;
  /** Resolves after so many ms, or when the signal says so. */
  sleep?(ms: number, signal: AbortSignal): Promise<void>;
}

interface Waiting {
  since: number;
  settle(answer: KitResult<null>): void;
  reject(reason: unknown): void;
}

/** Without dependencies: the smaller limit, counted only as long as the budget lives. */
export function createBudget(deps: Dependencies = {}): Budget {
  const { kind = async () => 'api key' as const, memory, now = () => Date.now() } = deps;
  const pauseFor = deps.sleep ?? sleep;
  const queues: Record<Priority, Waiting[]> = { interactive: [], bulk: [] };
  let times: number[] | undefined;
  let pause = NO_PAUSE;
  let alarm = new AbortController();
  let serving = false;

  function turn(priority: Priority, signal?: AbortSignal): Promise<KitResult<null>> {
    const queue = queues[priority];
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        const place = queue.indexOf(waiting);
        if (place >= 0) queue.splice(place, 1);
        alarm.abort();
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        since: now(),
        settle(answer) {
          signal?.removeEventListener('abort', leave);
          resolve(answer);
        },
        reject(reason) {
          signal?.removeEventListener('abort', leave);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', leave);
      queue.push(waiting);
      alarm.abort();
      if (!serving) serve();
    });
  }

  function refused(retryAfter: number | null): void {
    pause = pauseAfter(pause, retryAfter, now());
    alarm.abort();
  }

  /** One at a time, and as long as anybody waits. Never rejects: who waits hears of a memory that fails. */
  async function serve(): Promise<void> {
    serving = true;
    try {
      while (queues.interactive.length + queues.bulk.length > 0) await serveOnce();
    } catch (error) {
      for (const queue of Object.values(queues)) for (const waiting of queue.splice(0)) waiting.reject(error);
    }
    serving = false;
  }

  /** Gives every turn that is free now. If none is, sleeps until the next one is free or the queues change. */
  async function serveOnce(): Promise<void> {
    const limits = await kind();
    const known = times ?? (await memory?.read()) ?? [];
    const at = now();
    const counted = stillCounted(known, at);
    times = counted;
    const wait = (priority: Priority, ahead: number) =>
      Math.max(pausedFor(pause, at), waitFor(counted, roomFor(limits, priority), ahead, at));

    queues.interactive = queues.interactive.filter(({ since, settle }, place) => {
      const ms = wait('interactive', place);
      if (at + ms <= since + MAX_TURN_WAIT) return true;
      settle(fail(rateLimited(ms)));
      return false;
    });

    const next: Waiting[] = [];
    for (const priority of ['interactive', 'bulk'] as const) {
      while (queues[priority].length > 0 && wait(priority, next.length) === 0) {
        next.push(...queues[priority].splice(0, 1));
      }
    }
    if (next.length > 0) return release(next, counted, at);

    const first = queues.interactive.length > 0 ? 'interactive' : 'bulk';
    if (queues[first].length === 0) return;
    alarm = new AbortController();
    await pauseFor(wait(first, 0), alarm.signal);
  }

  /** Written down before the request goes out: a background that is stopped in between has counted too much. */
  async function release(next: Waiting[], counted: number[], at: number): Promise<void> {
    try {
      await memory?.write([...counted, ...next.map(() => at)]);
    } catch (error) {
      for (const { reject } of next) reject(error);
      throw error;
    }
    const sent = now();
    times = [...counted, ...next.map(() => sent)];
    for (const { settle } of next) settle(ok(null));
  }

  return { turn, refused };
}

/** The same budget, of which nobody gets a turn any more once the signal says so. */
export function budgetUntil(budget: Budget, ended: AbortSignal): Budget {
  return {
    turn: (priority, signal) => budget.turn(priority, signal ? AbortSignal.any([signal, ended]) : ended),
    refused: budget.refused,
  };
}
