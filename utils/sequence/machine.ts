import type { KitProblem } from '../kit/problems.ts';
import {
  isOperationEnded,
  type OpenOperationState,
  type OperationEnd,
  type OperationKind,
  type OperationRefusal,
  type OperationState,
} from './operation.ts';

/** What can happen to an open operation. */
export type OperationEvent =
  /** `until`: when the countdown of a delete is over, if it begins now. */
  | { event: 'begun'; backUp: boolean; until: number }
  /** The backup is complete and was verified. */
  | { event: 'backed up'; until: number }
  | { event: 'cancelled'; by: 'person' | 'panel closed' }
  | { event: 'time is up' }
  | { event: 'refused'; why: OperationRefusal }
  /** The sequence was read again, and the review holds. */
  | { event: 'holds' }
  /** It is already as it is wanted. */
  | { event: 'as wanted' }
  /** Kit says that there is no such sequence. */
  | { event: 'gone' }
  /** Kit did not do it, or was not asked to. */
  | { event: 'failed'; problem: KitProblem }
  | { event: 'confirmed' }
  /** It may have taken effect. */
  | { event: 'reply lost'; problem: KitProblem }
  | { event: 'effect not seen' }
  | { event: 'no look'; problem: KitProblem }
  /** Kit could not be looked at for too long. */
  | { event: 'given up' }
  /** Nobody was at work on it: the background had been stopped, or Kit could not be looked at. */
  | { event: 'taken up' };

type Transitions<S extends OpenOperationState['step']> = {
  [E in OperationEvent['event']]?: (
    event: Extract<OperationEvent, { event: E }>,
    state: Extract<OpenOperationState, { step: S }>,
    kind: OperationKind,
  ) => OperationState;
};

const done: OperationEnd = { step: 'done', how: 'now' };
const already: OperationEnd = { step: 'done', how: 'already' };
const checking: OpenOperationState = { step: 'checking' };
const sending: OpenOperationState = { step: 'sending' };
const stopped: OperationEnd = { step: 'cancelled', by: 'background stopped' };
const gone: OperationEnd = { step: 'refused', why: { kind: 'gone' } };
const refused = ({ why }: { why: OperationRefusal }): OperationEnd => ({ step: 'refused', why });
const failed = ({ problem }: { problem: KitProblem }): OperationEnd => ({
  step: 'failed',
  problem,
  effect: 'none',
});

/**
 * Which event leads where. What is not listed changes nothing: a cancel after the countdown, a reply that is
 * late. Before `sending` nothing was sent, so an interruption cancels; from then on only a look at Kit decides.
 */
const TABLE: { [S in OpenOperationState['step']]: Transitions<S> } = {
  intended: {
    begun: ({ backUp, until }, _, kind) => {
      if (kind !== 'delete') return checking;
      return backUp ? { step: 'backing up', progress: null } : { step: 'waiting', until };
    },
    refused,
    failed,
    'taken up': () => stopped,
  },
  'backing up': {
    'backed up': ({ until }) => ({ step: 'waiting', until }),
    cancelled: ({ by }) => ({ step: 'cancelled', by }),
    refused,
    'taken up': () => stopped,
  },
  waiting: {
    'time is up': () => checking,
    cancelled: ({ by }) => ({ step: 'cancelled', by }),
    'taken up': () => stopped,
  },
  checking: {
    holds: () => sending,
    'as wanted': () => already,
    gone: (_, __, kind) => (kind === 'delete' ? already : gone),
    refused,
    failed,
    'taken up': () => stopped,
  },
  sending: {
    confirmed: () => done,
    gone: (_, __, kind) => (kind === 'delete' ? already : gone),
    failed,
    'reply lost': ({ problem }) => ({ step: 'settling', lost: problem, look: null }),
    'taken up': () => ({ step: 'settling', lost: { kind: 'interrupted' }, look: null }),
  },
  settling: {
    'as wanted': () => done,
    gone: (_, __, kind) => (kind === 'delete' ? done : gone),
    'effect not seen': (_, { lost }) => ({ step: 'failed', problem: lost, effect: 'not seen' }),
    'no look': ({ problem }, state) => ({ ...state, look: problem }),
    'given up': (_, { lost }) => ({ step: 'failed', problem: lost, effect: 'unknown' }),
    // Shows that it is being looked at again.
    'taken up': (_, state) => (state.look ? { ...state, look: null } : state),
  },
};

/** The state after an event: the same one where the event means nothing to it. */
export function nextOperationState(
  kind: OperationKind,
  state: OperationState,
  event: OperationEvent,
): OperationState {
  if (isOperationEnded(state)) return state;
  const transitions: Partial<Record<string, Transition>> = TABLE[state.step] as Record<string, Transition>;
  return transitions[event.event]?.(event, state, kind) ?? state;
}

type Transition = (event: OperationEvent, state: OpenOperationState, kind: OperationKind) => OperationState;
