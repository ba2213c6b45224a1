import type { JobDefinition, NewJob, Priority, Tools } from '../jobs/job.ts';
import { lookTwice } from '../kit/look.ts';
import { needsConnection } from '../kit/problems.ts';
import { fail, ok } from '../result.ts';
import type { Review } from '../review/review.ts';
import { LONGEST_UNSEEN, roomForLook } from './looks.ts';
import { lookAtOnce, nextWatch, type WatchEvent } from './machine.ts';
import { readSeen, type WatchKit } from './read.ts';
import { isWatchEnded, subjectOfWatch, type Watch, type WatchNews } from './watch.ts';

export interface WatchDependencies {
  /** Kit as this account sees it. */
  kit(accountId: number, priority: Priority): WatchKit;
  /** Those that are open, and those that ended within the last day. */
  watches(): Promise<Watch[]>;
  /** Tells the person. Never rejects. */
  tellOfWatch(job: Watch, news: WatchNews): Promise<void>;
}

interface WatchRequest {
  sequenceId: number;
  /** As it was shown; null where that is not known any more. */
  review: Review | null;
  notify: boolean;
}

type WatchDefinition = JobDefinition<Watch, WatchRequest, WatchEvent, { kind: 'no review' }, null>;

/** A sequence of which its owner is told as soon as nobody waits for an email of it any more. */
export function watchJob({ kit, watches, tellOfWatch }: WatchDependencies): WatchDefinition {
  const kitOf = ({ review, priority }: Watch) => kit(review.account.id, priority);
  /** The second look at what is not there was made too early. */
  const isEarly = ({ signal }: Tools<Watch>, { kind }: { kind: string }) =>
    kind === 'not found' && signal.aborted;

  async function look(job: Watch, tools: Tools<Watch>): Promise<WatchEvent> {
    const from = roomForLook(job, await watches(), tools.now());
    if (from !== null) return { event: 'put off', until: from };
    const seen = await readSeen(kitOf(job), job, tools);
    if (seen.ok) return { event: 'looked', seen: seen.value };
    return unseen(seen.problem, tools);
  }

  /** Right after another job, the sequence alone is asked for. */
  async function lookClosely(job: Watch, tools: Tools<Watch>): Promise<WatchEvent> {
    const answer = await lookTwice(() => kitOf(job).sequence(job.sequenceId), tools.sleep);
    if (!answer.ok) return unseen(answer.problem, tools);
    return { event: 'read', isActive: answer.value.active, at: tools.now() };
  }

  function unseen(
    problem: Extract<WatchEvent, { event: 'failed' }>['problem'],
    tools: Tools<Watch>,
  ): WatchEvent {
    if (isEarly(tools, problem)) return { event: 'interrupted' };
    return problem.kind === 'not found' ? { event: 'gone' } : { event: 'failed', problem, at: tools.now() };
  }

  async function work(job: Watch, tools: Tools<Watch>): Promise<WatchEvent> {
    switch (job.state.step) {
      case 'looking':
        return job.state.closely ? lookClosely(job, tools) : look(job, tools);
      case 'telling':
        await tellOfWatch(job, job.state.what);
        return { event: 'told', at: tools.now() };
      default:
        return { event: 'interrupted' };
    }
  }

  return {
    kind: 'watch',
    // As long as somebody waits. It changes nothing.
    deadline: Number.POSITIVE_INFINITY,
    retold: 'always',
    subjectOf: ({ sequenceId }) => subjectOfWatch(sequenceId),
    async begin({ sequenceId, review, notify }, at) {
      if (review?.sequence.id !== sequenceId) return fail({ kind: 'no review' });
      return ok({
        kind: 'watch',
        subject: subjectOfWatch(sequenceId),
        attended: false,
        priority: 'bulk',
        sequenceId,
        review,
        notify,
        found: null,
        unseen: null,
        toldComingAt: null,
        toldClearAt: null,
        ...lookAtOnce({ looks: [] }, at),
      } satisfies NewJob<Watch>);
    },
    next: nextWatch,
    hasEnded: ({ state }) => isWatchEnded(state),
    rest: ({ state }) => (state.step === 'resting' || state.step === 'due' ? 'retry' : 'work'),
    restsUntil: ({ state }) => (state.step === 'resting' || state.step === 'due' ? state.lookAt : null),
    restsAtMost: LONGEST_UNSEEN,
    waitsForAccount: ({ unseen, review }) => (unseen && needsConnection(unseen) ? review.account.id : null),
    onlyLooks: ({ state }) => state.step === 'looking',
    needsWatcher: () => false,
    prepare: async () => null,
    work: (job, _, tools) => work(job, tools),
    unwritten: (before) => before,
  };
}
