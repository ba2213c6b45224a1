import { AsyncLocalStorage } from 'node:async_hooks';
import { type KitProblem, type KitResult, problemOfStatus } from '../../utils/kit/problems.ts';
import { fail } from '../../utils/result.ts';
import { forever, type Life } from './life.ts';
import type { Time } from './time.ts';

/** What becomes of a request. `before` and `after` its effect. */
export type Fate =
  | 'good'
  | 'lost before'
  | 'lost after'
  | 'timeout before'
  /** It takes effect late, and nobody hears of it. */
  | 'timeout after'
  | 'limited'
  | 'unauthorized'
  | 'forbidden'
  | 'refused'
  | 'server error before'
  | 'server error after'
  | 'garbled'
  /** The page of something in front of Kit. */
  | '404 not from Kit before'
  | '404 not from Kit after'
  | '403 not from Kit before'
  /**
   * The connection breaks before the reply, and the browser sends it again on its own: it takes effect twice, and the
   * second reply is heard, or none.
   */
  | 'twice'
  | 'twice, and lost';

export const WRITES = [
  ...(['setActive', 'deleteSequence', 'createSequence', 'createEmail'] as const),
  ...(['updateEmail', 'deleteEmail', 'updateSequence', 'addSubscriber'] as const),
] as const;
/** Which requests a fate is for: those of a kind, or one call. */
export type Calls = 'reads' | 'writes' | 'all' | (typeof WRITES)[number];

/** How long the extension waits for a reply, in ms. */
const RESTS = 30_000;
const ERRORS = { errors: ['No'] };
const PAGE = '<html><h1>Not found</h1></html>';
export const problemOf = (status: number, body: unknown): KitProblem =>
  problemOfStatus(status, body, null) ?? { kind: 'not understood', status, requestId: null };

/** What lies between the extension and Kit: it delays, loses and repeats requests and replies, and answers itself. */
export class Network {
  /** Fates of the next requests of a kind. */
  readonly fates: { calls: Calls; fate: Fate }[] = [];
  offline = false;
  private readonly time: Time;
  private readonly slowness: number;

  /** @param slowness how long a request or a reply is under way at most, in ms. */
  constructor(time: Time, slowness: number) {
    this.time = time;
    this.slowness = slowness;
  }

  private fateOf(call: string, safety: 'read' | 'write'): Fate {
    if (this.offline) return 'lost before';
    const at = this.fates.findIndex(({ calls }) => ['all', `${safety}s`, call].includes(calls));
    return (at < 0 ? undefined : this.fates.splice(at, 1)[0]?.fate) ?? 'good';
  }

  /** @param obey what Kit does when it arrives, for whoever asked. */
  send<T>(
    life: Life,
    call: string,
    safety: 'read' | 'write',
    obey: (isTwin: boolean) => KitResult<T>,
  ): Promise<KitResult<T>> {
    if (life.isDead) return forever();
    const fate = this.fateOf(call, safety);
    const random = this.time.random(`kit ${call}`);
    const way = () => random.between(2, this.slowness);
    const here = AsyncLocalStorage.snapshot();
    return new Promise((resolve) => {
      const answer = (ms: number, answered: KitResult<T>) =>
        this.time.in(ms, () => {
          if (!life.isDead) resolve(answered);
        });
      const arrive = (ms: number, then: (answered: KitResult<T>) => void, isTwin = false) =>
        this.time.in(ms, () => then(here(() => obey(isTwin))), 'kit');
      const without = (problem: KitProblem, ms = way()) => void answer(ms, fail(problem));
      const after = (problem: KitProblem, ms = way()) =>
        void arrive(ms, () => void answer(ms < RESTS / 2 ? way() : RESTS - ms, fail(problem)));
      switch (fate) {
        case 'good':
          return void arrive(way(), (answered) => void answer(way(), answered));
        case 'twice':
          return void arrive(way(), () => {
            arrive(way(), (answered) => void answer(way(), answered), true);
          });
        case 'twice, and lost':
          return void arrive(way(), () => {
            arrive(way(), () => void answer(way(), fail({ kind: 'unreachable' })), true);
          });
        case 'lost before':
          return without({ kind: 'unreachable' });
        case 'lost after':
          return after({ kind: 'unreachable' });
        case 'timeout before':
          return without({ kind: 'timeout' }, RESTS);
        case 'timeout after':
          return after({ kind: 'timeout' }, random.between(RESTS / 2, RESTS - 1));
        case 'limited':
          return without(problemOf(429, ERRORS));
        case 'unauthorized':
          return without(problemOf(401, ERRORS));
        case 'forbidden':
          return without(problemOf(403, ERRORS));
        case 'refused':
          return without(problemOf(422, ERRORS));
        case 'server error before':
          return without(problemOf(500, ERRORS));
        case 'server error after':
          return after(problemOf(500, ERRORS));
        case 'garbled':
          return after({ kind: 'not understood', status: 200, requestId: null });
        case '404 not from Kit before':
          return without(problemOf(404, PAGE));
        case '404 not from Kit after':
          return after(problemOf(404, PAGE));
        case '403 not from Kit before':
          return without(problemOf(403, PAGE));
      }
    });
  }
}
