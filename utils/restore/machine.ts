import type { EngineEvent, Wisher } from '../jobs/job.ts';
import { type KitProblem, needsConnection } from '../kit/problems.ts';
import { type Comparison, withExtra } from './compare.ts';
import type { Loss } from './losses.ts';
import {
  type CreatedEmail,
  type CreatedSequence,
  isRestoreEnded,
  type KeptReason,
  outcomeOf,
  type Restore,
  type RestoreProblem,
  type RestoreRefusal,
  type RestoreState,
  type Search,
  type Twin,
  type TwinSearch,
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
  | { event: 'not taken'; form: 'minimal' | 'bare'; fields: string[]; messages: string[] }
  /** Kit does not take an email, its being published, or the name, in whatever form. */
  | { event: 'left out'; messages: string[]; published: boolean[] }
  /** Kit says that something is at the place of an email: perhaps it is that email. */
  | { event: 'taken'; messages: string[] }
  /** It may have taken effect. */
  | { event: 'reply lost'; problem: KitProblem; at: number }
  | { event: 'made'; made: CreatedSequence; of: number; published: boolean[] }
  | { event: 'written'; email: CreatedEmail; published: boolean[] }
  /** A look at a list did not show it, and may not be current. `waited`: before the look, in ms. */
  | { event: 'not yet'; waited: number }
  /** There was no look. */
  | { event: 'put off' }
  /** The lists have caught up long since, and do not show it. */
  | { event: 'never made'; published: boolean[] }
  | { event: 'no look'; problem: KitProblem }
  | { event: 'published'; published: boolean[] }
  | { event: 'named' }
  /** `named`: the ids of the emails that are not in the backup. */
  | { event: 'compared'; comparison: Comparison; named: number[] }
  /** Another sequence of the same request is there, as it was made. */
  | { event: 'twin'; sequenceId: number }
  | { event: 'twin removed' }
  | { event: 'twin kept'; twin: Twin }
  /** An email is there once more, as it was written. */
  | { event: 'email twin'; id: number; subject: string }
  | { event: 'email removed' }
  | { event: 'email kept'; id: number; subject: string }
  | { event: 'no twin' }
  /** It stops, and what was made can be removed (`undo`). */
  | { event: 'stop' | 'undo' | 'retry'; by: Wisher; at: number }
  | { event: 'untouched' }
  | { event: 'kept'; why: KeptReason }
  | { event: 'gone' }
  | { event: 'removed' }
  | { event: 'relink'; sequenceId: number; to: 'sending' | 'done' };

/** How often something is sent whose reply is lost each time, before a person is asked. */
export const MOST_SENDS = 3;

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
const LOOKED: Search = { looks: 0, waited: 0, look: null };
const recheck = (then: TwinSearch['then'], named: number[] = []): Work => ({
  ...{ step: 'rechecking', then, sends: 0, named },
  ...LOOKED,
});
const undone = (how: 'now' | 'already') => (): RestoreChange => to(recheck({ step: 'undone', how }));
/** Asked for too long ago to go on by itself. */
const givenUp = (_: unknown, state: Work): RestoreChange => blocked({ kind: 'overdue' }, state, false);
/** What may happen in every state in which something is made. */
const always = {
  failed,
  'given up': givenUp,
  // It goes on already. Kept for later, the wish would take the place of a press that was not made yet.
  retry: (): RestoreChange => ({}),
};
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

/** The same for a search, in which looks are counted. */
const searching = {
  ...looking,
  'not yet': ({ waited }: { waited: number }, state: Extract<Work, Search>): RestoreChange =>
    to({ ...state, looks: state.looks + 1, waited: state.waited + waited }),
};
const interrupted = { kind: 'interrupted' } as const;

const writing = (email: number, of: number, sends = 0): Work => ({
  ...{ step: 'writing', email, of, minimal: false, sends },
});

/** The next email that was published, from this one on; after the last one, its own name is given. */
function publishing(from: number, published: boolean[], emails: (CreatedEmail | null)[]): Work {
  const email = published.findIndex((is, at) => is && at >= from && emails[at] !== null);
  return email < 0 ? { step: 'naming' } : { step: 'publishing', email, of: published.length };
}

/** @param email null for one that Kit did not take. */
function written(
  { email, published }: { email: CreatedEmail | null; published: boolean[] },
  state: { email: number; of: number },
  { made }: Restore,
): RestoreChange {
  const next = state.email + 1;
  const emails = [...(made?.emails ?? []), email];
  return {
    made: made && { ...made, emails },
    state: next < state.of ? writing(next, state.of) : publishing(0, published, emails),
  };
}

/** Goes on without an email: it costs nothing but itself. */
function withoutEmail(
  { messages, published }: { messages: string[]; published: boolean[] },
  state: { email: number; of: number },
  restore: Restore,
): RestoreChange {
  const leftOut = leaveOut({ fields: [], messages }, state.email, restore.leftOut);
  return { ...written({ email: null, published }, state, restore), leftOut };
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
  return { made, lostAt: null, state: of > 0 ? writing(0, of) : publishing(0, published, []) };
}

function leaveOut(
  { fields, messages }: { fields: string[]; messages: string[] },
  email: number | null,
  leftOut: Restore['leftOut'],
): Restore['leftOut'] {
  return [...leftOut.filter((one) => one.email !== email), { email, fields, messages }];
}

function lostCreate(at: number, lost: RestoreProblem, { sends }: { sends: number }): RestoreChange {
  return { lostAt: at, state: { step: 'finding', lost, sends: sends + 1, undo: false, ...LOOKED } };
}

function lostEmail(
  lost: RestoreProblem,
  { email, of, sends }: Extract<Work, { step: 'writing' }>,
): RestoreChange {
  return to({ step: 'matching', email, of, lost, sends: sends + 1, refused: null, ...LOOKED });
}

/** Sent once more; or a person is asked, when that has been of no use. */
function again(work: Extract<Work, { sends: number }>, lost: RestoreProblem): RestoreState {
  if (work.sends < MOST_SENDS) return work;
  return { step: 'blocked', problem: lost, before: { ...work, sends: 0 }, transient: false };
}

const rechecked = ({ then, looks, waited, named }: TwinSearch, sends: number): Work => ({
  ...{ step: 'rechecking', then, sends, looks, waited, named, look: null },
});
const notRechecked = (_: unknown, { then }: TwinSearch): RestoreChange => ({
  twinsUnsure: true,
  state: then,
});
const removed = (_: unknown, state: TwinSearch): RestoreChange => to(rechecked(state, 0));
const notRemoved = (_: unknown, state: TwinSearch): RestoreChange => to(rechecked(state, state.sends + 1));
function twinKept({ twin }: { twin: Twin }, state: TwinSearch, { twins }: Restore): RestoreChange {
  return { twins: [...twins, twin], state: rechecked(state, 0) };
}
function emailKept(
  { id, subject }: { id: number; subject: string },
  state: TwinSearch,
  { comparison }: Restore,
): RestoreChange {
  return {
    comparison: comparison && withExtra(comparison, subject),
    state: rechecked({ ...state, named: [...state.named, id] }, 0),
  };
}
/** What may happen to the removal of a twin. */
const removing = {
  'reply lost': notRemoved,
  'taken up': notRemoved,
  failed: notRechecked,
  'given up': notRechecked,
};

/**
 * Which event leads where. What is not listed changes nothing. A call that makes something is sent only in a state
 * that was just written down; whoever finds that state in the journal looks for its effect instead of sending it.
 */
const TABLE: { [S in RestoreState['step']]: Transitions<S> } = {
  checking: {
    holds: ({ losses }) => ({ losses, state: { step: 'creating', form: 'full', sends: 0 } }),
    refused: ({ why }) => to({ step: 'refused', why }),
    stop: stop('nothing'),
    ...always,
  },
  creating: {
    made,
    'not taken': (event, { form, sends }, { leftOut }) =>
      form === 'bare'
        ? null
        : {
            leftOut: leaveOut(event, null, leftOut),
            state: { step: 'creating', form: event.form, sends },
          },
    'reply lost': ({ at, problem }, state) => lostCreate(at, problem, state),
    'taken up': ({ at }, state) => lostCreate(at, interrupted, state),
    stop: stop('nothing'),
    ...always,
  },
  finding: {
    made: (event, { undo }) =>
      undo ? { made: event.made, lostAt: null, state: { step: 'inspecting' } } : made(event),
    'never made': (_, { undo, sends, lost }, { leftOut }) => ({
      lostAt: null,
      leftOut: leftOut.filter(({ email }) => email !== null),
      state: undo
        ? { step: 'undone', how: 'nothing was made' }
        : again({ step: 'creating', form: 'full', sends }, lost),
    }),
    // A removal is not stopped: what it leads to knows no end by that.
    stop: (event, state, restore) => (state.undo ? null : stop('unsure')(event, state, restore)),
    ...searching,
  },
  writing: {
    written,
    'not taken': (event, state, { leftOut }) =>
      state.minimal
        ? null
        : { leftOut: leaveOut(event, state.email, leftOut), state: { ...state, minimal: true } },
    'left out': withoutEmail,
    'reply lost': ({ problem }, state) => lostEmail(problem, state),
    'taken up': (_, state) => lostEmail(interrupted, state),
    taken: ({ messages }, { email, of, sends }) =>
      to({ step: 'matching', email, of, sends, lost: interrupted, refused: messages, ...LOOKED }),
    stop: stop('something'),
    ...always,
  },
  matching: {
    written,
    'never made': ({ published }, state, restore) => {
      const { email, of, sends, lost, refused } = state;
      if (refused) return withoutEmail({ messages: refused, published }, state, restore);
      return {
        leftOut: restore.leftOut.filter((one) => one.email !== email),
        state: again({ step: 'writing', email, of, minimal: false, sends }, lost),
      };
    },
    stop: stop('something'),
    ...searching,
  },
  publishing: {
    published: ({ published }, { email }, { made }) =>
      to(publishing(email + 1, published, made?.emails ?? [])),
    'left out': ({ messages, published }, { email }, { made, leftOut }) => ({
      leftOut: [...leftOut, { email, fields: ['published'], messages }],
      state: publishing(email + 1, published, made?.emails ?? []),
    }),
    stop: stop('something'),
    ...always,
  },
  naming: {
    named: (_, __, { made }) => ({
      made: made && { ...made, named: true },
      state: { step: 'comparing' },
    }),
    'left out': ({ messages }, _, { leftOut }) => ({
      leftOut: [...leftOut, { email: null, fields: ['name'], messages }],
      state: { step: 'comparing' },
    }),
    stop: stop('something'),
    ...always,
  },
  comparing: {
    compared: ({ comparison, named }) => ({ comparison, state: recheck({ step: 'done' }, named) }),
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
  rechecking: {
    ...searching,
    twin: ({ sequenceId }, state) => to({ ...state, step: 'removing twin', sequenceId }),
    'twin kept': twinKept,
    'email twin': ({ id, subject }, state) => to({ ...state, step: 'removing email', id, subject }),
    'email kept': emailKept,
    'no twin': (_, { then }) => to(then),
    // The backup is gone, or the account: what was made stays as it is.
    failed: notRechecked,
    'given up': notRechecked,
  },
  'removing twin': { 'twin removed': removed, 'twin kept': twinKept, ...removing },
  'removing email': { 'email removed': removed, 'email kept': emailKept, ...removing },
  blocked: {
    'taken up': (_, { transient, before }) => (transient ? to(before) : null),
    retry: (_, { before }) => to(before),
    stop(event, { before }, restore) {
      const stopped = nextRestore({ ...restore, state: before }, event);
      // Not a removal.
      return isRestoreEnded(stopped.state) ? stopped : null;
    },
    reconnected: (_, { before, problem }) => (needsConnection(problem) ? to(before) : null),
    'given up': (_, { before, problem, transient }) =>
      transient || needsConnection(problem) ? blocked({ kind: 'overdue' }, before, false) : null,
  },
  cancelled: {
    undo: (_, { left }) => {
      if (left === 'nothing') return to({ step: 'undone', how: 'nothing was made' });
      if (left === 'something') return to({ step: 'inspecting' });
      return to({ step: 'finding', lost: interrupted, sends: 0, undo: true, ...LOOKED });
    },
  },
  done: {},
  refused: {},
  undone: {},
};

/** The restore after an event: the same one where the event means nothing to it. */
export function nextRestore(restore: Restore, event: AnyEvent): Restore {
  if (event.event === 'relink') {
    const { sequenceId, to } = event;
    if (outcomeOf(restore.state)?.step !== 'done') return restore;
    return { ...restore, relinked: { ...restore.relinked, [sequenceId]: to } };
  }
  const transitions = TABLE[restore.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, restore.state, restore);
  return change ? { ...restore, ...change } : restore;
}

type Transition = (event: AnyEvent, state: RestoreState, restore: Restore) => RestoreChange;
