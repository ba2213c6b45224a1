import { atMost } from '../../kit/at-most.ts';
import type { KitProblem, KitResult } from '../../kit/problems.ts';
import { BackupAborted, type RequiredPart } from './problems.ts';

/** So many requests are under way at once: a person's own requests must find the line free. */
export const AT_ONCE = 4;

/** The ms after which a request is sent again whose answer was lost or refused for now. The client has tried before. */
const WAITS = [1_000, 5_000, 20_000];

/** After these problems it is sent again. */
const PASSING = new Set<KitProblem['kind']>([
  'rate limited',
  'server error',
  'timeout',
  'unreachable',
  'not from Kit',
]);

/** Resolves after so many ms, or as soon as the signal says so. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** What `Promise.all` gives. */
type Answers<T> = { -readonly [K in keyof T]: Awaited<T[K]> };

/** Asks Kit for a capture: a few at once, again where that may help, and not at all once the capture has ended. */
export interface Asker {
  /** What Kit said. A `BackupAborted` when the capture ends meanwhile. */
  ask<T>(call: () => Promise<KitResult<T>>): Promise<KitResult<T>>;
  /** As `ask`, where there is no going on without an answer. */
  need<T>(of: RequiredPart, call: () => Promise<KitResult<T>>): Promise<T>;
  /** Waits for all of them. If one fails the capture has ended: the others stop asking, and nothing goes on behind it. */
  together<T extends readonly unknown[] | []>(tasks: T): Promise<Answers<T>>;
  pause(ms: number): Promise<void>;
}

export function createAsker(signal: AbortSignal, sleep: Sleep): Asker {
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const turn = atMost(AT_ONCE);

  async function pause(ms: number): Promise<void> {
    await sleep(ms, ended);
    if (ended.aborted) throw new BackupAborted({ kind: 'cancelled' });
  }

  function ask<T>(call: () => Promise<KitResult<T>>): Promise<KitResult<T>> {
    return turn(async () => {
      for (const wait of WAITS) {
        const answer = await orEnded(call, ended);
        if (answer.ok || !mayPass(answer.problem)) return answer;
        await pause(wait);
      }
      return orEnded(call, ended);
    });
  }

  return {
    ask,
    pause,
    async need(of, call) {
      const answer = await ask(call);
      if (!answer.ok) throw new BackupAborted({ kind: 'kit', of, problem: answer.problem });
      return answer.value;
    },
    async together(tasks) {
      let first: { error: unknown } | undefined;
      const note = (error: unknown) => {
        first ??= { error };
        failed.abort();
      };
      await Promise.all(tasks.map((task) => Promise.resolve(task).catch(note)));
      if (first) throw first.error;
      return Promise.all(tasks);
    },
  };
}

/** An answer that comes after the end is nobody's any more. */
function orEnded<T>(call: () => Promise<T>, ended: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new BackupAborted({ kind: 'cancelled' }));
    if (ended.aborted) return leave();
    ended.addEventListener('abort', leave, { once: true });
    call()
      .finally(() => ended.removeEventListener('abort', leave))
      .then(resolve, reject);
  });
}

const mayPass = ({ kind }: KitProblem) => PASSING.has(kind);
