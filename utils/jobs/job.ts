import type { Priority } from '../kit/window.ts';
import type { Result } from '../result.ts';

/** One row of the journal, pushed to pages whenever it changes. Plain JSON. Times are in ms since 1970. */
export interface Job {
  /** UUID. */
  id: string;
  kind: string;
  /** What it is about. At most one job per subject is open. */
  subject: string;
  /** Counts up in the journal: of two jobs the later one has the higher number, whatever the clocks said. 0 before it is written. */
  order: number;
  state: { step: string };
  /** What a person wants and was not obeyed yet. */
  wish: Wish | null;
  /** Somebody has to watch it: in some states (`needsWatcher`) it is cancelled when nobody does. */
  attended: boolean;
  /** Whether its requests go ahead of those that nobody waits for. */
  priority: Priority;
  /** The job that started it, and its place among that one's children. */
  parent: { id: string; place: number } | null;
  startedAt: number;
  /** When a person last asked for something. Its deadline counts from here. */
  askedAt: number;
  /** When it is to be looked after next: null when it has ended or waits for a person. */
  nextAt: number | null;
  /** How often in a row it rested for a while, since that makes the next pause longer. */
  rests: number;
  /** The steps that were entered; of very many, the last ones. */
  steps: { step: string; at: number }[];
  /** A page was told how it ended. */
  seen: boolean;
}

export type { Priority };

/** Who wants something: a person, or whoever closed the page that had to be watched. */
export type Wisher = 'person' | 'panel closed';

export interface Wish {
  /** The event that the job meets when it is obeyed. */
  wish: string;
  by: Wisher;
  at: number;
}

/** The fields that only the engine writes. */
type EngineField = Exclude<keyof Job, 'kind' | 'subject' | 'state' | 'attended' | 'priority'>;
/** What a definition says of a job that begins. */
export type NewJob<J extends Job> = Omit<J, EngineField>;

/** What every job meets, besides the events of its own. */
export type EngineEvent =
  /** Nobody was at work on it: the background had been stopped, or it rested. */
  | { event: 'taken up'; at: number }
  /** The account that it waits for (`waitsForAccount`) was connected again, in time. */
  | { event: 'reconnected' }
  /** Its deadline has passed. */
  | { event: 'given up' };

/** What an open job waits for: its next step, the time of another try, or a person. */
export type Rest = 'work' | 'retry' | 'person';

/**
 * A kind of job: everything in which it differs from others. Methods get rows as the journal holds them, and must not
 * change them.
 */
export interface JobDefinition<J extends Job, Request, Event extends { event: string }, Problem, Context> {
  readonly kind: J['kind'];
  /** How long it goes on by itself after a person asked for it, in ms. */
  readonly deadline: number;
  /** Which ended jobs a page is told of when it begins to follow: those that nobody saw, or the last one in any case. */
  readonly retold: 'unseen' | 'always';
  subjectOf(request: Request): string;
  /** The job to be, or why there is none. Reads, and changes nothing. A rejection is a failure of the storage. */
  begin(request: Request, at: number): Promise<Result<NewJob<J>, Problem>>;
  /**
   * The job after an event; the same one where the event means nothing to it. A wish that is so already is heard: it gives
   * another one in the same state. Pure. A state that an event leads to was
   * only written down: what it stands for is done next, unless the job is taken up first.
   */
  next(job: J, event: Event | EngineEvent): J;
  hasEnded(job: J): boolean;
  /** Of an open job. */
  rest(job: J): Rest;
  /** When a job that rests goes on, in ms since 1970; null for the usual pauses between tries, as without this. */
  restsUntil?(job: J): number | null;
  /** How far ahead that may be, in ms; a day where this says nothing. What is further off was planned before the clock was set back. */
  readonly restsAtMost?: number;
  /**
   * The id of the account whose connection it waits for; null where it waits for something else. That of another one
   * means nothing to it. Pure.
   */
  waitsForAccount?(job: J): number | null;
  /** Whether this state changes nothing, so that it is carried on with after the deadline. */
  onlyLooks(job: J): boolean;
  /** Whether an attended job must be watched in this state. */
  needsWatcher(job: J): boolean;
  /** What the steps of one run share. A rejection is a failure of the storage. */
  prepare(job: J): Promise<Context>;
  /** Does what the state stands for, once, and says what came of it. A rejection is a failure of the storage. */
  work(job: J, context: Context, tools: Tools<J>): Promise<Event>;
  /** What becomes of single items by this event, to be kept with the job. */
  items?(job: J, event: Event | EngineEvent): unknown[];
  /** What a page is shown when the storage failed to take `after`. */
  unwritten(before: J, after: J): J;
}

/** What a step may use. */
export interface Tools<J extends Job> {
  now(): number;
  /** In ms, from no certain time on: no clock that somebody sets. On some systems it stands still while the computer sleeps. */
  monotonic(): number;
  /** Aborted when a person wants something, so that a step that may be ended early ends. */
  signal: AbortSignal;
  /** Ends early when the signal says so. */
  sleep(ms: number): Promise<void>;
  /** Not ended early by what a person wants. */
  wait(ms: number): Promise<void>;
  /** How often in a row this state was worked on without a change, from 0. */
  turn: number;
  /** Shows followers how far it is, without a word in the journal. */
  show(job: J): void;
  /** The jobs that this one has started. */
  children(): Promise<Job[]>;
  /**
   * Starts a child at a place of this job's list, or gives the one that was started there. A child is not attended, and
   * goes behind whatever a person waits for. `busy`: another job is open on its subject.
   */
  child(place: number, kind: string, request: unknown): Promise<Result<Job, unknown>>;
  /** A child once it has ended or waits for a person; null when the signal says so before. */
  rested(id: string): Promise<Job | null>;
  /** Passes a person's wish on to a child. */
  wish(childId: string, wish: string): Promise<void>;
}
