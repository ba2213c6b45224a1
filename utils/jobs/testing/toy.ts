import { fail, ok } from '../../result.ts';
import type { EngineEvent, Job, JobDefinition, NewJob, Tools, Wisher } from '../job.ts';

/** A small job that changes something once: what tests of the runner run. */
export interface Toy extends Job {
  kind: 'toy' | 'other';
  state: ToyState;
  /** How far it is in 'working'; shown, not journaled. */
  progress: number;
}

type ToyState =
  | { step: 'intended' | 'working' | 'sending' | 'settling' }
  | { step: 'blocked'; by: 'world' | 'person'; back: 'working' | 'settling' }
  | { step: 'done' | 'failed' | 'unknown' }
  | { step: 'cancelled'; by: Wisher };

export interface ToyRequest {
  subject: string;
  refused?: boolean;
  attended?: boolean;
}

export type ToyEvent =
  | { event: 'begun' | 'worked' | 'sent' | 'found' | 'missing' | 'no answer' | 'interrupted' | 'no work' }
  | { event: 'cancel'; by: Wisher }
  | { event: 'pause' | 'resume' | 'again' };

/** The outer world of toys. A rejection stands for the browser's storage. */
export interface ToyWorld {
  /** What becomes of the work: 'later' for a world that wants it tried again. */
  work?(job: Toy, tools: Tools<Toy>): Promise<'worked' | 'later'>;
  /** The one effect. */
  send(job: Toy): Promise<void>;
  /** Whether the effect is there; null without an answer. */
  look(job: Toy): Promise<boolean | null>;
}

export const TOY_DEADLINE = 60 * 60_000;
/** How long 'working' takes, in ms. */
export const TOY_WORK = 10_000;

const ENDED = ['done', 'failed', 'unknown', 'cancelled'];
export const toyHasEnded = ({ state }: Job) => ENDED.includes(state.step);

function nextState(state: ToyState, event: ToyEvent | EngineEvent): ToyState | null {
  switch (state.step) {
    case 'intended':
      if (event.event === 'begun') return { step: 'working' };
      if (event.event === 'cancel') return { step: 'cancelled', by: event.by };
      return event.event === 'given up' ? { step: 'failed' } : null;
    case 'working':
      if (event.event === 'worked') return { step: 'sending' };
      if (event.event === 'no work') return { step: 'blocked', by: 'world', back: 'working' };
      if (event.event === 'pause') return { step: 'blocked', by: 'person', back: 'working' };
      if (event.event === 'cancel') return { step: 'cancelled', by: event.by };
      return event.event === 'given up' ? { step: 'failed' } : null;
    case 'sending':
      if (event.event === 'sent' || event.event === 'taken up') return { step: 'settling' };
      if (event.event === 'cancel') return { step: 'cancelled', by: event.by };
      return event.event === 'given up' ? { step: 'failed' } : null;
    case 'settling':
      if (event.event === 'found') return { step: 'done' };
      if (event.event === 'missing') return { step: 'failed' };
      if (event.event === 'no answer') return { step: 'blocked', by: 'world', back: 'settling' };
      return event.event === 'given up' ? { step: 'unknown' } : null;
    case 'blocked': {
      const again = state.by === 'world' ? 'taken up' : 'resume';
      if (event.event === again) return { step: state.back };
      if (event.event === 'given up') return { step: state.back === 'working' ? 'failed' : 'unknown' };
      if (event.event === 'pause' && state.by === 'world') return { ...state, by: 'person' };
      return event.event === 'cancel' && state.back === 'working'
        ? { step: 'cancelled', by: event.by }
        : null;
    }
    case 'cancelled':
      return event.event === 'again' ? { step: 'working' } : null;
    default:
      return null;
  }
}

export function toyJob<Kind extends Toy['kind']>(
  kind: Kind,
  { work, send, look }: ToyWorld,
): JobDefinition<Toy & { kind: Kind }, ToyRequest, ToyEvent, { kind: 'refused' }, null> {
  return {
    kind,
    deadline: TOY_DEADLINE,
    retold: kind === 'toy' ? 'unseen' : 'always',
    subjectOf: ({ subject }) => subject,
    begin: async ({ subject, refused = false, attended = false }) =>
      refused
        ? fail({ kind: 'refused' as const })
        : ok({
            kind,
            subject,
            state: { step: 'intended' },
            attended,
            priority: 'interactive',
            progress: 0,
          } satisfies NewJob<Toy & { kind: Kind }>),
    next(job, event) {
      const state = nextState(job.state, event);
      return state ? { ...job, state } : job;
    },
    hasEnded: toyHasEnded,
    rest({ state }) {
      if (state.step !== 'blocked') return 'work';
      return state.by === 'world' ? 'retry' : 'person';
    },
    onlyLooks: ({ state }) => state.step === 'settling',
    needsWatcher: ({ state }) => state.step === 'intended' || state.step === 'working',
    prepare: async () => null,
    async work(job, _, tools) {
      switch (job.state.step) {
        case 'intended':
          return { event: 'begun' };
        case 'working': {
          if (work) return { event: (await work(job, tools)) === 'worked' ? 'worked' : 'no work' };
          await tools.sleep(TOY_WORK);
          return { event: tools.signal.aborted ? 'interrupted' : 'worked' };
        }
        case 'sending':
          await send(job);
          return { event: 'sent' };
        case 'settling': {
          const there = await look(job);
          if (there === null) return { event: 'no answer' };
          return { event: there ? 'found' : 'missing' };
        }
        default:
          return { event: 'interrupted' };
      }
    },
    items: (job, { event }) => (event === 'worked' || event === 'cancel' ? [`${event} ${job.subject}`] : []),
    unwritten: (before, after) => (toyHasEnded(after) ? after : { ...before, state: { step: 'failed' } }),
  };
}
