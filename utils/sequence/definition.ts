import type { BackupProblem, BackupProgress } from '../backup/capture/capture.ts';
import type { SaveProblem } from '../backup/save.ts';
import type { JobDefinition, NewJob, Priority, Tools } from '../jobs/job.ts';
import { type KitProblem, needsConnection } from '../kit/problems.ts';
import type { SequenceEmail } from '../kit/shapes.ts';
import { ok, type Result } from '../result.ts';
import { isForeignPage, type Review } from '../review/review.ts';
import { watchCountdown } from './countdown.ts';
import type { SequenceEvent } from './events.ts';
import { SEQUENCE_KINDS, type SequenceKit } from './kinds.ts';
import { beginsAgain, nextSequenceJob } from './machine.ts';
import {
  isRefusal,
  isSequenceJobEnded,
  type SequenceJob,
  type SequenceJobKind,
  type SequenceJobState,
  subjectOfSequence,
} from './sequence-job.ts';
import { settle } from './settle.ts';

/** How long Kit is looked at for the outcome of a request, in ms, before it is called unknown. */
export const SETTLE_DEADLINE = 24 * 60 * 60_000;

export interface SequenceDependencies {
  /** Kit as this account sees it. Once `ended` says so nothing leaves any more, and what never left is "storage failed". */
  kit(accountId: number, priority: Priority, ended?: AbortSignal): SequenceKit;
  backups: Backups;
  saves: Saves;
  /** How long a delete that begins now can be cancelled, in ms. */
  countdown(): Promise<number>;
  /** The account that the page shows now from which the job was asked for, when it tells. */
  pageAccount(review: Review): Promise<number | null>;
}

/** The files in Downloads that backups are saved to. Methods do not reject. */
export interface Saves {
  /** Whether a person wants each backup there, and the browser lets us. */
  wanted(): Promise<boolean>;
  /** Makes the file and gives it to the browser, or finds the one that is there: the browser's number of the download. */
  begin(backupId: string, signal: AbortSignal): Promise<Result<number, SaveProblem>>;
  /** Waits until the browser says that the file is whole, which the backup then knows. */
  whole(backupId: string, item: number, signal: AbortSignal): Promise<Result<null, SaveProblem>>;
}

/** The backups that jobs leave behind. */
export interface Backups {
  /** The id of an unfinished one to go on with, else a new one. Rejects when the browser's storage fails. */
  choose(review: Review): Promise<string>;
  /** Makes it, or goes on with it. Complete and verified when this says so. Ends early when the signal says so. */
  take(
    id: string,
    review: Review,
    signal: AbortSignal,
    tell: (progress: BackupProgress) => void,
  ): Promise<Result<unknown, BackupProblem>>;
  /** Its emails as they were kept. Rejects when the storage fails, or they are not there. */
  emails(id: string): Promise<SequenceEmail[]>;
  /** Keeps it from being forgotten: a delete is about to be sent. Rejects when the storage fails or it is not there. */
  hold(id: string, at: number): Promise<void>;
  /** Notes when the sequence was seen to be gone: it may be all that is left. Rejects when the storage fails. */
  noteGone(id: string, at: number): Promise<void>;
  /** No delete was sent, or none had an effect. Rejects when the storage fails. */
  release(id: string): Promise<void>;
}

export interface SequenceRequest {
  sequenceId: number;
  /** Null where it is not known any more. */
  review: Review | null;
  /** Before a delete. */
  backUp: boolean;
}

type SequenceDefinition = JobDefinition<SequenceJob, SequenceRequest, SequenceEvent, never, null>;

/** The definition of each kind of job on a sequence. */
export function sequenceJobs(deps: SequenceDependencies): Record<SequenceJobKind, SequenceDefinition> {
  return {
    pause: sequenceJob('pause', deps),
    resume: sequenceJob('resume', deps),
    delete: sequenceJob('delete', deps),
    'back up': sequenceJob('back up', deps),
  };
}

function sequenceJob(kind: SequenceJobKind, deps: SequenceDependencies): SequenceDefinition {
  const { backsUp, countdown, change } = SEQUENCE_KINDS[kind];
  const { backups, saves } = deps;

  async function countdownFrom(now: () => number) {
    const length = await deps.countdown();
    return { until: now() + length, length };
  }

  async function work(job: SequenceJob, tools: Tools<SequenceJob>): Promise<SequenceEvent> {
    const { review, sequenceId, state } = job;
    if (!review) return { event: 'refused', why: { kind: 'no review' } };
    if (state.step === 'backing up') return backUp(job, review, tools);
    if (state.step === 'saving') return save(job, state, tools);
    if (state.step === 'waiting') return { event: await watchCountdown(state, tools) };
    if (state.step === 'intended') {
      if (change && isForeignPage(review)) return FOREIGN;
      return { event: 'begun', ...(await countdownFrom(tools.now)) };
    }
    if (!change) return { event: 'interrupted' };
    if (state.step === 'sending') return sendHeld(job, review.account.id, tools);
    const kit = deps.kit(review.account.id, job.priority);
    if (state.step === 'checking') {
      const { backupId } = job;
      const keptEmails = backupId === null ? null : await backups.emails(backupId).catch(() => undefined);
      if (keptEmails === undefined) return { event: 'failed', problem: { kind: 'storage failed' } };
      const event = await change.check(kit, review, { sleep: tools.sleep, keptEmails });
      if (event.event === 'holds') return (await isForeignNow(review)) ? FOREIGN : event;
      if (event.event !== 'gone') return event;
      // The second look was made too early.
      if (tools.signal.aborted) return { event: 'interrupted' };
      return (await notedGone(job, tools)) ? event : { event: 'failed', problem: { kind: 'storage failed' } };
    }
    if (state.step !== 'settling') return { event: 'interrupted' };
    const event = await settle(kit, change, sequenceId, tools.wait, state.lost);
    if (event.event === 'gone') await notedGone(job, tools);
    if (event.event === 'effect not seen' && isRefusal(state.lost)) await release(job);
    return event;
  }

  async function isForeignNow(review: Review): Promise<boolean> {
    const pageAccountId = (await deps.pageAccount(review)) ?? review.pageAccountId;
    return isForeignPage({ ...review, pageAccountId });
  }

  async function backUp(
    job: SequenceJob,
    review: Review,
    { now, signal, show }: Tools<SequenceJob>,
  ): Promise<SequenceEvent> {
    if (job.backupId === null) return noBackup({ kind: 'storage failed' });
    const taken = await backups.take(job.backupId, review, signal, (progress) =>
      show({ ...job, state: { step: 'backing up', progress } }),
    );
    if (taken.ok) return { event: 'backed up', save: await saves.wanted(), ...(await countdownFrom(now)) };
    // What was kept so far stays, for the next one to go on with.
    return signal.aborted ? { event: 'interrupted' } : noBackup(taken.problem);
  }

  async function save(
    { backupId }: SequenceJob,
    { item, earlier }: Extract<SequenceJobState, { step: 'saving' }>,
    { now, signal }: Tools<SequenceJob>,
  ): Promise<SequenceEvent> {
    if (backupId === null) return notSaved({ kind: 'storage failed' });
    if (item === null) {
      const begun = await saves.begin(backupId, signal);
      if (signal.aborted) return { event: 'interrupted' };
      return begun.ok ? { event: 'download begun', item: begun.value } : notSaved(begun.problem);
    }
    const whole = await saves.whole(backupId, item, signal);
    if (whole.ok) return { event: 'saved', ...(await countdownFrom(now)) };
    if (signal.aborted) return { event: 'interrupted' };
    // The browser may have taken the file from under it when the background stopped.
    return earlier ? { event: 'download lost' } : notSaved(whole.problem);
  }

  /** That the sequence is gone is noted only once it is. Until then the backup is held, from before the delete is sent. */
  async function sendHeld(
    job: SequenceJob,
    accountId: number,
    tools: Tools<SequenceJob>,
  ): Promise<SequenceEvent> {
    if (job.backupId !== null) {
      try {
        await backups.hold(job.backupId, tools.now());
      } catch {
        return { event: 'failed', problem: { kind: 'storage failed' } };
      }
    }
    const kit = deps.kit(accountId, job.priority, tools.signal);
    const event = await send(kit, job.sequenceId, tools.signal);
    if (event.event === 'confirmed') await notedGone(job, tools);
    if (event.event === 'failed' || event.event === 'interrupted') await release(job);
    return event;
  }

  /** Whether the backup knows of it. Where it does not, one that is held stays held. */
  async function notedGone({ backupId }: SequenceJob, { now }: Tools<SequenceJob>): Promise<boolean> {
    if (backupId === null) return true;
    return backups.noteGone(backupId, now()).then(
      () => true,
      () => false,
    );
  }

  /** One that stays held is only kept longer. */
  async function release({ backupId }: SequenceJob): Promise<void> {
    if (backupId !== null) await backups.release(backupId).catch(() => undefined);
  }

  async function send(kit: SequenceKit, id: number, signal: AbortSignal): Promise<SequenceEvent> {
    // A cancel is heard until Kit is asked, also while the request waits for its turn or for a new token.
    if (!change || signal.aborted) return { event: 'interrupted' };
    const answer = await change.send(kit, id);
    if (answer.ok) return { event: 'confirmed' };
    if (signal.aborted && answer.problem.kind === 'storage failed') return { event: 'interrupted' };
    return {
      event: UNASKED.includes(answer.problem.kind) ? 'failed' : 'reply lost',
      problem: answer.problem,
    };
  }

  return {
    kind,
    deadline: SETTLE_DEADLINE,
    retold: 'unseen',
    subjectOf: ({ sequenceId }) => subjectOfSequence(sequenceId),
    async begin({ sequenceId, review: given, backUp }) {
      const review = given?.sequence.id === sequenceId ? given : null;
      const isBackedUp = backsUp === 'always' || (backsUp === 'on request' && backUp);
      return ok({
        kind,
        subject: subjectOfSequence(sequenceId),
        state: { step: 'intended' },
        attended: countdown,
        priority: 'interactive',
        sequenceId,
        review,
        backupId: isBackedUp && review ? await backups.choose(review) : null,
      } satisfies NewJob<SequenceJob>);
    },
    next: nextSequenceJob,
    hasEnded: ({ state }) => isSequenceJobEnded(state),
    rest: ({ state }) => (state.step === 'settling' && state.look ? 'retry' : 'work'),
    waitsForAccount({ state, review }) {
      const look = state.step === 'settling' ? state.look : null;
      return look && review && needsConnection(look) ? review.account.id : null;
    },
    onlyLooks: ({ state }) => state.step === 'settling',
    needsWatcher: ({ state }) => countdown && WATCHED.includes(state.step),
    prepare: async () => null,
    work: (job, _, tools) => work(job, tools),
    unwritten(before, after) {
      // An end is kept in memory, and written as soon as that works.
      if (isSequenceJobEnded(after.state) || !UNSENT.includes(before.state.step)) return after;
      // It begins the step again then, so it has not ended.
      return beginsAgain(before) ? before : { ...after, state: UNWRITTEN };
    },
  };
}

/** Kit was not asked, so there is nothing to look for. */
const UNASKED: KitProblem['kind'][] = ['not connected', 'no permission', 'storage failed'];
/** Until Kit is asked, whoever closes the panel cancels. */
const WATCHED: SequenceJobState['step'][] = [
  'intended',
  'backing up',
  'saving',
  'waiting',
  'checking',
  'sending',
];
/** In these states Kit was not asked to change anything. */
const UNSENT: SequenceJobState['step'][] = ['intended', 'backing up', 'saving', 'waiting', 'checking'];
const UNWRITTEN: SequenceJobState = { step: 'failed', problem: { kind: 'storage failed' }, effect: 'none' };

const FOREIGN: SequenceEvent = { event: 'refused', why: { kind: 'foreign page' } };

const notSaved = (problem: SaveProblem): SequenceEvent => ({
  event: 'refused',
  why: { kind: 'not saved', problem },
});

const noBackup = (problem: BackupProblem): SequenceEvent => ({
  event: 'refused',
  why: { kind: 'no backup', problem },
});
