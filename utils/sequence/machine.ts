import type { EngineEvent, Wisher } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { SequenceEvent } from './events.ts';
import { SEQUENCE_KINDS } from './kinds.ts';
import {
  isRefusal,
  isSequenceJobEnded,
  type OpenSequenceJobState,
  type SequenceJob,
  type SequenceJobEnd,
  type SequenceJobRefusal,
  type SequenceJobState,
} from './sequence-job.ts';

type AnyEvent = SequenceEvent | EngineEvent;
type Transitions<S extends OpenSequenceJobState['step']> = {
  [E in AnyEvent['event']]?: (
    event: Extract<AnyEvent, { event: E }>,
    state: Extract<OpenSequenceJobState, { step: S }>,
    job: SequenceJob,
  ) => SequenceJobState;
};

const done: SequenceJobEnd = { step: 'done', how: 'now' };
const already: SequenceJobEnd = { step: 'done', how: 'already' };
const checking: OpenSequenceJobState = { step: 'checking' };
const gone: SequenceJobEnd = { step: 'refused', why: { kind: 'gone' } };
const refused = ({ why }: { why: SequenceJobRefusal }): SequenceJobEnd => ({ step: 'refused', why });
const failed = ({ problem }: { problem: KitProblem }): SequenceJobEnd => ({
  step: 'failed',
  problem,
  effect: 'none',
});
const cancel = ({ by }: { by: Wisher }): SequenceJobEnd => ({ step: 'cancelled', by });
/**
 * Whether it begins a step again that was interrupted before Kit was asked: a part of a list, and a backup, which
 * changes nothing. What a person pressed is not done behind their back later.
 */
export const beginsAgain = ({ kind, parent }: Pick<SequenceJob, 'kind' | 'parent'>): boolean =>
  parent !== null || !SEQUENCE_KINDS[kind].change;
const takenUp = (_: unknown, state: SequenceJobState, job: SequenceJob): SequenceJobState =>
  beginsAgain(job) ? state : { step: 'cancelled', by: 'background stopped' };
/** It was left for so long that nobody expects it any more. Kit was not asked yet. */
const givenUp = (): SequenceJobEnd => ({ step: 'cancelled', by: 'background stopped' });
const goneOr =
  (wanted: SequenceJobEnd) =>
  (_: unknown, __: unknown, { kind }: SequenceJob) =>
    SEQUENCE_KINDS[kind].change?.wantsGone ? wanted : gone;

function afterBackup(
  { until, length }: { until: number; length: number },
  _: unknown,
  { kind, attended }: SequenceJob,
): SequenceJobState {
  const { countdown, change } = SEQUENCE_KINDS[kind];
  if (!change) return done;
  return countdown && attended ? { step: 'waiting', until, length } : checking;
}

/**
 * Which event leads where. What is not listed changes nothing: a reply that is late, a cancel once Kit was asked.
 * A cancel meets a job between two steps, and a job is given up before it begins one, so in `sending` nothing was sent
 * yet.
 */
const TABLE: { [S in OpenSequenceJobState['step']]: Transitions<S> } = {
  intended: {
    begun: (event, state, job) =>
      job.backupId === null ? afterBackup(event, state, job) : { step: 'backing up', progress: null },
    cancel,
    refused,
    failed,
    'given up': givenUp,
    'taken up': takenUp,
  },
  'backing up': {
    'backed up': (event, state, job) =>
      event.save ? { step: 'saving', item: null, earlier: false } : afterBackup(event, state, job),
    cancel,
    refused,
    'given up': givenUp,
    'taken up': takenUp,
  },
  saving: {
    'download begun': ({ item }) => ({ step: 'saving', item, earlier: false }),
    'download lost': () => ({ step: 'saving', item: null, earlier: false }),
    saved: afterBackup,
    cancel,
    refused,
    'given up': givenUp,
    'taken up': (_, state, job) =>
      beginsAgain(job) ? { ...state, earlier: true } : { step: 'cancelled', by: 'background stopped' },
  },
  waiting: {
    'time is up': () => checking,
    'too late': () => ({ step: 'cancelled', by: 'too late' }),
    cancel,
    'given up': givenUp,
    'taken up': takenUp,
  },
  checking: {
    holds: () => ({ step: 'sending' }),
    'as wanted': () => already,
    gone: goneOr(already),
    cancel,
    refused,
    failed,
    'given up': givenUp,
    'taken up': takenUp,
  },
  sending: {
    confirmed: () => done,
    cancel,
    'given up': givenUp,
    failed,
    'reply lost': ({ problem }) => ({ step: 'settling', lost: problem, look: null }),
    'taken up': () => ({ step: 'settling', lost: { kind: 'interrupted' }, look: null }),
  },
  settling: {
    'as wanted': () => done,
    gone: goneOr(done),
    'effect not seen': (_, { lost }) => ({
      step: 'failed',
      problem: lost,
      effect: isRefusal(lost) ? 'none' : 'not seen',
    }),
    'no look': ({ problem }, state) => ({ ...state, look: problem }),
    'given up': (_, { lost }) => ({ step: 'failed', problem: lost, effect: 'unknown' }),
    // Shows that it is being looked at again.
    'taken up': (_, state) => (state.look ? { ...state, look: null } : state),
  },
};

/** The job after an event: the same one where the event means nothing to it. */
export function nextSequenceJob(job: SequenceJob, event: AnyEvent): SequenceJob {
  if (isSequenceJobEnded(job.state)) return job;
  const transitions = TABLE[job.state.step] as Partial<Record<string, Transition>>;
  const state = transitions[event.event]?.(event, job.state, job) ?? job.state;
  return state === job.state ? job : { ...job, state };
}

type Transition = (event: AnyEvent, state: OpenSequenceJobState, job: SequenceJob) => SequenceJobState;
