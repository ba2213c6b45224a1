import { ok } from '../result.ts';
import type { EngineEvent, Job, JobDefinition, NewJob, Tools, Wisher } from './job.ts';

/** A list of jobs, one after the other, with a progress and an outcome of its own. */
export interface Batch extends Job {
  kind: 'batch';
  state: BatchState;
  jobs: BatchItem[];
}

/** `place` counts from 0, and may be one past the last. */
type BatchState =
  | { step: 'running'; place: number }
  /** A person wants it so, or it was asked for too long ago to go on by itself. The job under way still ends. */
  | { step: 'paused'; place: number; why: 'person' | 'deadline' }
  /** The job under way is cancelled where it still can be, and waited for. */
  | { step: 'stopping'; place: number }
  | { step: 'stopped'; place: number }
  | { step: 'done' };

/** One of the list. */
interface BatchItem {
  kind: string;
  /** What it is started with: all that it is based on, since reviews are not kept for as long as a list may take. */
  request: unknown;
  /** Null before it was started. */
  id: string | null;
  /** How it ended, or the step in which it waits for a person; `refused` where it was never started. Null before that. */
  outcome: { step: string } | { step: 'refused'; problem: unknown } | null;
}

export interface BatchRequest {
  /** UUID, so that asking twice gives one list. */
  batchId: string;
  jobs: Pick<BatchItem, 'kind' | 'request'>[];
}

export type BatchEvent =
  | { event: 'settled'; place: number; id: string | null; outcome: NonNullable<BatchItem['outcome']> }
  /** A wish ended the waiting for the job under way. */
  | { event: 'interrupted' }
  | { event: 'stopped' }
  /** Jobs that waited for a person, and what the stop made of them. */
  | { event: 'reached'; outcomes: { place: number; outcome: { step: string } }[] }
  | { event: 'pause' | 'resume' | 'stop'; by: Wisher; at: number };

type Transitions<S extends BatchState['step']> = {
  [E in (BatchEvent | EngineEvent)['event']]?: (
    event: Extract<BatchEvent | EngineEvent, { event: E }>,
    state: Extract<BatchState, { step: S }>,
    batch: Batch,
  ) => Partial<Batch> | null;
};

type Settled = Extract<BatchEvent, { event: 'settled' }>;

function settled({ place, id, outcome }: Settled, _: unknown, { jobs }: Batch): Partial<Batch> {
  const after = jobs.map((job, at) => (at === place ? { ...job, id, outcome } : job));
  const next = place + 1;
  return { jobs: after, state: next < jobs.length ? { step: 'running', place: next } : { step: 'done' } };
}

const TABLE: { [S in BatchState['step']]: Transitions<S> } = {
  running: {
    settled,
    pause: (_, { place }) => ({ state: { step: 'paused', place, why: 'person' } }),
    // It goes on already. Kept for later, the wish would take the place of a press that was not made yet.
    resume: () => ({}),
    stop: (_, { place }) => ({ state: { step: 'stopping', place } }),
    'given up': (_, { place }) => ({ state: { step: 'paused', place, why: 'deadline' } }),
  },
  paused: {
    resume: (_, { place }) => ({ state: { step: 'running', place } }),
    stop: (_, { place }) => ({ state: { step: 'stopping', place } }),
  },
  stopping: {
    settled: (event, state, batch) => {
      const { jobs } = settled(event, state, batch);
      return jobs ? { jobs, state: { step: 'stopped', place: event.place + 1 } } : null;
    },
    reached: ({ outcomes }, _, { jobs }) => ({
      jobs: jobs.map((job, at) => {
        const reached = outcomes.find(({ place }) => place === at);
        return reached ? { ...job, outcome: reached.outcome } : job;
      }),
    }),
    stopped: (_, { place }) => ({ state: { step: 'stopped', place } }),
  },
  stopped: {},
  done: {},
};

const ENDED = ['done', 'stopped'];
/** In ms. */
const DEADLINE = 7 * 24 * 60 * 60_000;

export const batchJob: JobDefinition<Batch, BatchRequest, BatchEvent, never, null> = {
  kind: 'batch',
  deadline: DEADLINE,
  retold: 'always',
  subjectOf: ({ batchId }) => `batch/${batchId}`,
  begin: async ({ batchId, jobs }) =>
    ok({
      kind: 'batch',
      subject: `batch/${batchId}`,
      state: jobs.length > 0 ? { step: 'running', place: 0 } : { step: 'done' },
      attended: false,
      priority: 'bulk',
      jobs: jobs.map((job) => ({ ...job, id: null, outcome: null })),
    } satisfies NewJob<Batch>),
  next(batch, event) {
    const transitions = TABLE[batch.state.step] as Partial<Record<string, Transition>>;
    const change = transitions[event.event]?.(event, batch.state, batch);
    return change ? { ...batch, ...change } : batch;
  },
  hasEnded: ({ state }) => ENDED.includes(state.step),
  rest: ({ state }) => (state.step === 'paused' ? 'person' : 'work'),
  onlyLooks: ({ state }) => state.step === 'stopping',
  needsWatcher: () => false,
  prepare: async () => null,
  async work({ state, jobs }, _, tools) {
    if (state.step !== 'running' && state.step !== 'stopping') return { event: 'interrupted' };
    // Whoever wants it paused or stopped wants no other job begun.
    if (state.step === 'running' && tools.signal.aborted) return { event: 'interrupted' };
    const { place } = state;
    if (state.step === 'stopping') {
      const outcomes = await stopEarlier(place, jobs, tools);
      if (outcomes.length > 0) return { event: 'reached', outcomes };
    }
    const item = jobs[place];
    if (!item) return { event: 'stopped' };
    if (state.step === 'stopping') {
      const child = (await tools.children()).find(({ parent }) => parent?.place === place);
      if (!child) return { event: 'stopped' };
      await tools.wish(child.id, 'cancel');
    }
    const started = await tools.child(place, item.kind, item.request);
    if (!started.ok) {
      return { event: 'settled', place, id: null, outcome: { step: 'refused', problem: started.problem } };
    }
    const { id } = started.value;
    const child = await tools.rested(id);
    return child
      ? { event: 'settled', place, id, outcome: { step: child.state.step } }
      : { event: 'interrupted' };
  },
  // The children are in the journal: what this one could not write is found again.
  unwritten: (before) => before,
};

/** Cancels those before this place, of which some may wait for a person. Gives those that ended otherwise than was known. */
async function stopEarlier(place: number, jobs: BatchItem[], tools: Tools<Batch>) {
  const outcomes: { place: number; outcome: { step: string } }[] = [];
  for (const { id, parent } of await tools.children()) {
    if (!parent || parent.place >= place) continue;
    await tools.wish(id, 'cancel');
    const step = (await tools.rested(id))?.state.step;
    if (step !== undefined && step !== jobs[parent.place]?.outcome?.step)
      outcomes.push({ place: parent.place, outcome: { step } });
  }
  return outcomes;
}

type Transition = (event: { event: string }, state: BatchState, batch: Batch) => Partial<Batch> | null;
