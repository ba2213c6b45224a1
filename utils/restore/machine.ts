import type { EngineEvent, Wisher } from '../jobs/job.ts';
import type { KitProblem } from '../kit/problems.ts';
import type { Comparison } from './compare.ts';
import type { Loss } from './losses.ts';
import {
  type CreatedEmail,
  type CreatedSequence,
  isRestoreEnded,
  type KeptReason,
  type Restore,
  type RestoreProblem,
  type RestoreRefusal,
  type RestoreState,
  type Work,
} from './restore.ts';

/** What can happen to a restore. Times are in ms since 1970. */
export type RestoreEvent =
  | { event: 'refused'; why: RestoreRefusal }
  /** The account is the right one, and the backup whole. */
  | { event: 'holds'; losses: Loss[] }
  /** Kit did not do it, or was not asked to. `transient`: it may work later by itself. */
  | { event: 'failed'; problem: RestoreProblem; transient: boolean }
  /** Kit takes it without these fields, perhaps. */
  | { event: 'not taken'; fields: string[]; messages: string[] }
  /** It may have taken effect. */
  | { event: 'reply lost'; problem: KitProblem; at: number }
  | { event: 'made'; made: CreatedSequence; of: number; published: boolean[] }
  | { event: 'written'; email: CreatedEmail; published: boolean[] }
  /** A look at a list did not show it, and may not be current. */
  | { event: 'not yet' }
  /** The lists have caught up long since, and do not show it. */
  | { event: 'never made' }
  | { event: 'no look'; problem: KitProblem }
  | { event: 'published'; published: boolean[] }
  | { event: 'named' }
  | { event: 'compared'; comparison: Comparison }
  /** It stops, and what was made can be removed (`undo`). */
  | { event: 'stop' | 'undo' | 'retry'; by: Wisher; at: number }
  | { event: 'untouched' }
  | { event: 'kept'; why: KeptReason }
  | { event: 'gone' }
  | { event: 'removed' }
  | { event: 'relink'; sequenceId: number; to: 'sending' | 'done' };

type AnyEvent = RestoreEvent | EngineEvent;
type RestoreChange = Partial<Restore> | null;
type Transitions<S extends RestoreState['step']> = {
  [E in AnyEvent['event']]?: (
    event: Extract<AnyEvent, { event: E }>,
    state: Extract<RestoreState, { step: S }>,
    restore: Restore,
  ) => RestoreChange;
};

const to = (state: RestoreState): RestoreChange => ({ state });
const blocked = (problem: RestoreProblem, before: Work, transient: boolean): RestoreChange =>
  to({ step: 'blocked', problem, before, transient });
const failed = (event: { problem: RestoreProblem; transient: boolean }, state: Work): RestoreChange =>
  blocked(event.problem, state, event.transient);
const stop =
  (left: 'nothing' | 'something' | 'unsure') =>
  (_: unknown, __: unknown, { lostAt }: Restore): RestoreChange => {
    const unsure = left === 'nothing' && lostAt !== null ? 'unsure' : left;
    return to({ step: 'cancelled', left: unsure, kept: null });
  };
const kept = ({ why }: { why: KeptReason }): RestoreChange =>
  to({ step: 'cancelled', left: 'something', kept: why });
const undone = (how: 'now' | 'already' | 'nothing was made') => (): RestoreChange =>
  to({ step: 'undone', how });
/** Asked for too long ago to go on by itself. */
const givenUp = (_: unknown, state: Work): RestoreChange => blocked({ kind: 'overdue' }, state, false);
/** What may happen in every state in which something is made. */
const always = { failed, 'given up': givenUp };
/** The same for a look at Kit. */
const looking = {
  ...always,
  'no look': (
    { problem }: { problem: KitProblem },
    state: Extract<Work, { look: KitProblem | null }>,
  ): RestoreChange => to({ ...state, look: problem }),
  // Shows that it is being looked at again.
  'taken up': (_: unknown, state: Extract<Work, { look: KitProblem | null }>): RestoreChange =>
    state.look ? to({ ...state, look: null }) : null,
};

const writing = (email: number, of: number): Work => ({ step: 'writing', email, of, minimal: false });

/** The next email that was published, from this one on; after the last one, its own name is given. */
function publishing(from: number, published: boolean[]): Work {
  const email = published.indexOf(true, from);
  return email < 0 ? { step: 'naming' } : { step: 'publishing', email, of: published.length };
}

function written(
  { email, published }: { email: CreatedEmail; published: boolean[] },
  state: { email: number; of: number },
  { made }: Restore,
): RestoreChange {
  const next = state.email + 1;
  return {
    made: made && { ...made, emails: [...made.emails, email] },
    state: next < state.of ? writing(next, state.of) : publishing(0, published),
  };
}

function made({
  made,
  of,
  published,
}: {
  made: CreatedSequence;
  of: number;
  published: boolean[];
}): RestoreChange {
  return { made, lostAt: null, state: of > 0 ? writing(0, of) : publishing(0, published) };
}

function leaveOut(
  { fields, messages }: { fields: string[]; messages: string[] },
  email: number | null,
  leftOut: Restore['leftOut'],
): Restore['leftOut'] {
  return [...leftOut.filter((one) => one.email !== email), { email, fields, messages }];
}

/**
 * Which event leads where. What is not listed changes nothing. A call that makes something is sent only in a state
 * that was just written down; whoever finds that state in the journal looks for its effect instead of sending it.
 */
const TABLE: { [S in RestoreState['step']]: Transitions<S> } = {
  checking: {
    holds: ({ losses }) => ({ losses, state: { step: 'creating', minimal: false } }),
    refused: ({ why }) => to({ step: 'refused', why }),
    stop: stop('nothing'),
    ...always,
  },
  creating: {
    made,
    'not taken': (event, { minimal }, { leftOut }) =>
      minimal
        ? null
        : { leftOut: leaveOut(event, null, leftOut), state: { step: 'creating', minimal: true } },
    'reply lost': ({ at }) => ({
      lostAt: at,
      state: { step: 'finding', since: at, look: null, undo: false },
    }),
    'taken up': ({ at }) => ({ lostAt: at, state: { step: 'finding', since: at, look: null, undo: false } }),
    stop: stop('nothing'),
    ...always,
  },
  finding: {
    made: (event, { undo }) =>
      undo ? { made: event.made, lostAt: null, state: { step: 'inspecting' } } : made(event),
    'never made': (_, { undo }, { leftOut }) => ({
      lostAt: null,
      leftOut: leftOut.filter(({ email }) => email !== null),
      state: undo ? { step: 'undone', how: 'nothing was made' } : { step: 'creating', minimal: false },
    }),
    // A removal is not stopped: what it leads to knows no end by that.
    stop: (event, state, restore) => (state.undo ? null : stop('unsure')(event, state, restore)),
    ...looking,
  },
  writing: {
    written,
    'not taken': (event, state, { leftOut }) =>
      state.minimal
        ? null
        : { leftOut: leaveOut(event, state.email, leftOut), state: { ...state, minimal: true } },
    'reply lost': ({ at }, { email, of }) => to({ step: 'matching', email, of, since: at, look: null }),
    'taken up': ({ at }, { email, of }) => to({ step: 'matching', email, of, since: at, look: null }),
    stop: stop('something'),
    ...always,
  },
  matching: {
    written,
    'never made': (_, { email, of }, { leftOut }) => ({
      leftOut: leftOut.filter((one) => one.email !== email),
      state: writing(email, of),
    }),
    stop: stop('something'),
    ...looking,
  },
  publishing: {
    published: ({ published }, { email }) => to(publishing(email + 1, published)),
    stop: stop('something'),
    ...always,
  },
  naming: {
    named: (_, __, { made }) => ({
      made: made && { ...made, named: true },
      state: { step: 'comparing' },
    }),
    stop: stop('something'),
    ...always,
  },
  comparing: {
    compared: ({ comparison }) => ({ comparison, state: { step: 'done' } }),
    stop: stop('something'),
    ...always,
  },
  inspecting: {
    'given up': givenUp,
    untouched: () => to({ step: 'deleting' }),
    gone: undone('already'),
    kept,
  },
  deleting: {
    // Much may have happened to it when a person has this tried again.
    'given up': () => blocked({ kind: 'overdue' }, { step: 'inspecting' }, false),
    removed: undone('now'),
    gone: undone('already'),
    'reply lost': ({ problem }) => to({ step: 'settling', lost: problem, look: null }),
    'taken up': () => to({ step: 'settling', lost: { kind: 'interrupted' }, look: null }),
    kept,
  },
  settling: {
    ...looking,
    gone: undone('now'),
    kept,
  },
  blocked: {
    'taken up': (_, { transient, before }) => (transient ? to(before) : null),
    retry: (_, { before }) => to(before),
    stop(event, { before }, restore) {
      const stopped = nextRestore({ ...restore, state: before }, event);
      // Not a removal.
      return isRestoreEnded(stopped.state) ? stopped : null;
    },
    'given up': (_, { before, transient }) =>
      transient ? blocked({ kind: 'overdue' }, before, false) : null,
  },
  cancelled: {
    undo: ({ at }, { left }, { lostAt }) => {
      if (left === 'nothing') return to({ step: 'undone', how: 'nothing was made' });
      if (left === 'something') return to({ step: 'inspecting' });
      return to({ step: 'finding', since: lostAt ?? at, look: null, undo: true });
    },
  },
  done: {
    relink: (event, _, { relinked }) => ({ relinked: { ...relinked, [event.sequenceId]: event.to } }),
  },
  refused: {},
  undone: {},
};

/** The restore after an event: the same one where the event means nothing to it. */
export function nextRestore(restore: Restore, event: AnyEvent): Restore {
  const transitions = TABLE[restore.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, restore.state, restore);
  return change ? { ...restore, ...change } : restore;
}

type Transition = (event: AnyEvent, state: RestoreState, restore: Restore) => RestoreChange;
