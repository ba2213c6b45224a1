import type { EngineEvent, Wisher } from '../jobs/job.ts';
import { type KitProblem, needsConnection } from '../kit/problems.ts';
import type { Sequence } from '../kit/shapes.ts';
import type { SequenceJobEnd } from '../sequence/sequence-job.ts';
import { nextLookAfter, retryAfter } from './looks.ts';
import {
  BLIND_FOR,
  LONGER,
  type Retirement,
  type RetirementEnd,
  type RetirementState,
  type Since,
} from './retirement.ts';

/** What can happen to a retirement. Times are in ms since 1970. */
export type RetirementEvent =
  /** Kit's own word, as of now. */
  | { event: 'read'; sequence: Sequence; at: number }
  | { event: 'gone' }
  | { event: 'failed'; problem: KitProblem; at: number }
  /** How the job ended that was to pause it or bring it back. */
  | { event: 'settled'; end: SequenceJobEnd | { step: 'busy' }; at: number }
  | { event: 'looked'; since: Since; referredBy: number[] }
  | { event: 'resumed' }
  /** It rests as it did. */
  | { event: 'unchanged'; at: number }
  | { event: 'reminded'; at: number }
  /** A wish ended what was under way early. */
  | { event: 'interrupted' }
  /** Another job has done something to the sequence. */
  | { event: 'touched'; by: Wisher; at: number }
  | { event: 'keep longer' | 'bring back' | 'notify' | 'remove'; by: Wisher; at: number };

type AnyEvent = RetirementEvent | EngineEvent;
type Change = Partial<Retirement> | null;
type Transitions<S extends RetirementState['step']> = {
  [E in AnyEvent['event']]?: (
    event: Extract<AnyEvent, { event: E }>,
    state: Extract<RetirementState, { step: S }>,
    job: Retirement,
  ) => Change;
};

const ended = (why: Extract<RetirementEnd, { step: 'ended' }>['why']): Change => ({
  state: { step: 'ended', why },
});
const resting = (lookAt: number): Change => ({ state: { step: 'resting', lookAt } });
const looking = (): Change => ({ state: { step: 'looking' } });

/** Rests on, as one of which the person was reminded where they were. */
const restOn = ({ remindedAt }: Retirement, lookAt: number): Change =>
  remindedAt === null ? resting(lookAt) : { state: { step: 'due', lookAt } };

/** What follows a look: the day may have come. */
function afterLook(job: Retirement, lookAt: number, isDue: boolean): Change {
  return job.remindedAt === null && isDue ? { state: { step: 'reminding' } } : restOn(job, lookAt);
}

/** What a person may want of one that rests. */
const wishes = {
  'keep longer': ({ at }: { at: number }, _: unknown, { remindAt }: Retirement): Change => ({
    remindAt: Math.max(remindAt, at) + LONGER,
    remindedAt: null,
    ...resting(nextLookAfter(at)),
  }),
  'bring back': (_: unknown, __: unknown, { attempts }: Retirement): Change => ({
    attempts: attempts + 1,
    notBack: null,
    state: { step: 'bringing back' },
  }),
  remove: (): Change => ended('removed'),
  // Another state, or it would count as heard already.
  notify: (_: unknown, state: RetirementState): Change => ({ notify: true, state: { ...state } }),
  touched: (): Change => ({ state: { step: 'looking', closely: true } }),
};

const rests = {
  ...wishes,
  'taken up': ({ at }: { at: number }, { lookAt }: { lookAt: number }, { unseen }: Retirement): Change =>
    at >= lookAt || lookAt > nextLookAfter(at) || (unseen && needsConnection(unseen)) ? looking() : null,
};

const TABLE: { [S in RetirementState['step']]: Transitions<S> } = {
  reading: {
    read: ({ sequence, at }, { paused }, { review }) => {
      if (!sequence.active)
        return {
          retiredAt: at,
          review: { ...review, sequence },
          ...resting(nextLookAfter(at)),
        };
      // Somebody was quicker than this look.
      return paused ? ended('resumed') : { state: { step: 'pausing' } };
    },
    gone: () => ended('deleted'),
    failed: ({ problem }) => ({ state: { step: 'failed', problem } }),
    remove: () => ended('removed'),
  },
  pausing: {
    settled: ({ end }) =>
      end.step === 'done'
        ? { state: { step: 'reading', paused: true } }
        : { state: { step: 'not paused', end } },
  },
  resting: rests,
  due: rests,
  looking: {
    looked: ({ since, referredBy }, _, job) => ({
      found: since,
      unseen: null,
      referredBefore: job.referredBefore ?? referredBy,
      ...afterLook(job, nextLookAfter(since.at), since.at >= job.remindAt),
    }),
    failed: ({ problem, at }, _, job) => ({
      unseen: problem,
      ...afterLook(job, retryAfter(at), at >= job.remindAt + BLIND_FOR),
    }),
    resumed: () => ended('resumed'),
    gone: () => ended('deleted'),
    unchanged: ({ at }, _, job) => restOn(job, nextLookAfter(at)),
  },
  reminding: {
    reminded: ({ at }) => ({ remindedAt: at, state: { step: 'due', lookAt: nextLookAfter(at) } }),
  },
  'bringing back': {
    settled: ({ end, at }, _, job) =>
      end.step === 'done' ? ended('brought back') : { notBack: end, ...restOn(job, nextLookAfter(at)) },
  },
  ended: {},
  'not paused': {},
  failed: {},
};

type Transition = (event: AnyEvent, state: RetirementState, job: Retirement) => Change;

/** The retirement after an event; the same one where the event means nothing to it. */
export function nextRetirement(job: Retirement, event: AnyEvent): Retirement {
  const transitions = TABLE[job.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, job.state, job);
  return change ? { ...job, ...change } : job;
}
