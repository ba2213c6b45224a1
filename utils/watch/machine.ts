import type { EngineEvent, Wisher } from '../jobs/job.ts';
import { type KitProblem, needsConnection } from '../kit/problems.ts';
import { DAY, HOUR } from '../review/zone.ts';
import { LONGEST_UNSEEN, nextLookAt } from './looks.ts';
import { keepsComing, type Seen, type Watch, type WatchState } from './watch.ts';

/** After a look that told nothing, in ms. */
const RETRY = 6 * HOUR;

/** What can happen to a watch. Times are in ms since 1970. */
export type WatchEvent =
  | { event: 'looked'; seen: Seen }
  | { event: 'gone' }
  | { event: 'failed'; problem: KitProblem; at: number }
  /** All of this account have looked so often today that this one has to wait. */
  | { event: 'put off'; until: number }
  /** Kit's own word on the sequence alone, as of now. */
  | { event: 'read'; isActive: boolean; at: number }
  | { event: 'told'; at: number }
  /** A wish ended what was under way early. */
  | { event: 'interrupted' }
  /** Another job has done something to the sequence. */
  | { event: 'touched'; by: Wisher; at: number }
  | { event: 'look' | 'notify' | 'stop'; by: Wisher; at: number };

type AnyEvent = WatchEvent | EngineEvent;
type Change = Partial<Watch> | null;
type Transitions<S extends WatchState['step']> = {
  [E in AnyEvent['event']]?: (
    event: Extract<AnyEvent, { event: E }>,
    state: Extract<WatchState, { step: S }>,
    job: Watch,
  ) => Change;
};

const ended = (why: 'stopped' | 'deleted'): Change => ({ state: { step: 'ended', why } });
const stop = (): Change => ended('stopped');

/** Each look is written down before it is made. */
export const lookAtOnce = ({ looks }: Pick<Watch, 'looks'>, at: number): Pick<Watch, 'state' | 'looks'> => ({
  state: { step: 'looking' },
  looks: [...looks.filter((before) => Math.abs(at - before) < DAY), at],
});

/** Rests on, as one of which the person was told where they were. */
const restOn = ({ toldClearAt }: Pick<Watch, 'toldClearAt'>, lookAt: number): Change => ({
  state: { step: toldClearAt === null ? 'resting' : 'due', lookAt },
});

function afterLook(seen: Seen, job: Watch): Change {
  const lookAt = nextLookAt(seen.at, seen);
  const news = { found: seen, unseen: null };
  if (seen.waiting?.to === 0) {
    const state: WatchState =
      job.toldClearAt === null ? { step: 'telling', what: 'clear', lookAt } : { step: 'due', lookAt };
    return { ...news, state };
  }
  // Others came in after the person was told. What Kit did not say changes nothing.
  const toldClearAt = seen.waiting === null ? job.toldClearAt : null;
  const tells = seen.isActive && job.toldComingAt === null && keepsComing({ ...job, found: seen });
  return {
    ...news,
    toldClearAt,
    ...(tells ? { state: { step: 'telling', what: 'coming in', lookAt } } : restOn({ toldClearAt }, lookAt)),
  };
}

const rests = {
  stop,
  look: ({ at }: { at: number }, _: unknown, job: Watch): Change => lookAtOnce(job, at),
  touched: (): Change => ({ state: { step: 'looking', closely: true } }),
  // Another state, or it would count as heard already.
  notify: (_: unknown, state: WatchState): Change => ({ notify: true, state: { ...state } }),
  'taken up': ({ at }: { at: number }, { lookAt }: { lookAt: number }, job: Watch): Change =>
    at >= lookAt || lookAt > at + LONGEST_UNSEEN || (job.unseen && needsConnection(job.unseen))
      ? lookAtOnce(job, at)
      : null,
};

const TABLE: { [S in WatchState['step']]: Transitions<S> } = {
  looking: {
    looked: ({ seen }, _, job) => afterLook(seen, job),
    gone: () => ended('deleted'),
    failed: ({ problem, at }, _, job) => ({ unseen: problem, ...restOn(job, at + RETRY) }),
    'put off': ({ until }, _, job) => ({ looks: job.looks.slice(0, -1), ...restOn(job, until) }),
    read: ({ isActive, at }, _, job) =>
      job.found?.isActive === isActive
        ? restOn(job, nextLookAt(job.found.at, job.found))
        : lookAtOnce(job, at),
    // Nobody knows how much of it was made: it is another look.
    'taken up': ({ at }, { closely }, job) => (closely ? null : lookAtOnce(job, at)),
    stop,
  },
  resting: rests,
  telling: {
    told: ({ at }, { what, lookAt }, job) =>
      what === 'clear'
        ? { toldClearAt: at, state: { step: 'due', lookAt } }
        : { toldComingAt: at, ...restOn(job, lookAt) },
  },
  due: rests,
  ended: {},
};

type Transition = (event: AnyEvent, state: WatchState, job: Watch) => Change;

/** The watch after an event; the same one where the event means nothing to it. */
export function nextWatch(job: Watch, event: AnyEvent): Watch {
  const transitions = TABLE[job.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, job.state, job);
  return change ? { ...job, ...change } : job;
}
