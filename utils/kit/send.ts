import { fail } from '../result.ts';
import type { Budget } from './budget.ts';
import { type KitProblem, type KitResult, mayHaveTakenEffect } from './problems.ts';
import { type FetchReply, type Reader, receive } from './reply.ts';
import { retryDelay, type Safety } from './retry.ts';
import type { Priority } from './window.ts';

/** Proves to Kit who is asking. `renew` gives a fresh header after a 401, where the kind of connection can. */
export interface Authorization {
  header(): Promise<KitResult<Record<string, string>>>;
  renew?(refused: Record<string, string>): Promise<KitResult<Record<string, string>>>;
}

export interface SendOptions {
  budget: Budget;
  priority: Priority;
  /** Resolves after so many ms. */
  sleep(ms: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  /** No request leaves any more once it says so. */
  ended?: AbortSignal | undefined;
}

type Call = (headers: Record<string, string>) => FetchReply;

export function createSender(authorization: Authorization, options: SendOptions) {
  const { budget, priority, sleep, random, ended } = options;

  /** Sends the call, and once more with a renewed credential after a 401: a refused request has had no effect. */
  async function send<T>(safety: Safety, call: Call, read: Reader<T>): Promise<KitResult<T>> {
    const header = await stored(() => authorization.header());
    if (!header.ok) return header;
    const result = await insist(safety, () => call(header.value), read);
    if (result.ok || result.problem.kind !== 'unauthorized' || !authorization.renew) return result;
    const renewed = await stored(() => authorization.renew?.(header.value) ?? Promise.resolve(header));
    if (ended?.aborted) return result;
    return renewed.ok ? insist(safety, () => call(renewed.value), read, result.problem) : renewed;
  }

  /**
   * Sends the call again as long as that is safe and may help. Each time takes a turn of its own. Of one that was ended,
   * "storage failed" says that it was never sent.
   *
   * @param heard what Kit answered before.
   */
  async function insist<T>(
    safety: Safety,
    call: () => FetchReply,
    read: Reader<T>,
    heard?: KitProblem,
  ): Promise<KitResult<T>> {
    let last = heard;
    let unsure: KitProblem | null = null;
    let refused: KitProblem | null = null;
    for (let attempt = 1; ; attempt += 1) {
      const turn = await stored(() => budget.turn(priority, ended));
      // It may have come while the turn was given.
      if (ended?.aborted) return fail(unsure ?? last ?? { kind: 'storage failed' });
      if (!turn.ok) return unsure ? fail(unsure) : turn;
      const { result, retryAfter } = await receive(call(), read);
      if (result.ok) return result;
      const { problem } = result;
      last = problem;
      if (problem.kind === 'rate limited') budget.refused(retryAfter);
      const delay = retryDelay({ safety, priority, problem, attempt, retryAfter }, random());
      if (delay === null && unsure && !saysHowItIs(problem)) return fail(unsure);
      // Chromium itself keeps back what an extension asks of a server that has just answered with 5xx.
      if (delay === null) return refused && problem.kind === 'unreachable' ? fail(refused) : result;
      if (problem.kind === 'server error') refused = problem;
      if (safety !== 'read' && mayHaveTakenEffect(problem)) unsure = problem;
      await sleep(delay);
    }
  }

  return send;
}

/**
 * Whether a problem can be told of a write that was sent before and may have taken effect then. A refusal cannot:
 * it would sound as if nothing had happened.
 */
const saysHowItIs = (problem: KitProblem) => mayHaveTakenEffect(problem) || problem.kind === 'not found';

/** The browser's storage can fail too; nothing has been sent then. */
async function stored<T>(read: () => Promise<KitResult<T>>): Promise<KitResult<T>> {
  try {
    return await read();
  } catch {
    return fail({ kind: 'storage failed' });
  }
}
