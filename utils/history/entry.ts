import type { Job } from '../jobs/job.ts';
import type { Account } from '../kit/client.ts';
import type { Addition } from '../people/addition.ts';
import { outcomeOf, type Restore } from '../restore/restore.ts';
import { isRetirementEnded, type Retirement } from '../retire/retirement.ts';
import { atStake } from '../review/review.ts';
import type { SequenceJob } from '../sequence/sequence-job.ts';
import type { Watch } from '../watch/watch.ts';

/** A job that a person is told of. */
export type ToldJob = SequenceJob | Restore | Addition | Retirement | Watch;
export type HistoryKind = ToldJob['kind'];

export const HISTORY_KINDS = [
  'pause',
  'resume',
  'delete',
  'back up',
  'restore',
  'add people',
  'retire',
  'watch',
] as const satisfies HistoryKind[];

/** `canceled`: also what was undone. `open`: it has not ended, or not yet looked after what it did. */
export const HISTORY_OUTCOMES = ['done', 'canceled', 'refused', 'failed', 'open'] as const;
export type HistoryOutcome = (typeof HISTORY_OUTCOMES)[number];

/** What is told of a job, and may be exported: no credential, and no person of the sequence. Times in ms since 1970. */
export interface HistoryEntry {
  id: string;
  kind: HistoryKind;
  outcome: HistoryOutcome;
  /** Why it was refused or failed: the `kind` of what stands in the way. */
  reason: string | null;
  /** The sequence that it was about. A name that was not kept is null. */
  sequence: { id: number | null; name: string | null };
  account: Account | null;
  startedAt: number;
  /** Null while it is open. */
  endedAt: number | null;
  /** How many people were at stake in the review that it is based on; null where that was not known. */
  atStake: number | null;
  steps: { step: string; at: number }[];
  /** Kit's own ids of the requests that failed. */
  requestIds: string[];
  backupId: string | null;
  /** The sequence that a restore made. */
  madeSequenceId: number | null;
}

type Ending = Pick<HistoryEntry, 'outcome' | 'reason'>;
type Particular = Ending & Pick<HistoryEntry, 'sequence' | 'account' | 'atStake' | 'madeSequenceId'>;

/** What each kind of job says of itself. */
const PARTICULARS: { [K in HistoryKind]: (job: Extract<ToldJob, { kind: K }>) => Particular } = {
  pause: ofSequenceJob,
  resume: ofSequenceJob,
  delete: ofSequenceJob,
  'back up': ofSequenceJob,
  restore: (job) => ({
    ...endOfRestore(job),
    sequence: job.sequence,
    account: job.account,
    atStake: null,
    madeSequenceId: job.made?.sequenceId ?? null,
  }),
  'add people': ({ state, sequenceId, sequenceName, account }) => ({
    outcome: state.step === 'done' ? 'done' : state.step === 'cancelled' ? 'canceled' : 'open',
    reason: state.step === 'blocked' ? state.problem.kind : null,
    sequence: { id: sequenceId, name: sequenceName ?? null },
    account,
    atStake: null,
    madeSequenceId: null,
  }),
  retire: ({ state, sequenceId, review }) => ({
    ...(state.step === 'failed'
      ? { outcome: 'failed', reason: state.problem.kind }
      : state.step === 'not paused'
        ? { outcome: 'refused', reason: state.end.step }
        : { outcome: isRetirementEnded(state) ? 'done' : 'open', reason: null }),
    sequence: { id: sequenceId, name: review.sequence.name },
    account: review.account,
    atStake: atStake(review),
    madeSequenceId: null,
  }),
  watch: ({ state, sequenceId, review, unseen }) => ({
    outcome: state.step === 'ended' ? (state.why === 'stopped' ? 'canceled' : 'done') : 'open',
    reason: unseen?.kind ?? null,
    sequence: { id: sequenceId, name: review.sequence.name },
    account: review.account,
    atStake: atStake(review),
    madeSequenceId: null,
  }),
};

/** Whether a person is told of this job. Lists of jobs are told by what is in them. */
export const isTold = (job: Job): job is ToldJob => Object.hasOwn(PARTICULARS, job.kind);

export function entryOf(job: ToldJob): HistoryEntry {
  const particular = (PARTICULARS[job.kind] as (job: ToldJob) => Particular)(job);
  const { id, kind, startedAt, steps } = job;
  const backupId = 'backupId' in job ? job.backupId : null;
  const endedAt = particular.outcome === 'open' ? null : (steps.at(-1)?.at ?? startedAt);
  return {
    id,
    kind,
    startedAt,
    endedAt,
    steps,
    backupId,
    requestIds: requestIdsIn(job.state),
    ...particular,
  };
}

/** Whether its backup has something to bring back: of a delete, only where the sequence is gone, or may be. */
export function mayBeRestored({ kind, state }: ToldJob): boolean {
  if (kind !== 'delete') return true;
  if (state.step === 'failed') return 'effect' in state && state.effect === 'unknown';
  if (state.step === 'refused') return state.why.kind === 'gone';
  return state.step === 'done';
}

function ofSequenceJob({ sequenceId, review, state }: SequenceJob): Particular {
  const about = {
    sequence: { id: sequenceId, name: review?.sequence.name ?? null },
    account: review?.account ?? null,
    atStake: review && atStake(review),
    madeSequenceId: null,
  };
  switch (state.step) {
    case 'done':
      return { ...about, outcome: 'done', reason: null };
    case 'cancelled':
      return { ...about, outcome: 'canceled', reason: state.by };
    case 'refused':
      return { ...about, outcome: 'refused', reason: state.why.kind };
    case 'failed':
      return { ...about, outcome: 'failed', reason: state.problem.kind };
    default:
      return { ...about, outcome: 'open', reason: null };
  }
}

function endOfRestore({ state }: Restore): Ending {
  const end = outcomeOf(state);
  switch (end?.step) {
    case 'done':
      return { outcome: 'done', reason: null };
    case 'refused':
      return { outcome: 'refused', reason: end.why.kind };
    case 'cancelled':
    case 'undone':
      return { outcome: 'canceled', reason: null };
    default:
      return { outcome: 'open', reason: state.step === 'blocked' ? state.problem.kind : null };
  }
}

/** Wherever a problem stands in the state of a job. */
function requestIdsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'requestId' && typeof inner === 'string' ? [inner] : requestIdsIn(inner),
  );
}
