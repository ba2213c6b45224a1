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
  | { event: 'stop asked' }
  /** Nothing is under way any more. */
  | { event: 'stopped' }
  | { event: 'undo asked'; at: number }
  | { event: 'untouched' }
  | { event: 'kept'; why: KeptReason }
  | { event: 'gone' }
  | { event: 'removed' }
  /** Nobody was at work on it: the background had been stopped, or Kit could not be asked. */
  | { event: 'taken up'; at: number }
  /** A person wants it to be tried again. */
  | { event: 'retried'; at: number }
  | { event: 'relink'; sequenceId: number; to: 'sending' | 'done' };

type RestoreChange = Partial<Restore> | null;
type Transitions<S extends RestoreState['step']> = {
  [E in RestoreEvent['event']]?: (
    event: Extract<RestoreEvent, { event: E }>,
    state: Extract<RestoreState, { step: S }>,
    restore: Restore,
  ) => RestoreChange;
};

const to = (state: RestoreState): RestoreChange => ({ state });
const blocked = (problem: RestoreProblem, before: Work, transient: boolean): RestoreChange =>
  to({ step: 'blocked', problem, before, transient });
/** A person may have wanted it to stop before Kit refused: then it does not wait to be tried again. */
const failed = (
  event: { problem: RestoreProblem; transient: boolean },
  state: Work,
  restore: Restore,
): RestoreChange =>
  restore.stopping
    ? nextRestore(restore, { event: 'stopped' })
    : blocked(event.problem, state, event.transient);
const stopAsked = (): RestoreChange => ({ stopping: true });
const stop =
  (left: 'nothing' | 'something' | 'unsure') =>
  (_: unknown, __: unknown, { lostAt }: Restore): RestoreChange => {
    const unsure = left === 'nothing' && lostAt !== null ? 'unsure' : left;
    return { stopping: false, state: { step: 'cancelled', left: unsure, kept: null } };
  };
const kept = ({ why }: { why: KeptReason }): RestoreChange =>
  to({ step: 'cancelled', left: 'something', kept: why });
const undone = (how: 'now' | 'already' | 'nothing was made') => (): RestoreChange =>
  to({ step: 'undone', how });
/** A state in which a stop comes after what is under way. */
const stoppable = { 'stop asked': stopAsked, failed };
type Looking = Extract<Work, { step: 'finding' | 'matching' }>;
/** The same for a look. After one that told nothing, nobody is at work who could end it. */
const looking = {
  'no look': ({ problem }: { problem: KitProblem }, state: Looking, restore: Restore): RestoreChange =>
    restore.stopping ? nextRestore(restore, { event: 'stopped' }) : to({ ...state, look: problem }),
  failed,
  'stop asked': (_: unknown, state: Looking, restore: Restore): RestoreChange => {
    // A removal is not stopped: what it leads to knows no end by that.
    if (state.step === 'finding' && state.undo) return null;
    return state.look ? nextRestore(restore, { event: 'stopped' }) : stopAsked();
  },
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
    stopped: stop('nothing'),
    ...stoppable,
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
    stopped: stop('nothing'),
    ...stoppable,
  },
  finding: {
    made: (event, { undo }) =>
      undo ? { made: event.made, lostAt: null, state: { step: 'inspecting' } } : made(event),
    'never made': (_, { undo }, { leftOut }) => ({
      lostAt: null,
      leftOut: leftOut.filter(({ email }) => email !== null),
      state: undo ? { step: 'undone', how: 'nothing was made' } : { step: 'creating', minimal: false },
    }),
    // Shows that it is being looked at again.
    'taken up': (_, state) => (state.look ? to({ ...state, look: null }) : null),
    stopped: stop('unsure'),
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
    stopped: stop('something'),
    ...stoppable,
  },
  matching: {
    written,
    'never made': (_, { email, of }, { leftOut }) => ({
      leftOut: leftOut.filter((one) => one.email !== email),
      state: writing(email, of),
    }),
    'taken up': (_, state) => (state.look ? to({ ...state, look: null }) : null),
    stopped: stop('something'),
    ...looking,
  },
  publishing: {
    published: ({ published }, { email }) => to(publishing(email + 1, published)),
    stopped: stop('something'),
    ...stoppable,
  },
  naming: {
    named: (_, __, { made }) => ({
      made: made && { ...made, named: true },
      state: { step: 'comparing' },
    }),
    stopped: stop('something'),
    ...stoppable,
  },
  comparing: {
    compared: ({ comparison }) => ({ comparison, stopping: false, state: { step: 'done' } }),
    stopped: stop('something'),
    ...stoppable,
  },
  inspecting: {
    untouched: () => to({ step: 'deleting' }),
    gone: undone('already'),
    kept,
  },
  deleting: {
    removed: undone('now'),
    gone: undone('already'),
    'reply lost': ({ problem }) => to({ step: 'settling', lost: problem, look: null }),
    'taken up': () => to({ step: 'settling', lost: { kind: 'interrupted' }, look: null }),
    kept,
  },
  settling: {
    'no look': ({ problem }, state) => to({ ...state, look: problem }),
    'taken up': (_, state) => (state.look ? to({ ...state, look: null }) : null),
    gone: undone('now'),
    kept,
  },
  blocked: {
    'taken up': (_, { transient, before }) => (transient ? to(before) : null),
    retried: ({ at }, { before }) => ({ askedAt: at, stopping: false, state: before }),
    'stop asked': (_, { before }, restore) =>
      nextRestore({ ...restore, state: before }, { event: 'stopped' }),
  },
  cancelled: {
    'undo asked': ({ at }, { left }, { lostAt }) => {
      if (left === 'nothing') return to({ step: 'undone', how: 'nothing was made' });
      if (left === 'something') return { askedAt: at, state: { step: 'inspecting' } };
      return { askedAt: at, state: { step: 'finding', since: lostAt ?? at, look: null, undo: true } };
    },
  },
  done: {
    relink: (event, _, { relinked }) => ({ relinked: { ...relinked, [event.sequenceId]: event.to } }),
  },
  refused: {},
  undone: {},
};

/** The restore after an event: the same one where the event means nothing to it. */
export function nextRestore(restore: Restore, event: RestoreEvent): Restore {
  const transitions = TABLE[restore.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, restore.state, restore);
  return change ? { ...restore, ...change } : restore;
}

type Transition = (event: RestoreEvent, state: RestoreState, restore: Restore) => RestoreChange;

/** Whether somebody has to be at work on it, now or as soon as Kit can be asked. */
export function isPending({ state }: Restore): boolean {
  return !isRestoreEnded(state) && (state.step !== 'blocked' || state.transient);
}
