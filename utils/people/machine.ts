import type { EngineEvent, Wisher } from '../jobs/job.ts';
import { needsConnection } from '../kit/problems.ts';
import { isTransient } from '../restore/problems.ts';
import type { Addition, AdditionProblem, AdditionState, Person, PersonOutcome, Waiting } from './addition.ts';
import type { PartPosition } from './groups.ts';

/** What can happen to an addition. */
export type AdditionEvent =
  /** The sequence is active. */
  | { event: 'activated' }
  /** These are next. `already`: in the sequence by an earlier addition, and not sent again. */
  | { event: 'batch'; people: Waiting[]; already?: Person[]; place: PartPosition }
  | { event: 'all done'; place: PartPosition }
  /** `left`: those whom it is safe to send (again). */
  | {
      event: 'sent';
      outcomes: PersonOutcome[];
      left: Waiting[];
      maySent: boolean;
      problem: AdditionProblem | null;
    }
  | { event: 'failed'; problem: AdditionProblem }
  | { event: 'pause' | 'resume' | 'stop'; by: Wisher; at: number };

type AnyEvent = AdditionEvent | EngineEvent;
type AdditionChange = Partial<Addition> | null;
type Transitions<S extends AdditionState['step']> = {
  [E in AnyEvent['event']]?: (
    event: Extract<AnyEvent, { event: E }>,
    state: Extract<AdditionState, { step: S }>,
    addition: Addition,
  ) => AdditionChange;
};

const NO_BATCH: Addition['batch'] = { people: [], maySent: false };

type Before = Extract<AdditionState, { step: 'blocked' }>['before'];
const blocked = (problem: AdditionProblem, before: Before): AdditionChange => ({
  state: {
    step: 'blocked',
    problem,
    before,
    transient: problem.kind !== 'paused at Kit' && isTransient(problem),
  },
});
const pause = (): AdditionChange => ({ state: { step: 'paused' } });
/** Of those who may have been sent it is said that it is not known. */
const stop = (_: unknown, __: unknown, addition: Addition): AdditionChange => ({
  ...counted(addition, unknownAtStop(addition)),
  batch: NO_BATCH,
  state: { step: 'cancelled' },
});
/** Somebody may have paused it at Kit meanwhile; this is a person's wish to go on. */
const resume = (): AdditionChange => ({ state: { step: 'activating' } });
/** While it is at work: it goes on already. Kept for later, the wish would undo a pause that nobody has seen yet. */
const heard = (): AdditionChange => ({});
/** Pressed where it waited, just when it went on by itself: that is less than the press, which makes it active. */
const resumeUnchecked = (_: unknown, { unchecked }: { unchecked?: true }): AdditionChange =>
  unchecked ? resume() : heard();
const alwaysFrom = (before: Before) => ({
  failed: ({ problem }: { problem: AdditionProblem }): AdditionChange => blocked(problem, before),
  pause,
  stop,
  'given up': (): AdditionChange => blocked({ kind: 'overdue' }, before),
});

/** Goes on by itself, which never makes the sequence active. */
function goOn({ before }: { before: Before }, { batch }: Addition): AdditionChange {
  if (before !== 'adding') return { state: { step: 'checking' } };
  // At once, since a step between would count as progress, and make the next pause short again.
  return { state: { step: batch.people.length > 0 ? 'sending' : 'adding', unchecked: true } };
}

/** Which event leads where. What is not listed changes nothing. People are sent only in a state that was just written. */
const TABLE: { [S in AdditionState['step']]: Transitions<S> } = {
  activating: {
    activated: () => ({ state: { step: 'adding' } }),
    // The press may be long ago, and somebody may have paused the sequence since.
    'taken up': () => ({ state: { step: 'checking' } }),
    resume: heard,
    ...alwaysFrom('checking'),
  },
  checking: {
    activated: () => ({ state: { step: 'adding' } }),
    resume,
    ...alwaysFrom('checking'),
  },
  adding: {
    batch: ({ people, already, place }, state, addition) => ({
      ...counted(addition, inItAlready(already)),
      place,
      batch: { people, maySent: addition.batch.maySent },
      state: { ...state, step: people.length > 0 ? 'sending' : 'adding' },
    }),
    'all done': ({ place }) => ({ place, state: { step: 'done' } }),
    resume: resumeUnchecked,
    ...alwaysFrom('adding'),
  },
  sending: {
    sent: ({ outcomes, left, maySent, problem }, _, addition) => ({
      ...counted(addition, outcomes),
      // Who may have been sent by an earlier try still may have been.
      batch: { people: left, maySent: (maySent || addition.batch.maySent) && left.length > 0 },
      ...(problem ? blocked(problem, 'adding') : { state: { step: 'adding' } }),
    }),
    'taken up': (_, __, addition) => {
      const { repeat, batch } = addition;
      return repeat
        ? { ...counted(addition, unknown(batch.people)), batch: NO_BATCH, state: { step: 'adding' } }
        : { batch: { ...batch, maySent: true }, state: { step: 'adding' } };
    },
    resume: resumeUnchecked,
    ...alwaysFrom('adding'),
  },
  paused: { resume, stop },
  blocked: {
    'taken up': (_, state, addition) => (state.transient ? goOn(state, addition) : null),
    reconnected: (_, state, addition) => (needsConnection(state.problem) ? goOn(state, addition) : null),
    'given up': (_, { transient, before, problem }) =>
      transient || needsConnection(problem) ? blocked({ kind: 'overdue' }, before) : null,
    pause,
    resume,
    stop,
  },
  done: {},
  cancelled: {},
};

export function nextAddition(addition: Addition, event: AnyEvent): Addition {
  const transitions = TABLE[addition.state.step] as Partial<Record<string, Transition>>;
  const change = transitions[event.event]?.(event, addition.state, addition);
  return change ? { ...addition, ...change } : addition;
}

type Transition = (event: AnyEvent, state: AdditionState, addition: Addition) => AdditionChange;

/** What becomes of people by an event, to be kept for the report. */
export function outcomesBy(addition: Addition, event: AnyEvent): PersonOutcome[] {
  const { state, batch, repeat } = addition;
  if (event.event === 'sent') return event.outcomes;
  if (event.event === 'batch' && state.step === 'adding') return inItAlready(event.already);
  if (event.event === 'stop') return unknownAtStop(addition);
  return event.event === 'taken up' && state.step === 'sending' && repeat ? unknown(batch.people) : [];
}

const inItAlready = (people: Person[] = []) =>
  people.map((person): PersonOutcome => ({ ...person, outcome: 'already' }));
const unknown = (people: Waiting[]) =>
  people.map(({ id, email }): PersonOutcome => ({ id, email, outcome: 'unknown' }));
const unknownAtStop = ({ batch, state }: Addition) =>
  batch.maySent && state.step !== 'done' && state.step !== 'cancelled' ? unknown(batch.people) : [];

function counted(addition: Addition, outcomes: PersonOutcome[]): Pick<Addition, 'counts'> {
  const counts = { ...addition.counts };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return { counts };
}
